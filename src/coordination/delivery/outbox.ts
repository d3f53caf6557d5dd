/**
 * What Baton means to say unprompted, and what became of it. A row is written in the transaction that caused it, under
 * a dedupe key, so that it is said once.
 */
import type { Instant } from '../calendar.ts';
import type { ApprovalId, ItemId, NudgeId, OutboxId, PersonId, RoundId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { ChannelRef, MessageRef } from '../places.ts';

/** Where a message goes: a channel (in a thread, or not), or a person wherever they were last seen. */
export type Destination =
  | { readonly to: 'channel'; readonly channel: ChannelRef; readonly thread?: string | undefined }
  | { readonly to: 'person'; readonly person: PersonId }
  /** Seen by one person only, in a channel where the platform can, else by direct message. */
  | {
      readonly to: 'whisper';
      readonly channel: ChannelRef;
      readonly thread?: string | undefined;
      readonly person: PersonId;
    };

/**
 * What to say. A card is a record shown and kept up to date: one row for life. A notice is rendered when it is sent,
 * from the record as it stands then; words are frozen when written.
 */
export type Body =
  | { readonly body: 'card'; readonly item: ItemId }
  | {
      readonly body: 'notice';
      readonly item: ItemId;
      readonly notice: NoticeKind;
      readonly about: readonly ItemId[];
      readonly by: PersonId | null;
      /** For whom its reader stands in. */
      readonly meant?: PersonId;
    }
  /** A handoff as those who are asked see it, kept up to date like a card. */
  | { readonly body: 'offer'; readonly item: ItemId; readonly number: number }
  /** Nudges of one person, or in one channel; `item` where all are of one. */
  | { readonly body: 'nudges'; readonly nudges: readonly NudgeId[]; readonly item: ItemId | null }
  /** An approval as those who are asked see it, or whoever asked; kept up to date. `number` is its revision. */
  | {
      readonly body: 'approval';
      readonly item: ItemId;
      readonly approval: ApprovalId;
      readonly number: number;
      readonly as: 'request' | 'result';
    }
  /** The digest of a standup's round, kept up to date. */
  | { readonly body: 'standup'; readonly round: RoundId }
  | { readonly body: 'words'; readonly message: Message };

/** What shows a record for as long as it changes: one row for life. */
export const isLive = ({ body }: Body): boolean =>
  body === 'card' || body === 'offer' || body === 'approval' || body === 'standup';

/** Why someone is told of an item: it became theirs, what it waited for is done, it ended, it asks their review… */
export const NOTICES = [
  'assigned',
  'unblocked',
  'finished',
  'cancelled',
  'reopened',
  'review',
  'moved',
  'accepted',
  'declined',
  'returned',
  'asked',
  'answered',
] as const;
export type NoticeKind = (typeof NOTICES)[number];

/** The record that a message shows, whose changes refresh it; null for words alone. */
export function recordOf(body: Body): ItemId | RoundId | null {
  if (body.body === 'words') return null;
  return body.body === 'standup' ? body.round : body.item;
}

/** A message to be written to the outbox. */
export interface Outgoing {
  readonly id: OutboxId;
  /** Unique in the workspace: a second row with the same key is not written. */
  readonly dedupeKey: string;
  readonly destination: Destination;
  readonly body: Body;
  readonly dueAt: Instant;
}

/** A message as the sender finds it, under its lease. */
export interface Claimed extends Outgoing {
  readonly attempts: number;
  /** True when an earlier send may have been accepted: look before sending again. */
  readonly unsure: boolean;
  /** Sends whose answer never came. */
  readonly unanswered: number;
  /** What was sent before, for a card that is to be updated. */
  readonly sent: MessageRef | null;
  readonly wantedVersion: number;
}

/** What a platform made of a send. Only `again` without `after` counts as an attempt. */
export type Outcome =
  | { readonly outcome: 'sent'; readonly ref: MessageRef }
  /** Asked to wait, in milliseconds (a rate limit): no attempt is spent. */
  | { readonly outcome: 'wait'; readonly after: number }
  /** Not accepted, but may be later. */
  | { readonly outcome: 'again'; readonly reason: string }
  /** May have been accepted. */
  | { readonly outcome: 'unknown'; readonly reason: string }
  /** Never will be accepted there; the fallback is tried once. `closed`: nothing else will be either. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly closed: boolean }
  /** The installation itself is gone: nothing more is sent to it. */
  | { readonly outcome: 'uninstalled'; readonly reason: string };
