/** What is kept no longer than product.md says: handled events, sent messages, and workspaces that removed Baton. */
import type { Instant } from '../../coordination/calendar.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days kept. A card's row stays as long as its record. */
const KEPT = { handled: 7, sent: 30, removed: 90 } as const;
/** Rows deleted in one transaction: no one waits long for its locks. */
const BATCH = 5_000;

/** Deletes what is past its time, a batch at a time. Runs as the connecting user: it is nobody's request. */
export async function retain(client: Client, now: Instant): Promise<void> {
  const before = (days: number): string => new Date(now - days * DAY_MS).toISOString();
  await inBatches(client, HANDLED, before(KEPT.handled));
  await inBatches(client, SENT, before(KEPT.sent));
  await inBatches(client, NUDGED, before(KEPT.sent));
  await inBatches(client, EXPIRED, before(0));
  await inBatches(client, REMOVED, before(KEPT.removed));
}

const HANDLED = `
  delete from inbox where (workspace_id, id) in (
    select workspace_id, id from inbox where received_at < $1::timestamptz and state in ('done', 'dead') limit $2)`;
const SENT = `
  delete from outbox where (workspace_id, id) in (
    select workspace_id, id from outbox
    where state = 'sent' and sent_at < $1::timestamptz and kind <> 'card' limit $2)`;
const NUDGED = `
  delete from nudges where (workspace_id, id) in (
    select workspace_id, id from nudges where state <> 'waiting' and decided_at < $1::timestamptz limit $2)`;
const EXPIRED = `
  delete from asides where (workspace_id, id) in (
    select workspace_id, id from asides where expires_at < $1::timestamptz limit $2)`;
/** One at a time: each takes all its rows along. */
const REMOVED = `
  delete from workspaces where id in (
    select id from workspaces where removed_at < $1::timestamptz and $2 > 0 limit 1)`;

async function inBatches(client: Client, text: string, before: string): Promise<void> {
  for (;;) {
    const { count } = await transact(client, { role: 'owner' }, ({ sql }) =>
      sql.unsafe(text, [before, BATCH], { prepare: true }),
    );
    if (count === 0) return;
  }
}
