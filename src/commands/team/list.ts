import type { PersonId } from '../../coordination/ids.ts';
import type { Span } from '../../coordination/message.ts';
import { spread } from '../replies.ts';
import { verb } from '../verb.ts';

export const teamListVerb = verb({
  name: 'team list',
  aliases: ['teams', 'team'],
  description: 'Show the teams, who is in them, and who leads them',
  examples: ['team list'],
  options: {},
  async run(ctx) {
    const teams = await ctx.tx.teams.all();
    if (teams.length === 0) {
      return {
        message: {
          summary: 'No teams yet',
          blocks: [
            {
              block: 'text',
              text: ['No teams yet. An admin makes one: ', { code: '/baton team create design Design' }],
            },
          ],
        },
      };
    }
    const ids = teams.flatMap((t) => [...t.members, ...(t.lead ? [t.lead] : [])]);
    const names = new Map((await ctx.tx.people.byIds([...new Set(ids)])).map((p) => [p.id, p.name]));
    const person = (id: PersonId): Span => ({ person: id, name: names.get(id) ?? 'someone' });
    const items = teams.map((team) => ({
      text: [
        { bold: team.name },
        ` @${team.handle} · led by `,
        team.lead ? person(team.lead) : 'nobody',
        ' · ',
        ...(team.members.length > 0 ? spread(team.members.map(person), ', ') : ['no members']),
      ],
    }));
    return {
      message: {
        summary: `Teams: ${teams.length}`,
        blocks: [
          { block: 'heading', text: 'Teams' },
          { block: 'list', items },
        ],
      },
    };
  },
});
