/** When each step of a ladder is due: pure functions of a policy, where its clock started, and someone's working time. */
import {
  addWorking,
  addWorkingDates,
  addWorkingDays,
  beforeWorking,
  type Instant,
  isWorkingDate,
  type LocalDate,
  nextWorking,
  startOfWorkingDate,
  type WorkingTime,
} from '../calendar.ts';
import type { Policy, When } from './policy.ts';

/** Where a clock counts from. */
export interface Anchor {
  readonly since: Instant;
  /** The due date, which mornings are counted from. */
  readonly date: LocalDate | null;
  /** What steps before it are counted back from; of an approval. */
  readonly deadline?: Instant | undefined;
  /** Working days that the item's stage allows. */
  readonly allowance: number | null;
}

const HOUR = 3_600_000;

/** When step `n`, from 0, is due; null where it never is. The last step may repeat: then there is one for every `n`. */
export function stepAt(policy: Policy, n: number, anchor: Anchor, time: WorkingTime): Instant | null {
  const last = policy.steps.length - 1;
  const when = policy.steps[Math.min(n, last)]?.when;
  if (!when) return null;
  if (!('at' in when && when.at === 'every morning')) return n > last ? null : whenIs(when, anchor, time);
  const before = policy.steps[last - 1]?.when;
  return before && 'morning' in before ? morning(before.morning + 1 + n - last, anchor, time) : null;
}

function whenIs(when: When, anchor: Anchor, time: WorkingTime): Instant | null {
  const { since, deadline, allowance } = anchor;
  if ('before' in when) return deadline === undefined ? null : beforeIs(when, deadline, time);
  if ('hours' in when) return addWorking(since, when.hours * HOUR, time);
  if ('morning' in when) return morning(when.morning, anchor, time);
  const days = 'days' in when ? when.days : allowance;
  const at = days === null ? null : addWorkingDays(since, days, time);
  return at === null ? null : nextWorking(at, time);
}

function beforeIs(
  { before, unit }: Extract<When, { before: number }>,
  deadline: Instant,
  time: WorkingTime,
): Instant | null {
  const at =
    unit === 'hours' ? beforeWorking(deadline, before * HOUR, time) : addWorkingDays(deadline, -before, time);
  return at === null ? null : nextWorking(at, time);
}

/**
 * The start of the `n`th working day from the due date's: 0 is the due date, or the last working day before one that is
 * none; negative before, positive after.
 */
function morning(n: number, { date }: Anchor, time: WorkingTime): Instant | null {
  if (date === null) return null;
  const day = isWorkingDate(date, time) ? date : addWorkingDates(date, n > 0 ? 0 : -1, time);
  const nth = day === null ? null : addWorkingDates(day, n, time);
  return nth === null ? null : startOfWorkingDate(nth, time);
}

/** Some hundred repeated steps behind: as far as anyone looks for the latest of them. */
const MOST_BEHIND = 500;

export interface Due {
  /** The latest step that is due; those before it collapse into it. */
  readonly fire: number | null;
  /** How many steps collapsed into it. */
  readonly collapsed: number;
  /** The step that comes next, and when; null at the end of the ladder. */
  readonly next: { readonly step: number; readonly at: Instant } | null;
}

/** What is due of a ladder at `now`, from step `from` on. */
export function dueSteps(policy: Policy, from: number, anchor: Anchor, time: WorkingTime, now: Instant): Due {
  let fire: number | null = null;
  for (let step = from; step < from + MOST_BEHIND; step++) {
    const at = stepAt(policy, step, anchor, time);
    if (at === null) return { fire, collapsed: collapsedBefore(fire, from), next: null };
    if (at > now) return { fire, collapsed: collapsedBefore(fire, from), next: { step, at } };
    fire = step;
  }
  return { fire, collapsed: collapsedBefore(fire, from), next: null };
}

const collapsedBefore = (fire: number | null, from: number): number => (fire === null ? 0 : fire - from);

/** The first step that is still to come when a clock starts: what was due before was known then. */
export const firstStep = (
  policy: Policy,
  anchor: Anchor,
  time: WorkingTime,
  startedAt: Instant,
): Due['next'] => dueSteps(policy, 0, anchor, time, startedAt).next;
