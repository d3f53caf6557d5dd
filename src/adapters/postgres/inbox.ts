/** The inbox in PostgreSQL: written by receivers, emptied by the loop that handles. */
import { storable } from '../../commands/storable.ts';
import type { Instant } from '../../coordination/calendar.ts';
import type { InboxId, WorkspaceId } from '../../coordination/ids.ts';
import type { ClaimedIntent, HandledMark, Inbox, InboxQueue } from '../../coordination/ports.ts';
import { INBOX, lease, release, renew, stats, sweep } from './claim.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import { hop } from './hop.ts';

import { reader } from './rows.ts';
import { inbox } from './schema.ts';

const readRow = reader(inbox);

export const createInbox = (client: Client): Inbox => ({
  receive: (workspaceId, { key, intent, dueAt }) =>
    transact(client, { role: 'baton_app', workspaceId }, async ({ sql }) => {
      const rows = await sql`
        insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
        values (${workspaceId}, gen_random_uuid(), ${key}, ${JSON.stringify(storable(intent))}::jsonb, 'pending',
          ${new Date(dueAt).toISOString()}::timestamptz, now())
        on conflict (workspace_id, key) do nothing`;
      return rows.count === 1 ? 'new' : 'seen';
    }),
});

export const createInboxQueue = (client: Client): InboxQueue => ({
  claim: async (now, limit) => {
    const leased = await lease(client, INBOX, now, limit);
    const rows = await hop(client, leased, (sql, _, group) => [
      sql`
        select *, (select clock_offset from workspaces)::float8 as ahead from inbox
        where id = any(${group.map((row) => row.id)}::uuid[]) and state = 'working'`,
    ]);
    return rows.map(toClaimed).toSorted((a, b) => a.dueAt - b.dueAt);
  },
  renew: (rows) => renew(client, INBOX, rows),
  release: (rows) => release(client, INBOX, rows),
  sweep: () => sweep(INBOX, client),
  stats: (now) => stats(client, INBOX, now),
  mark: async (marks) => {
    const rows = marks.map(({ row, next }) => ({ workspace: row.workspace, ...markOf(row, next) }));
    await hop(client, rows, (sql, _, group) => [
      sql.unsafe(MARK, [JSON.stringify(storable(group))], { prepare: true }),
    ]);
  },
});

/** What was handled keeps its key and none of its words. */
const MARK = `
  update inbox i set
    state = next.state, lease_until = null, error = next.error,
    attempts = coalesce(next.attempts, i.attempts), due_at = coalesce(next.due_at, i.due_at),
    intent = case when next.state = 'done' then null else i.intent end
  from json_to_recordset($1::json) as next (id uuid, state text, due_at timestamptz, attempts int, error text)
  where i.id = next.id and i.state = 'working'`;

function markOf({ id }: ClaimedIntent, next: HandledMark['next']) {
  if (next.state === 'done') return { id, state: next.state };
  const due = next.state === 'pending' ? { due_at: iso(next.dueAt) } : {};
  return { id, state: next.state, attempts: next.attempts, error: next.error, ...due };
}

function toClaimed(raw: Record<string, unknown>): ClaimedIntent {
  const { workspaceId, id, intent, attempts, dueAt } = readRow(raw);
  return {
    workspace: workspaceId as WorkspaceId,
    id: id as InboxId,
    intent,
    attempts,
    dueAt,
    ahead: raw.ahead as number,
  };
}

const iso = (at: Instant): string => new Date(at).toISOString();
