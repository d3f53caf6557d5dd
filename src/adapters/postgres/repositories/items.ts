import { and, eq, inArray } from 'drizzle-orm';
import type { ItemId } from '../../../coordination/ids.ts';
import type { ItemStore, OutboxStore, Viewer } from '../../../coordination/ports.ts';
import { RELATIONS, type Relation } from '../../../coordination/relations/relation.ts';
import type { Lookups } from '../lookups.ts';
import { oneOf, reader } from '../rows.ts';
import { relations, workItems } from '../schema.ts';
import { visibleTo } from './audience.ts';
import type { Bound } from './bound.ts';
import { readHistory } from './history.ts';
import { digestOf } from './item-digest.ts';
import { itemsStartingWith, listItems } from './item-list.ts';
import { toItem } from './item-rows.ts';
import { itemsWithWords } from './item-words.ts';
import { addMessages, insertItem, noteEntries, updateItem, wantCards } from './item-writes.ts';

const readRow = reader(workItems);
const BY_IDS = 'select * from work_items where id = any($1::uuid[]) order by key';
const RELATIONS_OF = `
  select kind, from_id, to_id from relations where from_id = any($1::uuid[]) or to_id = any($1::uuid[])
  order by kind, from_id, to_id`;

export function itemsStore(at: Bound, lookups: Lookups): ItemStore {
  const read = async (text: string, ids: readonly ItemId[]) =>
    (await at.sql.unsafe(text, [ids as ItemId[]], { prepare: true })).map((raw) => toItem(readRow(raw)));
  const byIds = lookups.of(
    (ids: readonly ItemId[]) => read(BY_IDS, ids),
    (item, ids) => ids.has(item.id),
  );
  const relationsOf = lookups.of(
    async (ids: readonly ItemId[]) =>
      (await at.sql.unsafe(RELATIONS_OF, [ids as ItemId[]], { prepare: true })).map(toRelation),
    ({ from, to }, ids) => ids.has(from) || ids.has(to),
  );
  const visible = async (ids: readonly ItemId[], viewer: Viewer): Promise<ReadonlySet<ItemId>> => {
    if (ids.length === 0) return new Set();
    const seen = visibleTo(viewer, inArray(workItems.id, [...ids]));
    const rows = await at.db.select({ id: workItems.id }).from(workItems).where(seen);
    return new Set(rows.map(({ id }) => id as ItemId));
  };
  return {
    visible,
    async byKey(key, viewer, lock = false) {
      const query = at.db
        .select()
        .from(workItems)
        .where(visibleTo(viewer, eq(workItems.key, key)));
      const [row] = await (lock ? query.for('no key update', { of: workItems }) : query);
      return row ? toItem(row) : null;
    },
    async byIds(ids, lock = false) {
      if (!lock) return [...(await byIds(ids))];
      return ids.length === 0 ? [] : read(`${BY_IDS} for no key update`, ids);
    },
    async bySource({ platform, scope, channel, message }) {
      const [raw] = await at.sql`
        select * from work_items
        where source_platform = ${platform} and source_scope = ${scope}
          and source_message_channel = ${channel} and source_message = ${message}`;
      return raw ? toItem(readRow(raw)) : null;
    },
    async concerning(person) {
      const rows = await at.sql<{ id: ItemId }[]>`
        select id from work_items
        where owner_id = ${person} or requester_id = ${person}
          or ${person} = any(reviewer_ids || watcher_ids || offered_ids)
          or position(${person} in handoff::text) > 0 or position(${person} in snoozes::text) > 0
        order by id`;
      return rows.map(({ id }) => id);
    },
    async any() {
      return (await at.sql`select from work_items limit 1`).length > 0;
    },
    async byShownMessage({ platform, scope, channel, message }) {
      const [raw] = await at.sql`
        select i.*, o.body ->> 'body' as shown, coalesce((o.body ->> 'number')::int, 0) as number,
          o.body ->> 'approval' as approval
        from outbox o join work_items i on i.workspace_id = o.workspace_id and i.id = o.record_id
        where o.sent_platform = ${platform} and o.sent_scope = ${scope}
          and o.sent_channel = ${channel} and o.sent_message = ${message}
        order by o.kind limit 1`;
      if (!raw) return null;
      const shown = oneOf(['card', 'notice', 'offer', 'nudges', 'approval'], raw.shown, 'outbox.body');
      return { item: toItem(readRow(raw)), shown, number: raw.number, approval: raw.approval };
    },
    list: (filter, viewer, page) => listItems(at, filter, viewer, page),
    digest: (query) => digestOf(at, query),
    startingWith: (words, viewer, limit) => itemsStartingWith(at, words, viewer, limit),
    withWords: (words, isMeant, viewer) =>
      itemsWithWords(at, words, isMeant, viewer, (ids) => visible(ids, viewer)),
    insert: (item, entries, outgoing) => insertItem(at, item, entries, outgoing),
    note: (entries) => noteEntries(at, entries),
    update: (item, entries, outgoing) => updateItem(at, item, entries, outgoing),
    history: (item) => readHistory(at, item),
    relations: async (item) => [...(await relationsOf([item]))],
    async relate({ kind, from, to }) {
      await at.db
        .insert(relations)
        .values({ workspaceId: at.workspaceId, kind, fromId: from, toId: to })
        .onConflictDoNothing();
    },
    async unrelate({ kind, from, to }) {
      await at.db
        .delete(relations)
        .where(and(eq(relations.kind, kind), eq(relations.fromId, from), eq(relations.toId, to)));
    },
    async reaches(kind, from, to) {
      // Two who relate items at once could close a loop that neither sees: the second waits for the first to end.
      await at.sql`select pg_advisory_xact_lock(hashtextextended(${`relations ${at.workspaceId}`}, 0))`;
      const found = await at.sql`
        with recursive reached (id) as (
          select ${from}::uuid
          union
          select r.to_id from reached join relations r on r.from_id = reached.id and r.kind = ${kind}
        )
        select from reached where id = ${to}`;
      return found.length > 0;
    },
  };
}

const toRelation = (row: Readonly<Record<string, unknown>>): Relation => ({
  kind: oneOf(RELATIONS, row.kind as string, 'relations.kind'),
  from: row.from_id as ItemId,
  to: row.to_id as ItemId,
});

export const outboxStore = (at: Bound): OutboxStore => ({
  async add(outgoing) {
    if (outgoing.length > 0) addMessages(at, outgoing);
  },
  refreshCards: async (item, now) => wantCards(at, item, new Date(now).toISOString()),
});
