/** Weeks with figures, for tests of what is made of them. */
import { type Week, weeksUntil } from '../../../src/coordination/flow/week.ts';

export const NOW = Date.parse('2026-11-20T16:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const NOTHING: Omit<Week, 'from' | 'to'> = {
  done: 0,
  cycle: null,
  open: 0,
  age: null,
  accepted: 0,
  toAccept: null,
  decided: 0,
  toDecide: null,
  dated: 0,
  onTime: 0,
  counted: 0,
  clear: 0,
  touched: 0,
  shared: 0,
  waits: [],
};

export const BUSY: Omit<Week, 'from' | 'to'> = {
  done: 12,
  cycle: 2 * DAY,
  open: 24,
  age: 6 * DAY,
  accepted: 3,
  toAccept: 5 * HOUR,
  decided: 2,
  toDecide: 26 * HOUR,
  dated: 10,
  onTime: 8,
  counted: 36,
  clear: 27,
  touched: 20,
  shared: 5,
  waits: [
    { stage: 'active', turn: 'owner', ms: 60 * HOUR },
    { stage: 'review', turn: 'a reviewer', ms: 30 * HOUR },
    { stage: 'open', turn: 'an owner', ms: 10 * HOUR },
  ],
};

/** So many weeks until now; of each, what `of` says of the nth, the latest last. */
export function weeks(count: number, of: (nth: number) => Partial<Week> = () => BUSY): Week[] {
  const bounds = weeksUntil(NOW, 'Europe/London', count);
  return bounds.slice(0, -1).map((from, n) => ({ ...NOTHING, ...of(n), from, to: bounds[n + 1] ?? NOW }));
}
