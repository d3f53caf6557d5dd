/** Promises 1 and 5 as the records show them: no half-written record, and a history that holds and rebuilds it. */
import { sha256 } from '../../src/adapters/system/system.ts';
import type { Body } from '../../src/coordination/delivery/outbox.ts';
import { canonicalJson, verify } from '../../src/coordination/history/history.ts';
import { replay } from '../../src/coordination/history/replay.ts';
import { formatItemKey } from '../../src/coordination/ids.ts';
import type { ItemState } from '../../src/coordination/work-items/item.ts';
import type { Record, Snapshot } from './snapshot.ts';

export function checkRecords({ records, outbox }: Snapshot): string[] {
  const cards = new Map<string, number>();
  for (const { body, recordId } of outbox)
    if ((body as Body).body === 'card' && recordId) cards.set(recordId, (cards.get(recordId) ?? 0) + 1);
  return [
    ...records.flatMap(({ item, entries }) => {
      const key = formatItemKey(item.key);
      const flaw = verify(entries, item.head, sha256);
      const shown = cards.get(item.id) ?? 0;
      // What is noted beside the record is no change of it.
      const changes = entries.filter(({ act }) => act !== 'nudged').length;
      return [
        ...(flaw ? [`${key}: entry ${flaw.seq} of its history: ${flaw.what}`] : []),
        ...(item.version === changes && entries.length === item.head.seq
          ? []
          : [`${key}: version ${item.version} with ${changes} changes in ${item.head.seq} entries`]),
        ...(rebuilds({ item, entries }) ? [] : [`${key}: its history does not rebuild it`]),
        ...(shown === 1 ? [] : [`${key}: ${shown} cards`]),
        ...twoOwners({ item, entries }).map((words) => `${key}: ${words}`),
      ];
    }),
    ...twice(records.map(({ item }) => formatItemKey(item.key))).map((key) => `${key}: two items`),
    ...twice(
      records.flatMap(({ item: { source } }) => (source ? [`${source.channel}/${source.message}`] : [])),
    ).map((source) => `the message ${source}: two items`),
  ];
}

function rebuilds({ item, entries }: Record): boolean {
  const state = replay(entries);
  if (state === null) return false;
  const names = Object.keys(state) as (keyof ItemState)[];
  return names.every((name) => canonicalJson(state[name]) === canonicalJson(item[name]));
}

/** Whoever claims takes what nobody owns. */
function twoOwners({ entries }: Record): string[] {
  let owner: string | null = null;
  const found: string[] = [];
  for (const { act, seq, payload } of entries) {
    if (act === 'claimed' && owner !== null) found.push(`claimed by entry ${seq} from its owner`);
    owner = payload?.changes.owner ?? owner;
  }
  return found;
}

export const twice = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];
