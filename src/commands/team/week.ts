import { nameOf, USUAL_WEEKS, type WeeksAsked, weeklyOf, weeksOf } from '../../coordination/flow/collect.ts';
import { weeksAsCsv, weeksAsJson } from '../../coordination/flow/export.ts';
import { FORMS, type Form } from '../../coordination/flow/weekly.ts';
import type { OutboxId } from '../../coordination/ids.ts';
import { inWords, type Message, say } from '../../coordination/message.ts';
import { viewerOf } from '../../coordination/work-items/record.ts';
import type { CommandContext } from '../context.ts';
import { carried, choiceOption, optional, teamOption } from '../option.ts';
import { verb } from '../verb.ts';

export const teamWeekVerb = verb({
  name: 'team week',
  description: 'How work flowed: figures, and a picture',
  examples: ['team week', 'team week @design', 'team week @design 52'],
  options: {
    team: optional(teamOption('of which team')),
    weeks: optional(choiceOption('how many weeks', ['1', '4', '12', '26', '52'])),
    as: optional(carried(choiceOption('how it is sent', FORMS))),
  },
  async run(ctx, { team: named, weeks, as }) {
    const asked: WeeksAsked = {
      ...ctx,
      team: named ?? ctx.myTeams[0] ?? null,
      viewer: viewerOf(ctx.me),
      weeks: Number(weeks ?? USUAL_WEEKS),
    };
    if (as) {
      await ctx.tx.outbox.add([await sent(ctx, asked, as)]);
      return { message: say('It is on its way to your direct messages.', 'good') };
    }
    // A private answer takes no picture everywhere: it is sent directly to whoever wants it.
    return { message: inWords(await weeklyOf(asked, { offers: FORMS })) };
  },
});

async function sent({ ids, me, now }: CommandContext, asked: WeeksAsked, as: Form) {
  const id = ids.uuid() as OutboxId;
  const message =
    as === 'picture' ? await weeklyOf(asked, { offers: ['csv', 'json'] }) : await withFile(asked, as);
  return {
    id,
    dedupeKey: `weeks:${id}`,
    destination: { to: 'person', person: me.id },
    body: { body: 'words', message },
    dueAt: now,
  } as const;
}

async function withFile(asked: WeeksAsked, as: 'csv' | 'json'): Promise<Message> {
  const weeks = await weeksOf(asked);
  const of = nameOf(asked);
  const content = as === 'csv' ? weeksAsCsv(weeks) : weeksAsJson(of, weeks);
  const words = `${of}: ${weeks.length === 1 ? 'a week' : `${weeks.length} weeks`} as ${as.toUpperCase()}`;
  return {
    ...say(words),
    file: {
      name: `weeks${asked.team ? `-${asked.team.handle}` : ''}.${as}`,
      media: as === 'csv' ? 'text/csv' : 'application/json',
      content,
      alternative: `Files are not taken here. Whoever runs Baton has the same by: baton export --weeks ${weeks.length}`,
    },
  };
}
