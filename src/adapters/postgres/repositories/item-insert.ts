/**
 * A new item with its history and what is said of it: one prepared statement whose values are parameters. For so few rows
 * that costs both sides less than JSON does.
 */
import type { Outgoing } from '../../../coordination/delivery/outbox.ts';
import type { Entry } from '../../../coordination/history/history.ts';
import type { WorkspaceId } from '../../../coordination/ids.ts';
import { tellingWords } from '../../../coordination/twins/words.ts';
import { isEndedItem } from '../../../coordination/work-items/decide.ts';
import type { WorkItem } from '../../../coordination/work-items/item.ts';
import { columnNames, parametersOf } from '../rows.ts';
import { clocks, history, historyPayloads, outbox, workItems } from '../schema.ts';
import type { Bound } from './bound.ts';
import { fromEntry, fromItem, payloadRows } from './item-rows.ts';
import { wordsParameter } from './item-words.ts';
import { fromOutgoing } from './outbox-rows.ts';

const itemValues = parametersOf(workItems);
const entryValues = parametersOf(history);
const payloadValues = parametersOf(historyPayloads);
const messageValues = parametersOf(outbox, ['created_at']);
const clockValues = parametersOf(clocks);

/** An item is looked at by itself once it has been left alone for so long: its ladders may run otherwise now. */
export const CALM_MS = 15_000;

/** What is written into, in order; `fixed` are columns whose values are said in SQL. */
const TABLES = [
  { name: 'work_items', columns: columnNames(workItems), fixed: [] },
  { name: 'history', columns: columnNames(history), fixed: [] },
  { name: 'history_payloads', columns: columnNames(historyPayloads), fixed: [] },
  { name: 'outbox', columns: columnNames(outbox, ['created_at']), fixed: [['created_at', 'now()']] },
  { name: 'clocks', columns: columnNames(clocks), fixed: [] },
] as const;

/** Nothing can be in the way of an item that was made up just now, nor of what is said of it. Not waited for. */
export function insertNew(
  { sql, workspaceId }: Bound,
  item: WorkItem,
  entries: readonly Entry[],
  outgoing: readonly Outgoing[],
): void {
  const rows = [
    [itemValues(fromItem(workspaceId, item))],
    entries.map((entry) => entryValues(fromEntry(workspaceId, entry))),
    payloadRows(workspaceId, entries).map(payloadValues),
    outgoing.map((message) => messageValues(fromOutgoing(workspaceId, message))),
    [clockValues(clockOf(workspaceId, item))],
  ];
  const text = textOf(rows.map(({ length }) => length));
  const words = [workspaceId, wordsParameter(tellingWords(item.title)), item.key];
  sql.unsafe(text, [...words, ...rows.flat(2)] as never[], { prepare: true }).execute();
}

const clockOf = (workspaceId: WorkspaceId, item: WorkItem): typeof clocks.$inferSelect => ({
  workspaceId,
  id: item.id,
  kind: 'item',
  state: isEndedItem(item) ? 'idle' : 'pending',
  dueAt: item.updatedAt + CALM_MS,
  leaseUntil: null,
  attempts: 0,
  detail: {},
});

/** As one parameter, so that the statement is the same for any number of words. */
const WORDS = 'insert into item_words (workspace_id, word, key) select $1::uuid, unnest($2::text[]), $3::int';
const WORDS_PARAMETERS = 3;

/** Statements by how many rows of each table they write. */
const texts = new Map<string, string>();

function textOf(counts: readonly number[]): string {
  const shape = counts.join();
  const known = texts.get(shape);
  if (known !== undefined) return known;
  let last = WORDS_PARAMETERS;
  const inserts = TABLES.flatMap(({ name, columns, fixed }, n) => {
    const count = counts[n] ?? 0;
    if (count === 0) return [];
    const row = (): string =>
      `(${[...columns.map(() => `$${++last}`), ...fixed.map(([, value]) => value)].join(', ')})`;
    const names = [...columns, ...fixed.map(([column]) => column)].join(', ');
    return [`insert into ${name} (${names}) values ${Array.from({ length: count }, row).join(', ')}`];
  });
  const text = `with ${[...inserts, WORDS].map((insert, n) => `written${n} as (${insert})`).join(', ')} select`;
  texts.set(shape, text);
  return text;
}
