/** The outbox in PostgreSQL, as the loop that sends sees it. */
import type { Instant } from '../../coordination/calendar.ts';
import type { Next } from '../../coordination/delivery/after-send.ts';
import type { OutboxId, WorkspaceId } from '../../coordination/ids.ts';
import type { Installation } from '../../coordination/places.ts';
import type { ClaimedMessage, OutboxQueue, SentMark } from '../../coordination/ports.ts';
import { claim, type Leased, mark, OUTBOX, release, renew, stats, sweep } from './claim.ts';
import type { Client } from './client.ts';
import { type OutboxRow, toClaimed } from './repositories/outbox-rows.ts';
import { reader } from './rows.ts';
import { outbox } from './schema.ts';

const readRow = reader(outbox);

export const createOutboxQueue = (client: Client): OutboxQueue => ({
  claim: async (now, limit) => {
    const { claimed, unreadable } = understood(await claim(client, OUTBOX, now, limit));
    await mark(OUTBOX, client, unreadable, grouped);
    return claimed;
  },
  renew: (rows) => renew(client, OUTBOX, rows),
  release: (rows) => release(client, OUTBOX, rows),
  sweep: () => sweep(OUTBOX, client),
  stats: (now) => stats(client, OUTBOX, now),
  mark: (marks) => mark(OUTBOX, client, marks.map(markOf), grouped),
});

/** A row that this version cannot read is given up by itself: its neighbours are sent. */
function understood(rows: readonly Leased[]) {
  const claimed: (ClaimedMessage & { readonly createdAt: Instant })[] = [];
  const unreadable: Mark[] = [];
  for (const leased of rows) {
    const row = readRow(leased.raw);
    const workspace = row.workspaceId as WorkspaceId;
    try {
      claimed.push({ ...messageOf(row, leased), workspace, createdAt: row.createdAt });
    } catch (error) {
      unreadable.push({ workspace, id: row.id as OutboxId, state: 'dead', error: String(error) });
    }
  }
  claimed.sort((a, b) => a.dueAt - b.dueAt || a.createdAt - b.createdAt);
  return { claimed, unreadable };
}

function messageOf(row: OutboxRow, { raw, ahead }: Leased) {
  const message = toClaimed(row);
  const { destination } = message;
  const lastSeen = raw.installation as Installation | null;
  return { ...message, ahead, installation: destination.to === 'person' ? lastSeen : destination.channel };
}

/** A mark as `mark_outbox` takes it. */
interface Mark {
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

function markOf({ row: { workspace, id }, next }: SentMark): Mark {
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

/** The marks of one workspace, as `mark_outbox` takes them. */
function grouped(own: readonly Mark[]) {
  const refused = own.filter(({ fallback }) => fallback);
  const dropped = own.filter(({ state }) => state === 'dropped').map(({ id }) => id);
  return {
    marks: own.filter(({ state }) => state !== 'dropped'),
    ...(refused.length > 0 ? { refused } : {}),
    ...(dropped.length > 0 ? { dropped } : {}),
  };
}

const iso = (at: Instant): string => new Date(at).toISOString();
