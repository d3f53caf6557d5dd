/** All that a run left behind, read at one moment: the records, the queues, and what the platform accepted. */

import { toEntry, toItem } from '../../src/adapters/postgres/repositories/item-rows.ts';
import { reader } from '../../src/adapters/postgres/rows.ts';
import {
  history,
  historyPayloads,
  inbox,
  outbox,
  playgroundMessages,
  reactions,
  workItems,
} from '../../src/adapters/postgres/schema.ts';
import type { Entry } from '../../src/coordination/history/history.ts';
import type { WorkspaceId } from '../../src/coordination/ids.ts';
import type { WorkItem } from '../../src/coordination/work-items/item.ts';
import type { Sql } from '../rig/database.ts';

export interface Record {
  readonly item: WorkItem;
  /** In order. */
  readonly entries: readonly Entry[];
}

export interface Snapshot {
  readonly workspace: WorkspaceId;
  readonly records: readonly Record[];
  readonly inbox: readonly (typeof inbox.$inferSelect)[];
  readonly outbox: readonly (typeof outbox.$inferSelect)[];
  /** What the platform accepted. */
  readonly ledger: readonly (typeof playgroundMessages.$inferSelect)[];
  /** Who reacts to what, as far as Baton knows. */
  readonly reactions: readonly (typeof reactions.$inferSelect)[];
  /** Handles by person. */
  readonly people: ReadonlyMap<string, string>;
  /** The clock of the playground's workspace. */
  readonly now: number;
}

const read = {
  items: reader(workItems),
  history: reader(history),
  payloads: reader(historyPayloads),
  inbox: reader(inbox),
  outbox: reader(outbox),
  messages: reader(playgroundMessages),
  reactions: reader(reactions),
};

/** Of the one workspace that a platform leads to; of playgrounds, of the one that everybody starts with. */
export async function takeSnapshot(
  sql: Sql,
  platform: 'playground' | 'slack' | 'discord' = 'playground',
): Promise<Snapshot> {
  return await sql.begin('isolation level repeatable read', async (tx) => {
    const [workspace] = await tx`
      select w.id, w.clock_offset::float8 as ahead from workspaces w join routes r on r.workspace_id = w.id
      where r.platform = ${platform} and r.external_id = '' and (r.scope = 'local' or ${platform} <> 'playground')`;
    if (!workspace) throw new Error(`the ${platform} was never set up`);
    const all = async (table: string): Promise<readonly unknown[]> =>
      tx.unsafe(`select * from ${table} where workspace_id = $1`, [workspace.id]);
    const payloads = new Map(
      (await all('history_payloads')).map(read.payloads).map((p) => [`${p.recordId} ${p.seq}`, p]),
    );
    const entries = (await all('history'))
      .map(read.history)
      .map((row) => toEntry(row, payloads.get(`${row.recordId} ${row.seq}`) ?? null))
      .sort((a, b) => a.seq - b.seq);
    const items = (await all('work_items')).map(read.items).map(toItem);
    return {
      workspace: workspace.id,
      records: items.map((item) => ({ item, entries: entries.filter((e) => e.record === item.id) })),
      inbox: (await all('inbox')).map(read.inbox),
      outbox: (await all('outbox')).map(read.outbox),
      ledger: (await all('playground_messages')).map(read.messages),
      reactions: (await all('reactions')).map(read.reactions),
      people: new Map((await all('people')).map((row) => Object.values(named(row)) as [string, string])),
      now: Date.now() + workspace.ahead,
    };
  });
}

const named = (row: unknown): { id: string; handle: string } => {
  const { id, handle } = row as { id: string; handle: string };
  return { id, handle };
};
