/** The check of a workspace's histories, and the digest of all their heads. */

import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Entry, type Flaw, type Sha256, verify } from '../../coordination/history/history.ts';
import { formatApprovalKey, formatItemKey, type WorkspaceId } from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { type Scope, transact } from './guard.ts';
import { toEntry } from './repositories/item-rows.ts';
import { approvals, history, historyPayloads, workItems } from './schema.ts';

export interface FoundFlaw {
  /** `W-12`; the record's id where the record itself is gone. */
  readonly record: string;
  readonly seq: number;
  readonly what: Flaw['what'] | 'record gone';
}

export interface VerifiedPage {
  readonly records: number;
  readonly entries: number;
  /** Entries whose words were erased: they verify without. */
  readonly erased: number;
  readonly flaws: readonly FoundFlaw[];
  /** `workspace record seq hash`, one line for each record, for the digest of all. */
  readonly heads: readonly string[];
}

const PAGE = 200;

/** How many records there are to check. */
export async function countRecords(client: Client, workspaceId: WorkspaceId): Promise<number> {
  return transact(client, { role: 'baton_app', workspaceId }, async ({ db }) => {
    const [items] = await db.select({ records: sql<number>`count(*)::int` }).from(workItems);
    const [asked] = await db.select({ records: sql<number>`count(*)::int` }).from(approvals);
    return (items?.records ?? 0) + (asked?.records ?? 0);
  });
}

/** Checks every record, items first, a page at a time in the order of their ids, and last the entries whose record is gone. */
export async function* verifyWorkspace(
  client: Client,
  workspaceId: WorkspaceId,
  sha256: Sha256,
): AsyncGenerator<VerifiedPage> {
  const options = { role: 'baton_app', workspaceId, isolation: 'repeatable read' } as const;
  for (const table of [workItems, approvals]) {
    let after: string | null = null;
    do {
      const behind: string | null = after;
      const { last, ...page }: VerifiedPage & { last: string | null } = await transact(
        client,
        options,
        (scope) => verifyPage(scope, table, workspaceId, behind, sha256),
      );
      yield page;
      after = last;
    } while (after !== null);
  }
  const flaws = await transact(client, options, orphans);
  yield { records: 0, entries: 0, erased: 0, flaws, heads: [] };
}

async function verifyPage(
  { db }: Scope,
  table: typeof workItems | typeof approvals,
  workspaceId: WorkspaceId,
  after: string | null,
  sha256: Sha256,
) {
  const records = await db
    .select({ id: table.id, key: table.key, seq: table.seq, hash: table.headHash })
    .from(table as PgTable)
    .where(after === null ? undefined : gt(table.id, after))
    .orderBy(asc(table.id))
    .limit(PAGE);
  const ids = records.map(({ id }) => id);
  const rows = await db
    .select()
    .from(history)
    .leftJoin(
      historyPayloads,
      and(eq(historyPayloads.recordId, history.recordId), eq(historyPayloads.seq, history.seq)),
    )
    .where(ids.length === 0 ? sql`false` : inArray(history.recordId, ids))
    .orderBy(asc(history.recordId), asc(history.seq));
  const entries = rows.map((row) => toEntry(row.history, row.history_payloads));
  const ofRecord = new Map<string, Entry[]>(ids.map((id) => [id, []]));
  for (const entry of entries) ofRecord.get(entry.record)?.push(entry);
  return {
    records: records.length,
    entries: entries.length,
    erased: entries.filter(({ payload }) => payload === null).length,
    flaws: records.flatMap(({ id, key, seq, hash }): FoundFlaw[] => {
      const flaw = verify(ofRecord.get(id) ?? [], { seq, hash }, sha256);
      return flaw === null
        ? []
        : [{ record: table === approvals ? formatApprovalKey(key) : formatItemKey(key), ...flaw }];
    }),
    heads: records.map(({ id, seq, hash }) => `${workspaceId} ${id} ${seq} ${hash}`),
    last: records.length === PAGE ? (ids.at(-1) ?? null) : null,
  };
}

/** Nothing deletes a record and leaves its history. */
async function orphans({ db }: Scope): Promise<FoundFlaw[]> {
  const rows = await db
    .selectDistinct({ record: history.recordId })
    .from(history)
    .where(
      sql`not exists (select from ${workItems} i where i.workspace_id = ${history.workspaceId} and i.id = ${history.recordId})
        and not exists (select from ${approvals} a where a.workspace_id = ${history.workspaceId} and a.id = ${history.recordId})`,
    )
    .orderBy(asc(history.recordId))
    .limit(100);
  return rows.map(({ record }) => ({ record, seq: 1, what: 'record gone' }));
}
