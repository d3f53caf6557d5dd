import type { ItemId } from '../ids.ts';

/** `blocks`: `to` waits until `from` is done. */
export const RELATIONS = ['blocks', 'duplicates', 'part of', 'concerns'] as const;
export type RelationKind = (typeof RELATIONS)[number];

export interface Relation {
  readonly kind: RelationKind;
  readonly from: ItemId;
  readonly to: ItemId;
}
