/**
 * Batching and budget, in the one place where they are decided: given all that waits to be said to one person, what goes
 * now in one message, and when to look again.
 */
import {
  addDays,
  addWorkingDates,
  type Instant,
  instantAt,
  isWorking,
  type LocalDate,
  localDate,
  nextAudible,
  nextWorking,
  type QuietHours,
  startOfWorkingDate,
  type WorkingTime,
} from '../calendar.ts';

export interface Waiting<Id> {
  readonly id: Id;
  /** Outside the budget, and in any hour that is not quiet. */
  readonly urgent: boolean;
  /** Not even quiet hours hold it back. */
  readonly anyHour: boolean;
  /** Snoozed until then; null: not. */
  readonly heldUntil: Instant | null;
}

/** How many messages that nudge a person had on a day of theirs. */
export interface Spent {
  readonly day: LocalDate;
  readonly messages: number;
}

export const MOST_A_DAY = 3;

export interface Flush<Id> {
  /** In one message; empty for none. */
  readonly send: readonly Id[];
  readonly spent: Spent;
  /** When to look again; null when nothing is left. */
  readonly next: Instant | null;
}

export function flush<Id>(
  waiting: readonly Waiting<Id>[],
  before: Spent | null,
  time: WorkingTime,
  quiet: QuietHours,
  now: Instant,
): Flush<Id> {
  const day = localDate(now, time.zone);
  const spent = before?.day === day ? before : { day, messages: 0 };
  // Someone who never works is told at once: there is no better hour.
  const working = isWorking(now, time) || nextWorking(now, time) === null;
  const mayGo = (one: Waiting<Id>): boolean =>
    (one.heldUntil === null || one.heldUntil <= now) && (working || audible(one, time, quiet, now));
  const ready = waiting.filter(mayGo);
  const pressing = ready.some((one) => one.urgent);
  const withinBudget = spent.messages < MOST_A_DAY;
  // A message that goes anyway takes along all that waits and may go.
  const send = pressing || (withinBudget && ready.length > 0) ? ready : [];
  const costs = send.length > 0 && !pressing;
  const left = waiting.filter((one) => !send.includes(one));
  return {
    send: send.map((one) => one.id),
    spent: costs ? { day, messages: spent.messages + 1 } : spent,
    next: earliest(left.map((one) => lookAgain(one, time, quiet, now, day))),
  };
}

/** Outside working hours only what is urgent may go, where it is not quiet. */
function audible<Id>(one: Waiting<Id>, time: WorkingTime, quiet: QuietHours, now: Instant): boolean {
  if (!one.urgent) return false;
  return one.anyHour || nextAudible(now, time, quiet) === now;
}

function lookAgain<Id>(
  one: Waiting<Id>,
  time: WorkingTime,
  quiet: QuietHours,
  now: Instant,
  day: LocalDate,
): Instant {
  const from = Math.max(now, one.heldUntil ?? now);
  if (one.urgent) return one.anyHour ? from : (nextAudible(from, time, quiet) ?? from);
  const at = nextWorking(from, time) ?? from;
  // What the budget of today does not hold waits for the next day of work.
  return localDate(at, time.zone) === day && at <= now ? nextMorning(day, time) : at;
}

function nextMorning(day: LocalDate, time: WorkingTime): Instant {
  const next = addWorkingDates(day, 1, time);
  return (next === null ? null : startOfWorkingDate(next, time)) ?? instantAt(addDays(day, 1), 0, time.zone);
}

const earliest = (instants: readonly (Instant | null)[]): Instant | null => {
  const known = instants.filter((at): at is Instant => at !== null);
  return known.length > 0 ? Math.min(...known) : null;
};
