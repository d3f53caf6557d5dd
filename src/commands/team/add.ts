import { say } from '../../coordination/message.ts';
import { expectMember } from '../../coordination/work-items/decide.ts';
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
    for (const one of people) expectMember(one, 'be in teams');
    const members = [...new Set([...team.members, ...people.map((p) => p.id)])];
    await ctx.tx.teams.save({ ...team, members });
    return { message: say(`${people.map((p) => p.name).join(', ')}: in ${team.name} now.`, 'good') };
  },
});
