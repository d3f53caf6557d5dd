import type { Instant } from '../calendar.ts';

/** When something is said, by the clock of its workspace, and whether it was shown before. */
export interface Moment {
  readonly now: Instant;
  readonly shown: boolean;
}
