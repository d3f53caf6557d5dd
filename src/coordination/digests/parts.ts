/** Which parts a digest has, and what is asked of the store for them. */
import type { Instant } from '../calendar.ts';
import type { PersonId, TeamId } from '../ids.ts';
import type { WorkItem } from '../work-items/item.ts';

/** Why an item needs someone, the most pressing first: an item is told of once, under the first that holds. */
export const NEEDS = [
  'handoff',
  'approval',
  'review',
  'blocked',
  'overdue',
  'risk',
  'stalled',
  'unowned',
] as const;
export type Need = (typeof NEEDS)[number];

export const SHOWN_PARTS = [...NEEDS, 'active', 'done'] as const;
export type ShownPart = (typeof SHOWN_PARTS)[number];
/** What is open and needs nobody is not told of, but twins are looked for among it. */
export const DIGEST_PARTS = [...SHOWN_PARTS, 'open'] as const;
export type PartName = (typeof DIGEST_PARTS)[number];

export interface DigestQuery {
  /** Null: the whole workspace. */
  readonly team: TeamId | null;
  readonly viewer: { readonly person: PersonId; readonly guest: boolean };
  readonly now: Instant;
  /** What was done since then is told. */
  readonly since: Instant;
  /** What is due before it and was not begun is at risk. */
  readonly soon: Instant;
  /** What is active and untouched since before it is stalled. */
  readonly stalledSince: Instant;
  /** Items of each part. */
  readonly most: number;
  /** How many unended items are looked through, the soonest due ahead. */
  readonly reach: number;
}

export interface DigestPart {
  readonly part: PartName;
  readonly items: readonly { readonly item: WorkItem; readonly blockedSince: Instant | null }[];
  /** How many there are in all. */
  readonly total: number;
}
