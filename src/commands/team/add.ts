import { refuse } from '../../coordination/errors.ts';
import { say } from '../../coordination/message.ts';
import { asLeadOf } from '../admin.ts';
import { peopleOption, teamOption } from '../option.ts';
import { verb } from '../verb.ts';

export const teamAddVerb = verb({
  name: 'team add',
  description: 'Add people to a team',
  examples: ['team add @design @lena @bo'],
  options: { team: teamOption('the team'), people: peopleOption('who joins') },
  async run(ctx, { team, people }) {
    asLeadOf(ctx, team, `add people to ${team.name}`);
    const guest = people.find((p) => p.role === 'guest' || !p.active);
    if (guest)
      refuse({
        code: 'not_allowed',
        act: 'be in teams',
        who: `members; ${guest.name} is ${guest.active ? 'a guest' : 'deactivated'}`,
      });
    const members = [...new Set([...team.members, ...people.map((p) => p.id)])];
    await ctx.tx.teams.save({ ...team, members });
    return { message: say(`${people.map((p) => p.name).join(', ')}: in ${team.name} now.`, 'good') };
  },
});
