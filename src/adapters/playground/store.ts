/** What the playground keeps, as Slack keeps its messages at Slack: asked of the database through this port alone. */
import type { Instant } from '../../coordination/calendar.ts';
import type { Message } from '../../coordination/message.ts';

export interface StoredMessage {
  readonly channel: string;
  /** Sorts by time of posting. */
  readonly id: string;
  readonly thread: string | null;
  /** An account; null: Baton. */
  readonly author: string | null;
  /** The one account that may see it; null: all of the channel. */
  readonly onlyFor: string | null;
  readonly text: string | null;
  readonly message: Message | null;
  readonly postedAt: Instant;
  readonly editedAt: Instant | null;
}

export interface StoredReaction {
  readonly channel: string;
  readonly message: string;
  readonly account: string;
  readonly emoji: string;
}

export interface PlaygroundStore {
  /** Writes a message. One with an `outboxId` that is there already is not written again: its id is returned. */
  post(message: StoredMessage, outboxId: string | null): Promise<{ readonly id: string }>;
  /** False when there is no such message. */
  edit(
    channel: string,
    id: string,
    change: { readonly text?: string; readonly message?: Message; readonly at: Instant },
  ): Promise<boolean>;
  remove(channel: string, id: string): Promise<boolean>;
  get(channel: string, id: string): Promise<StoredMessage | null>;
  byOutboxId(outboxId: string): Promise<StoredMessage | null>;
  /** The newest of each channel, oldest first, with their reactions. */
  recent(
    perChannel: number,
  ): Promise<{ readonly messages: readonly StoredMessage[]; readonly reactions: readonly StoredReaction[] }>;
  reactionsTo(channel: string, message: string): Promise<readonly StoredReaction[]>;
  setReaction(reaction: StoredReaction, present: boolean): Promise<void>;
  clockOffset(): Promise<number>;
  setClockOffset(ms: number): Promise<void>;
  /** The earliest instant at which something of this workspace is due; null when nothing waits. */
  nextDue(): Promise<Instant | null>;
  /** False when the playground was never set up, or not to the end. */
  exists(): Promise<boolean>;
  /** Deletes the workspace with all that is in it, if it is there, and makes it anew, empty. */
  recreate(): Promise<void>;
  /** It is set up: from now on it exists. */
  open(): Promise<void>;
}
