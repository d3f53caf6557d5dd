import { addWorkingDays, type Instant } from '../../coordination/calendar.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import { snooze } from '../../coordination/nudges/snooze.ts';
import type { CommandContext } from '../context.ts';
import { dateOption, itemOption, type Option, optional } from '../option.ts';
import { verb } from '../verb.ts';

const date = dateOption('until when; left out: the next working morning');
const HOUR = 3_600_000;

/** `2h`, `90 min`, `a day`, or a date in words. */
const until: Option<Instant> = {
  ...date,
  example: '2h',
  async read(words, ctx, name) {
    const said = words
      .trim()
      .toLowerCase()
      .replace(/^for\s+/, '');
    const span = /^(an?|\d{1,3})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)$/.exec(said);
    if (!span) return (await date.read(words, ctx, name)).at;
    const count = /^an?$/.test(span[1] ?? '') ? 1 : Number(span[1]);
    return later(count, (span[2] ?? 'h').charAt(0), ctx);
  },
};

function later(count: number, unit: string, { now, myTime }: CommandContext): Instant {
  if (unit === 'm') return now + (count * HOUR) / 60;
  if (unit === 'h') return now + count * HOUR;
  if (unit === 'w') return now + count * 7 * 24 * HOUR;
  return addWorkingDays(now, count, myTime) ?? now + count * 24 * HOUR;
}

export const snoozeVerb = verb({
  name: 'snooze',
  aliases: ['later'],
  description: 'Put off being nudged of an item: by 4 hours, a day or a week at most, by its priority',
  examples: ['snooze W-12', 'snooze W-12 2h', 'snooze W-12 tomorrow 2pm'],
  options: { item: itemOption(), until: optional(until) },
  async run(ctx, { item: key, until: to }) {
    const item = await snooze(ctx, key, to);
    const mine = item.snoozes.find((s) => s.person === ctx.me.id);
    return {
      message: {
        summary: `${formatItemKey(key)} is snoozed`,
        tone: 'good',
        blocks: [
          {
            block: 'text',
            text: [
              { bold: formatItemKey(key) },
              ` ${item.title} — nothing nudges you of it until `,
              { instant: mine?.until ?? ctx.now, zone: ctx.myTime.zone, timed: true },
              '. Its card says so, and what comes next goes on.',
            ],
          },
        ],
      },
    };
  },
});
