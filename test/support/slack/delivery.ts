/** How payloads reach the app: over Socket Mode or to a request URL, again until they are acknowledged. */
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { randomFrom } from './faults.ts';

export interface Outgoing {
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Again {
  /** 1 for the first repetition. */
  readonly num: number;
  readonly reason: Unacknowledged;
}

export type Unacknowledged = 'timeout' | 'connection_failed' | 'http_error' | 'no_retry';

/** What came back within the time that Slack allows; `body` is what the app answered with, if anything. */
export type Outcome =
  | { readonly acked: true; readonly body: unknown }
  | { readonly acked: false; readonly reason: Unacknowledged };

export interface Transport {
  /** Delivers once. An event waits for a connection, if there is none; whatever a person waits for does not. */
  attempt(outgoing: Outgoing, again: Again | null): Promise<Outcome>;
}

export interface Delivery {
  /** An event; resolves when it is acknowledged or given up. */
  event(payload: Outgoing['payload']): Promise<void>;
  /** Something that a person did and waits for: delivered once. */
  interaction(type: 'slash_commands' | 'interactive', payload: Outgoing['payload']): Promise<Outcome>;
  /** Keeps events back until `release`. */
  hold(): void;
  /** Sends what was kept, each `copies` times, shuffled if asked. */
  release(order?: { readonly copies?: number; readonly shuffled?: boolean; readonly seed?: number }): void;
  /** Payloads that are not yet acknowledged, and not kept back. */
  readonly pending: number;
  /** Payloads that were begun, ever. */
  readonly begun: number;
  /** Events that were given up, for want of an acknowledgement. */
  readonly givenUp: readonly Outgoing['payload'][];
  idle(): Promise<void>;
  close(): void;
}

export interface DeliveryOptions {
  /** Milliseconds before each repetition of an unacknowledged event: Slack takes about 0, 1 minute and 5 minutes. */
  readonly retryAfterMs: readonly number[];
}

export function createDelivery(transport: () => Transport, { retryAfterMs }: DeliveryOptions): Delivery {
  const closing = new AbortController();
  // Every event that is tried again waits by it.
  setMaxListeners(0, closing.signal);
  const givenUp: Outgoing['payload'][] = [];
  let kept: Outgoing['payload'][] | null = null;
  let pending = 0;
  let begun = 0;
  let wakers: (() => void)[] = [];

  const counted = async <T>(work: Promise<T>): Promise<T> => {
    pending++;
    begun++;
    try {
      return await work;
    } finally {
      if (--pending === 0) {
        for (const wake of wakers) wake();
        wakers = [];
      }
    }
  };
  const deliver = async (payload: Outgoing['payload']): Promise<void> => {
    let again: Again | null = null;
    for (let num = 1; !closing.signal.aborted; num++) {
      const outcome = await transport().attempt({ type: 'events_api', payload }, again);
      if (outcome.acked || outcome.reason === 'no_retry') return;
      const pause = retryAfterMs[num - 1];
      if (pause === undefined) return void givenUp.push(payload);
      again = { num, reason: outcome.reason };
      await wait(pause, null, { signal: closing.signal }).catch(() => {});
    }
  };
  const event = (payload: Outgoing['payload']): Promise<void> => {
    if (!kept) return counted(deliver(payload));
    kept.push(payload);
    return Promise.resolve();
  };
  return {
    event,
    interaction: (type, payload) => counted(transport().attempt({ type, payload }, null)),
    hold() {
      kept ??= [];
    },
    release({ copies = 1, shuffled = false, seed = 1 } = {}) {
      const all = (kept ?? []).flatMap((payload) => Array.from({ length: copies }, () => payload));
      kept = null;
      for (const payload of shuffled ? shuffle(all, randomFrom(seed)) : all) void event(payload);
    },
    get pending() {
      return pending;
    },
    get begun() {
      return begun;
    },
    givenUp,
    idle: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => wakers.push(resolve))),
    close: () => closing.abort(),
  };
}

function shuffle<T>(all: readonly T[], chance: () => number): T[] {
  const out = [...all];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}
