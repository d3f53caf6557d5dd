import type { Instant } from '../calendar.ts';
import { backoff } from './backoff.ts';

/** What becomes of an event whose handling failed by a fault of ours. */
export type AfterFault =
  | { readonly state: 'pending'; readonly dueAt: Instant; readonly attempts: number; readonly error: string }
  | { readonly state: 'dead'; readonly attempts: number; readonly error: string };

export const MOST_FAULTS = 8;

/** `attempts` failed before this one. `chance`, from 0 up to 1, spreads those who failed together. */
export function afterFault(error: string, attempts: number, now: Instant, chance: number): AfterFault {
  const spent = attempts + 1;
  return spent >= MOST_FAULTS
    ? { state: 'dead', attempts: spent, error }
    : { state: 'pending', dueAt: now + backoff(spent, chance), attempts: spent, error };
}
