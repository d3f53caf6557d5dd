/** Putting nudges of an item off: as long as its priority lets, and seen by who gave it and by the lead. */
import {
  addWorkingDates,
  addWorkingDays,
  formatDuration,
  type Instant,
  isWorking,
  localDate,
  nextWorking,
  startOfWorkingDate,
  type WorkingTime,
} from '../calendar.ts';
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import { mayAnswer, openHandoff } from '../handoffs/handoff.ts';
import type { ItemKey, PersonId } from '../ids.ts';
import { type Decision, expectStage, UNENDED } from '../work-items/decide.ts';
import type { Priority, WorkItem } from '../work-items/item.ts';
import { authorise, locked, save } from '../work-items/record.ts';

const HOUR = 3_600_000;

/** Until when at most: four hours of what is urgent, a working day of what is high, a week of all else. */
export function longestSnooze(priority: Priority, now: Instant, time: WorkingTime): Instant {
  if (priority === 'urgent') return now + 4 * HOUR;
  if (priority === 'high') return addWorkingDays(now, 1, time) ?? now + 24 * HOUR;
  return now + 7 * 24 * HOUR;
}

const MOST_WORDS: Readonly<Record<Priority, string>> = {
  urgent: '4 hours',
  high: 'a working day',
  normal: 'a week',
  low: 'a week',
};

/** The next working morning, sooner where the priority asks. */
export function nextMorning(priority: Priority, now: Instant, time: WorkingTime): Instant {
  const today = localDate(now, time.zone);
  const before = !isWorking(now, time) && localDate(nextWorking(now, time) ?? now, time.zone) === today;
  const date = before ? today : addWorkingDates(today, 1, time);
  const morning = (date && startOfWorkingDate(date, time)) || now + 24 * HOUR;
  return Math.min(morning, longestSnooze(priority, now, time));
}

export function snoozing(
  item: WorkItem,
  person: PersonId,
  until: Instant,
  time: WorkingTime,
  now: Instant,
): Decision {
  expectStage(item, 'snooze', ...UNENDED);
  if (until <= now) refuse({ code: 'past_date', words: 'that' }, 'until');
  if (until > longestSnooze(item.priority, now, time))
    refuse({ code: 'snoozed_too_long', item: item.key, most: MOST_WORDS[item.priority] }, 'until');
  const before = item.snoozes.find((s) => s.person === person);
  const others = item.snoozes.filter((s) => s.person !== person);
  return {
    act: 'snoozed',
    rule: `${item.priority} work is put off by ${MOST_WORDS[item.priority]} at most`,
    changes: { snoozes: [...others, { person, until, times: (before?.times ?? 0) + 1 }] },
    words: `for ${formatDuration(until - now)}`,
  };
}

/** Puts nudges of mine off; without `until`, to the next working morning. */
export async function snooze(ctx: ActContext, key: ItemKey, until?: Instant): Promise<WorkItem> {
  const item = await locked(ctx, key);
  const open = openHandoff(item.handoff);
  if (!open || !mayAnswer(open).includes(ctx.me.id)) await authorise(ctx, item, 'snooze');
  const to = until ?? nextMorning(item.priority, ctx.now, ctx.myTime);
  return save(ctx, item, snoozing(item, ctx.me.id, to, ctx.myTime, ctx.now));
}
