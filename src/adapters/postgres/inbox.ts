/** The inbox in PostgreSQL: written by receivers, emptied by the loop that handles. */
import { storable } from '../../commands/storable.ts';
import type { InboxId, WorkspaceId } from '../../coordination/ids.ts';
import type { ClaimedIntent, HandledMark, Inbox, InboxQueue } from '../../coordination/ports.ts';
import { claim, INBOX, LEASE, type Leased, mark, release, renew, stats, sweep } from './claim.ts';
import type { Client } from './client.ts';
import { transactAlone } from './guard.ts';

import { reader } from './rows.ts';
import { inbox } from './schema.ts';

const readRow = reader(inbox);

export const createInbox = (client: Client): Inbox => ({
  async receive(workspaceId, { key, intent, dueAt }) {
    const { count } = await transactAlone(
      client,
      { role: 'baton_app', workspaceId, intake: true },
      (sql) => sql`
        insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
        values (${workspaceId}, gen_random_uuid(), ${key}, ${JSON.stringify(storable(intent))}::jsonb, 'pending',
          ${new Date(dueAt).toISOString()}::timestamptz, now())
        on conflict (workspace_id, key) do nothing`,
    );
    return count === 1 ? 'new' : 'seen';
  },
  async take(workspace, { key, intent, dueAt }) {
    const text = JSON.stringify(storable(intent));
    const values = [workspace, key, text, new Date(dueAt).toISOString()];
    const [row] = await transactAlone(
      client,
      { role: 'baton_app', workspaceId: workspace, intake: true },
      (sql) => sql.unsafe(TAKE, values, { prepare: true }),
    );
    if (!row) return null;
    return { workspace, id: row.id, intent: JSON.parse(text), attempts: 0, dueAt, ahead: row.ahead };
  },
});

const TAKE = `
  insert into inbox (workspace_id, id, key, intent, state, due_at, received_at, lease_until)
  values ($1::uuid, gen_random_uuid(), $2, $3::text::jsonb, 'working', $4::timestamptz, now(), ${LEASE})
  on conflict (workspace_id, key) do nothing
  returning id, (select w.clock_offset from workspaces w where w.id = $1::uuid)::float8 as ahead`;

export const createInboxQueue = (client: Client): InboxQueue => ({
  claim: async (now, limit) =>
    (await claim(client, INBOX, now, limit)).map(toClaimed).toSorted((a, b) => a.dueAt - b.dueAt),
  renew: (rows) => renew(client, INBOX, rows),
  release: (rows) => release(client, INBOX, rows),
  sweep: () => sweep(INBOX, client),
  stats: (now) => stats(client, INBOX, now),
  mark: (marks) => mark(INBOX, client, marks.flatMap(markOf), (own) => ({ marks: own })),
});

/** A mark as `mark_inbox` takes it; none where all is written. */
function markOf({ row: { workspace, id }, next }: HandledMark) {
  if (next.state === 'noted') return [];
  const named = { workspace, id, state: next.state };
  if (next.state === 'done') return [named];
  const due = next.state === 'pending' ? { due_at: new Date(next.dueAt).toISOString() } : {};
  return [{ ...named, ...due, attempts: next.attempts, error: next.error }];
}

function toClaimed({ raw, ahead }: Leased): ClaimedIntent {
  const { workspaceId, id, intent, attempts, dueAt } = readRow(raw);
  return { workspace: workspaceId as WorkspaceId, id: id as InboxId, intent, attempts, dueAt, ahead };
}
