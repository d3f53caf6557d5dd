/** The outbox in PostgreSQL, as the loop that sends sees it. */
import { storable } from '../../commands/storable.ts';
import type { Instant } from '../../coordination/calendar.ts';
import type { Next } from '../../coordination/delivery/after-send.ts';
import type { OutboxId, WorkspaceId } from '../../coordination/ids.ts';
import type { Installation } from '../../coordination/places.ts';
import type { ClaimedMessage, OutboxQueue, SentMark } from '../../coordination/ports.ts';
import { lease, OUTBOX, release, renew, stats, sweep } from './claim.ts';
import type { Client } from './client.ts';
import { hop } from './hop.ts';

import { type OutboxRow, toClaimed } from './repositories/outbox-rows.ts';
import { reader } from './rows.ts';
import { outbox } from './schema.ts';

const readRow = reader(outbox);

export function createOutboxQueue(client: Client): OutboxQueue {
  const mark = (marks: readonly Marked[]) => writeMarks(client, marks);
  return {
    claim: async (now, limit) => {
      const leased = await lease(client, OUTBOX, now, limit);
      const rows = await hop(client, leased, (sql, _, group) => [
        sql.unsafe(READ, [group.map((row) => row.id)], { prepare: true }),
      ]);
      const { claimed, unreadable } = understood(rows);
      await mark(unreadable);
      return claimed;
    },
    renew: (rows) => renew(client, OUTBOX, rows),
    release: (rows) => release(client, OUTBOX, rows),
    sweep: () => sweep(OUTBOX, client),
    stats: (now) => stats(client, OUTBOX, now),
    mark: (marks) => mark(marks.map(markOf)),
  };
}

/** A person is written to where they were last seen. */
const READ = `
  select *, (select clock_offset from workspaces)::float8 as ahead, case when destination->>'to' = 'person' then (
    select json_build_object('platform', a.platform, 'scope', a.scope) from accounts a
    where a.person_id = o.person_id order by a.last_used_at desc nulls last, a.platform, a.scope limit 1
  ) end as installation
  from outbox o where id = any($1::uuid[]) and state = 'sending'`;

/** A row that this version cannot read is given up by itself: its neighbours are sent. */
function understood(rows: readonly Record<string, unknown>[]) {
  const claimed: (ClaimedMessage & { readonly createdAt: Instant })[] = [];
  const unreadable: Marked[] = [];
  for (const raw of rows) {
    const row = readRow(raw);
    const workspace = row.workspaceId as WorkspaceId;
    try {
      claimed.push({ ...claimedOf(row, raw), workspace, createdAt: row.createdAt });
    } catch (error) {
      unreadable.push({ workspace, id: row.id as OutboxId, state: 'dead', error: String(error) });
    }
  }
  claimed.sort((a, b) => a.dueAt - b.dueAt || a.createdAt - b.createdAt);
  return { claimed, unreadable };
}

function claimedOf(row: OutboxRow, raw: Record<string, unknown>) {
  const message = toClaimed(row);
  const { destination } = message;
  const lastSeen = raw.installation as Installation | null;
  const installation = destination.to === 'person' ? lastSeen : destination.channel;
  return { ...message, ahead: raw.ahead as number, installation };
}

/** A mark as its statements take it. */
interface Marked {
  readonly workspace: WorkspaceId;
  readonly id: OutboxId;
  readonly state: Next['state'];
  readonly version?: number;
  readonly due_at?: string;
  readonly attempts?: number;
  readonly unanswered?: number;
  readonly error?: string | null;
  readonly platform?: string;
  readonly scope?: string;
  readonly channel?: string;
  readonly message?: string;
  readonly thread?: string | undefined;
  readonly fallback?: object | null;
}

function markOf({ row: { workspace, id }, next }: SentMark): Marked {
  const named = { workspace, id, state: next.state };
  switch (next.state) {
    case 'sent':
      return { ...named, ...next.ref, version: next.version, attempts: 0, error: null };
    case 'dropped':
      return named;
    case 'pending':
      return { ...named, due_at: iso(next.dueAt), attempts: next.attempts, error: next.error };
    case 'unknown': {
      const { attempts, unanswered, error } = next;
      return { ...named, due_at: iso(next.dueAt), attempts, unanswered, error };
    }
    case 'dead':
      return { ...named, error: next.error, fallback: next.fallback };
  }
}

async function writeMarks(client: Client, marks: readonly Marked[]): Promise<void> {
  await hop(client, marks, (sql, _, group) => {
    const send = (text: string, some: readonly Marked[]) =>
      some.length === 0 ? [] : [sql.unsafe(text, [JSON.stringify(storable(some))], { prepare: true })];
    return [
      ...send(
        FALL_BACK,
        group.filter(({ fallback }) => fallback),
      ),
      ...send(
        DROP,
        group.filter(({ state }) => state === 'dropped'),
      ),
      ...send(
        MARK,
        group.filter(({ state }) => state !== 'dropped'),
      ),
    ];
  });
}

/**
 * A card that changed while it was sent is due again; and so is one that another process had sent by then, for what came
 * late may have overwritten what is newer.
 */
const MARK = `
  update outbox o set
    state = case
      when next.state = 'sent' and (o.wanted_version > next.version or o.state = 'sent') then 'pending'
      else next.state end,
    lease_until = null,
    due_at = coalesce(next.due_at, o.due_at),
    attempts = coalesce(next.attempts, o.attempts),
    unsure = next.state = 'unknown',
    unanswered = coalesce(next.unanswered, o.unanswered),
    error = next.error,
    sent_version = coalesce(next.version, o.sent_version),
    sent_at = case when next.state = 'sent' then now() else o.sent_at end,
    sent_platform = coalesce(next.platform, o.sent_platform),
    sent_scope = coalesce(next.scope, o.sent_scope),
    sent_channel = coalesce(next.channel, o.sent_channel),
    sent_message = coalesce(next.message, o.sent_message),
    sent_thread = coalesce(next.thread, o.sent_thread)
  from json_to_recordset($1::json) as next (
    id uuid, state text, version int, due_at timestamptz, attempts int, unanswered int, error text,
    platform text, scope text, channel text, message text, thread text)
  where o.id = next.id
    and (o.state = 'sending' or (o.state = 'sent' and next.state = 'sent' and o.kind = 'card'))`;

const DROP = `
  delete from outbox o using json_to_recordset($1::json) as next (id uuid)
  where o.id = next.id and o.state = 'sending'`;

/** The same once more, to another place. */
const FALL_BACK = `
  insert into outbox (workspace_id, id, dedupe_key, kind, record_id, person_id, destination, body, state, due_at, created_at)
  select o.workspace_id, gen_random_uuid(), o.dedupe_key || ':fallback', o.kind, o.record_id, o.person_id,
    next.fallback, o.body, 'pending', o.due_at, now()
  from json_to_recordset($1::json) as next (id uuid, fallback jsonb)
    join outbox o on o.id = next.id and o.state = 'sending'
  on conflict (workspace_id, dedupe_key) do nothing`;

const iso = (at: Instant): string => new Date(at).toISOString();
