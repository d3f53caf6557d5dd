/** Replicas of the loops over one database, each with connections of its own as a process has, on a clock that a test sets. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { createClient } from '../../src/adapters/postgres/client.ts';
import { createClockQueue } from '../../src/adapters/postgres/clocks.ts';
import { createInboxQueue } from '../../src/adapters/postgres/inbox.ts';
import { createOutboxQueue } from '../../src/adapters/postgres/outbox.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import type { LoopDeps } from '../../src/adapters/scheduler/deps.ts';
import { type Loops, startLoops } from '../../src/adapters/scheduler/loops.ts';
import type { Instant } from '../../src/coordination/calendar.ts';
import type { Chat } from '../../src/coordination/ports.ts';
import { NO_PACING } from './baton.ts';
import type { TestDatabase } from './postgres.ts';
import { salt, sha256 } from './records.ts';

interface Replica {
  readonly loops: Loops;
  end(): Promise<void>;
}

export interface Replicas {
  /** Another one; `values` are what it does otherwise. */
  start(values?: Partial<LoopDeps>): void;
  /** Lets all of them see that it is then, without waiting for what they do. */
  wake(instant: Instant): void;
  /** Runs them until nothing is left that is due: at one instant after the other. */
  at(...instants: readonly Instant[]): Promise<void>;
  stop(): Promise<void>;
  /** Ends them where they stand: what is in their hands stays leased, and they write nothing more. */
  kill(): Promise<void>;
}

export function replicasOf({ url, client: own }: TestDatabase, chat: Chat, now: Instant): Replicas {
  let running: Replica[] = [];
  const wake = (instant: Instant): void => {
    now = instant;
    for (const { loops } of running) loops.wake();
  };
  /** What one replica leaves to be done, another may have in hand. */
  async function left(): Promise<number> {
    const until = new Date(now).toISOString();
    const [row] = await own.sql`
      select (select count(*) from outbox where state in ('pending', 'sending', 'unknown') and due_at <= ${until})::int
        + (select count(*) from clocks where state in ('pending', 'working') and due_at <= ${until})::int as due`;
    return row?.due ?? 0;
  }
  async function end(withinMs: number): Promise<void> {
    const ending = running;
    running = [];
    for (const { loops } of ending) await loops.stop(withinMs);
    for (const one of ending) await one.end();
  }
  return {
    start(values = {}) {
      const client = createClient(url, { max: 8 });
      const loops = startLoops({
        store: createStore(client),
        inbox: createInboxQueue(client),
        outbox: createOutboxQueue(client),
        clocks: createClockQueue(client),
        chats: new Map([['playground', chat]]),
        handle: async () => {},
        clock: { now: () => now },
        ids: { uuid: () => randomUUID(), salt },
        sha256,
        pacing: NO_PACING,
        chance: () => 0,
        log: { error: () => {}, warn: () => {} },
        watch: { delivered: () => {} },
        retain: async () => {},
        audit: async () => {},
        failpoint: () => {},
        ...values,
      });
      running.push({ loops, end: () => client.end() });
    },
    wake,
    async at(...instants) {
      for (const instant of instants) {
        wake(instant);
        await expect.poll(left, { timeout: 20_000 }).toBe(0);
      }
    },
    stop: () => end(5_000),
    kill: () => end(0),
  };
}
