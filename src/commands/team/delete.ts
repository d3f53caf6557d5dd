import { say } from '../../coordination/message.ts';
import { asAdmin } from '../admin.ts';
import { teamOption } from '../option.ts';
import { verb } from '../verb.ts';

export const teamDeleteVerb = verb({
  name: 'team delete',
  description: 'End a team; its people and items stay',
  examples: ['team delete @design'],
  options: { team: teamOption('the team') },
  async run(ctx, { team }) {
    asAdmin(ctx, 'end teams');
    await ctx.tx.teams.remove(team.id);
    return { message: say(`Team ${team.name} is ended. Its people and items stay.`, 'good') };
  },
});
