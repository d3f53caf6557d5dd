/**
 * What changes an item, each as one prepared statement for the item, its history and what is to be said of it: round
 * trips are what a write costs.
 */
import type { Outgoing } from '../../../coordination/delivery/outbox.ts';
import type { Entry } from '../../../coordination/history/history.ts';
import { rulesConcernedBy } from '../../../coordination/nudges/still-true.ts';
import { tellingWords } from '../../../coordination/twins/words.ts';
import type { Changes, WorkItem } from '../../../coordination/work-items/item.ts';
import { columnNames, writer } from '../rows.ts';
import { history, historyPayloads, itemWords, outbox, workItems } from '../schema.ts';
import type { Bound } from './bound.ts';
import { CALM_MS, insertNew } from './item-insert.ts';
import { fromEntry, fromItem, payloadRows } from './item-rows.ts';
import { wordRows } from './item-words.ts';
import { fromOutgoing } from './outbox-rows.ts';

const itemJson = writer(workItems);
const historyJson = writer(history);
const payloadsJson = writer(historyPayloads);
const outboxJson = writer(outbox);
const wordsJson = writer(itemWords);

const list = (names: readonly string[]): string => names.join(', ');
const OUTBOX = list(columnNames(outbox, ['created_at']));

/** The rows of JSON parameter `$n`, into a table. */
const rowsInto = (table: string, columns: string, n: number): string =>
  `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $${n}::json)`;

const messagesInto = (n: number): string =>
  `insert into outbox (${OUTBOX}, created_at)
   select ${OUTBOX}, now() from json_populate_recordset(null::outbox, $${n}::json)`;

const onceEach = 'on conflict (workspace_id, dedupe_key) do nothing';

/** What changed is looked at again by itself, once things have calmed down: its ladders may run otherwise now. */
const CLOCK = `
  clock as (
    insert into clocks (workspace_id, id, kind, state, due_at, detail)
    select workspace_id, id, 'item', 'pending', updated_at + ${CALM_MS} * interval '1 millisecond', '{}'
    from written where not ended
    on conflict (workspace_id, id) do update set
      state = excluded.state, due_at = excluded.due_at, lease_until = null, attempts = 0
  )`;

/** What has ended runs no more; reopened, it begins anew. */
const CLOCK_ENDED = `
  clock_ended as (
    delete from clocks using written
    where written.ended and clocks.workspace_id = written.workspace_id and clocks.id = written.id
  )`;

/** `only` keeps from writing what goes along with an item that was not. */
const alongside = (only: string, messages: string): string => `
  entries as (${rowsInto('history', list(columnNames(history)), 2)} ${only}),
  words as (${rowsInto('history_payloads', list(columnNames(historyPayloads)), 3)} ${only}),
  messages as (${messagesInto(4)} ${only} ${messages})`;

const ifWritten = 'where exists (select from written)';
const ITEM = rowsInto('work_items', list(columnNames(workItems)), 1);

const INSERT_CAPTURED = `
  with written as (
    ${ITEM}
    on conflict (workspace_id, source_platform, source_scope, source_message_channel, source_message)
      where source_message is not null do nothing
    returning workspace_id, id, updated_at, ended
  ), ${alongside(ifWritten, onceEach)}, ${CLOCK}, found_by as (
    ${rowsInto('item_words', list(columnNames(itemWords)), 5)} ${ifWritten}
  )
  select from written`;

const FIXED = ['workspace_id', 'id', 'key', 'kind', 'created_at'];
const SET = list(columnNames(workItems, FIXED).map((name) => `${name} = new.${name}`));

/** A card that is being sent keeps its lease and is sent again after; one that was given up stays so. */
export const WANT_CARD = `
  wanted_version = wanted_version + 1,
  due_at = case when state = 'sent' then $1::timestamptz else due_at end,
  state = case when state = 'sent' then 'pending' else state end`;

const UPDATE = `
  with written as (
    update work_items old set ${SET}
    from json_populate_recordset(null::work_items, $1::json) new
    where old.id = new.id and old.version = new.version - 1
    returning old.workspace_id, old.id, old.updated_at, old.ended
  ), ${alongside(ifWritten, onceEach)}, ${CLOCK}, ${CLOCK_ENDED}, cards as (
    update outbox set ${WANT_CARD.replace('$1::timestamptz', 'written.updated_at')}
    from written where record_id = written.id and kind = 'card'
  ), nudges_said as (
    update outbox set ${WANT_CARD.replace('$1::timestamptz', 'said.at')}
    from (
      select distinct n.workspace_id as of, n.outbox_id as message, written.updated_at as at
      from written join nudges n on n.workspace_id = written.workspace_id and n.item_id = written.id
      where n.state = 'sent' and n.rule = any($5::text[])
    ) said
    where workspace_id = said.of and id = said.message and kind = 'nudges'
  )
  select from written`;

/** Entries beside an item whose fields stay as they are: its head alone moves on. */
const NOTE = `
  with heads as (
    update work_items i set seq = h.seq, head_hash = h.hash
    from json_to_recordset($1::json) as h (id uuid, seq int, hash text, prev int)
    where i.id = h.id and i.seq = h.prev
    returning i.id
  ), entries as (${rowsInto('history', list(columnNames(history)), 2)}),
  words as (${rowsInto('history_payloads', list(columnNames(historyPayloads)), 3)})
  select from heads`;

const MESSAGES = `${messagesInto(1)} ${onceEach}`;
const REFRESH = `update outbox set ${WANT_CARD} where record_id = $2 and kind = 'card'`;

const send = (at: Bound, text: string, parameters: readonly (string | number | readonly string[])[]) =>
  at.sql.unsafe(text, [...parameters] as never[], { prepare: true });

function parameters(
  { workspaceId }: Bound,
  item: WorkItem,
  entries: readonly Entry[],
  outgoing: readonly Outgoing[],
): string[] {
  return [
    itemJson([fromItem(workspaceId, item)]),
    historyJson(entries.map((entry) => fromEntry(workspaceId, entry))),
    payloadsJson(payloadRows(workspaceId, entries)),
    outboxJson(outgoing.map((message) => fromOutgoing(workspaceId, message))),
  ];
}

type Write = [item: WorkItem, entries: readonly Entry[], outgoing: readonly Outgoing[]];

export async function insertItem(at: Bound, ...write: Write): Promise<boolean> {
  const [item] = write;
  if (item.source !== null) {
    const words = wordsJson(wordRows(at.workspaceId, item));
    return (await send(at, INSERT_CAPTURED, [...parameters(at, ...write), words])).count === 1;
  }
  // Not waited for: it travels with what comes next, the commit at the latest.
  insertNew(at, ...write);
  return true;
}

/** A new title is found by its own words. */
const REWORD = `
  with gone as (
    delete from item_words where key = $1::int and word = any($2::text[])
  )
  ${rowsInto('item_words', list(columnNames(itemWords)), 3)} on conflict do nothing`;

async function reword(at: Bound, item: WorkItem): Promise<void> {
  const [before] = await at.sql<{ title: string }[]>`select title from work_items where id = ${item.id}`;
  if (!before) return;
  const rows = wordRows(at.workspaceId, item);
  const kept = new Set(rows.map(({ word }) => word));
  const gone = tellingWords(before.title).filter((word) => !kept.has(word));
  await at.sql.unsafe(REWORD, [item.key, gone as string[], wordsJson(rows)], { prepare: true });
}

/** Throws when the item is not at the version before: it was changed without being locked. */
export async function updateItem(at: Bound, ...write: Write): Promise<void> {
  const [item, entries] = write;
  const changed = entries.flatMap(({ payload }) => Object.keys(payload?.changes ?? {}) as (keyof Changes)[]);
  if (changed.includes('title')) await reword(at, item);
  const { count } = await send(at, UPDATE, [...parameters(at, ...write), rulesConcernedBy(changed)]);
  if (count !== 1) throw new Error('an item was changed by two at once: it must be locked first');
}

/** Throws when the head of an item is not where its first entry follows: it must be locked first. */
export async function noteEntries(at: Bound, entries: readonly Entry[]): Promise<void> {
  const ids = [...new Set(entries.map(({ record }) => record))];
  const heads = ids.map((id) => {
    const own = entries.filter(({ record }) => record === id);
    const last = own.at(-1);
    return { id, seq: last?.seq, hash: last?.hash, prev: (own[0]?.seq ?? 0) - 1 };
  });
  const { count } = await send(at, NOTE, [
    JSON.stringify(heads),
    historyJson(entries.map((entry) => fromEntry(at.workspaceId, entry))),
    payloadsJson(payloadRows(at.workspaceId, entries)),
  ]);
  if (count !== ids.length) throw new Error('an item was changed by two at once: it must be locked first');
}

/** Not waited for: it travels with what comes next, the commit at the latest. */
export function addMessages(at: Bound, outgoing: readonly Outgoing[]): void {
  const rows = outboxJson(outgoing.map((message) => fromOutgoing(at.workspaceId, message)));
  send(at, MESSAGES, [rows]).execute();
}

/** `due` is an instant in ISO 8601. Not waited for either. */
export function wantCards(at: Bound, item: string, due: string): void {
  send(at, REFRESH, [due, item]).execute();
}
