/** What a side other than Baton is told. */
import type { Place } from '../three-rows.ts';
import type { SlackReady } from './load.ts';

export interface SideTold {
  readonly slack: SlackReady;
  /** Where the three rows go; null where nothing is written. */
  readonly place: Place | null;
  /** What Baton answers to `/baton help`, for others to answer the same. */
  readonly help: object | null;
}

export interface SideReady {
  /** The request URL. */
  readonly url: string;
}
