import { say } from '../../coordination/message.ts';
import { asLeadOf } from '../admin.ts';
import { peopleOption, teamOption } from '../option.ts';
import { verb } from '../verb.ts';

export const teamRemoveVerb = verb({
  name: 'team remove',
  description: 'Take people out of a team; their items stay theirs',
  examples: ['team remove @design @bo'],
  options: { team: teamOption('the team'), people: peopleOption('who leaves') },
  async run(ctx, { team, people }) {
    asLeadOf(ctx, team, `take people out of ${team.name}`);
    const leaving = new Set(people.map((p) => p.id));
    const lead = team.lead && leaving.has(team.lead) ? null : team.lead;
    await ctx.tx.teams.save({ ...team, lead, members: team.members.filter((id) => !leaving.has(id)) });
    const leadless =
      lead === null && team.lead !== null
        ? ` It has no lead now: /baton settings team @${team.handle} lead: @name`
        : '';
    return {
      message: say(`${people.map((p) => p.name).join(', ')}: out of ${team.name}.${leadless}`, 'good'),
    };
  },
});
