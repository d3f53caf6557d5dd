/** Messages of the outbox, between their rows and the domain. */
import {
  type Body,
  type Claimed,
  type Destination,
  isLive,
  type Outgoing,
  recordOf,
} from '../../../coordination/delivery/outbox.ts';
import type { OutboxId, WorkspaceId } from '../../../coordination/ids.ts';
import { type MessageRef, PLATFORMS } from '../../../coordination/places.ts';
import { oneOf } from '../rows.ts';
import type { outbox } from '../schema.ts';

export type OutboxRow = typeof outbox.$inferSelect;

/** A message as it is first written; the database fills in when. */
export function fromOutgoing(workspaceId: WorkspaceId, outgoing: Outgoing): Omit<OutboxRow, 'createdAt'> {
  const { id, dedupeKey, destination, body, dueAt } = outgoing;
  return {
    workspaceId,
    id,
    dedupeKey,
    kind: isLive(body) ? 'card' : body.body,
    recordId: recordOf(body),
    personId: destination.to === 'channel' ? null : destination.person,
    destination,
    body,
    state: 'pending',
    dueAt,
    leaseUntil: null,
    attempts: 0,
    unsure: false,
    unanswered: 0,
    wantedVersion: 1,
    sentVersion: 0,
    sentPlatform: null,
    sentScope: null,
    sentChannel: null,
    sentMessage: null,
    sentThread: null,
    error: null,
    sentAt: null,
  };
}

/** Throws on a row of a kind that this version does not know. */
export function toClaimed(row: OutboxRow): Claimed {
  const body = row.body as Body;
  const destination = row.destination as Destination;
  oneOf(['card', 'notice', 'offer', 'nudges', 'approval', 'standup', 'words'], body.body, 'outbox.body');
  oneOf(['channel', 'person', 'whisper'], destination.to, 'outbox.destination');
  return {
    id: row.id as OutboxId,
    dedupeKey: row.dedupeKey,
    destination,
    body,
    dueAt: row.dueAt,
    attempts: row.attempts,
    unsure: row.unsure,
    unanswered: row.unanswered,
    sent: sentRef(row),
    wantedVersion: row.wantedVersion,
  };
}

function sentRef(row: OutboxRow): MessageRef | null {
  const {
    sentPlatform: platform,
    sentScope: scope,
    sentChannel: channel,
    sentMessage: message,
    sentThread,
  } = row;
  if (platform === null || scope === null || channel === null || message === null) return null;
  const thread = sentThread === null ? {} : { thread: sentThread };
  return { platform: oneOf(PLATFORMS, platform, 'outbox.sent_platform'), scope, channel, message, ...thread };
}
