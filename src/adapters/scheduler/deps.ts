/** What the loops are given. */
import type { Intent } from '../../commands/intent.ts';
import type { PACING } from '../../coordination/delivery/pacing.ts';
import type { Sha256 } from '../../coordination/history/history.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Platform } from '../../coordination/places.ts';
import type {
  Chat,
  Clock,
  ClockQueue,
  Ids,
  InboxQueue,
  OutboxQueue,
  Store,
} from '../../coordination/ports.ts';

export interface LoopDeps {
  readonly store: Store;
  readonly inbox: InboxQueue;
  readonly outbox: OutboxQueue;
  readonly clocks: ClockQueue;
  readonly chats: ReadonlyMap<Platform, Chat>;
  /**
   * Handles an event in one transaction; what it throws is tried again. True when that transaction noted the event as
   * done as well.
   */
  readonly handle: (workspace: WorkspaceId, intent: Intent) => Promise<unknown>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pacing: typeof PACING;
  readonly sha256: Sha256;
  /** From 0 up to 1: spreads retries. */
  readonly chance: () => number;
  readonly log: { error(details: object, words: string): void; warn(details: object, words: string): void };
  readonly watch: Watch;
  /** Deletes what is past its retention time. */
  readonly retain: () => Promise<void>;
  /** Looks for what is late, counts it and tells who should know. */
  readonly audit: () => Promise<void>;
  /** Called between any two steps; tests end the process here. */
  readonly failpoint: (name: Failpoint) => void | Promise<void>;
}

export type Failpoint =
  | 'inbox:claimed'
  | 'inbox:handled'
  | 'clocks:claimed'
  | 'clocks:ran'
  | 'outbox:claimed'
  | 'outbox:rendered'
  | 'outbox:sent'
  | 'outbox:marked';

/** What is counted. `lateness` in milliseconds. */
export interface Watch {
  delivered(send: {
    readonly platform: string;
    readonly outcome: string;
    /** What is said: a card, nudges, a standup’s digest, words… */
    readonly what: string;
    readonly lateness: number;
  }): void;
}
