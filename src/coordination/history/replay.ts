import type { ItemState } from '../work-items/item.ts';
import type { Entry } from './history.ts';

/**
 * What a record's whole history makes of it: the first entry holds the record as it began, each later one what changed.
 * Null where that is no longer known, for a payload was erased, and where there is no entry.
 */
export function replay(entries: readonly Entry[]): ItemState | null {
  let state: Partial<ItemState> = {};
  for (const { payload } of entries) {
    if (payload === null) return null;
    state = { ...state, ...payload.changes };
  }
  return entries.length > 0 ? (state as ItemState) : null;
}
