/**
 * What runs beside the commands: the inbox and the outbox worked off, leases renewed and swept, old rows deleted. The
 * process that commits wakes its own loops; a tick each second finds what a dead one left, or what has come due.
 */
import cron, { type ScheduledTask } from 'node-cron';
import type { Platform } from '../../coordination/places.ts';
import type { Chat, Clock, InboxQueue, OutboxQueue, Store } from '../../coordination/ports.ts';
import { type Handle, handling } from './handling.ts';
import { type Loop, QueueLoop } from './queue-loop.ts';
import { sending } from './sending.ts';

export interface LoopDeps {
  readonly store: Store;
  readonly inbox: InboxQueue;
  readonly outbox: OutboxQueue;
  readonly chats: ReadonlyMap<Platform, Chat>;
  readonly handle: Handle;
  readonly clock: Clock;
  /** From 0 up to 1: spreads retries. */
  readonly chance: () => number;
  readonly log: { error(details: object, words: string): void; warn(details: object, words: string): void };
  readonly watch: Watch;
  /** Deletes what is past its retention time. */
  readonly retain: () => Promise<void>;
  /** Called between any two steps; tests end the process here. */
  readonly failpoint: (name: Failpoint) => void | Promise<void>;
}

export type Failpoint =
  | 'inbox:claimed'
  | 'inbox:handled'
  | 'outbox:claimed'
  | 'outbox:rendered'
  | 'outbox:sent'
  | 'outbox:marked';

/** What is counted. `lateness` in milliseconds. */
export interface Watch {
  delivered(send: { readonly platform: string; readonly outcome: string; readonly lateness: number }): void;
}

export interface Loops {
  /** Looks for due work at once. */
  wake(): void;
  /** Resolves when nothing that is due is left to do. */
  drained(): Promise<void>;
  /** Claims nothing more and finishes what was begun; false when that took longer than `withinMs`. */
  stop(withinMs: number): Promise<boolean>;
}

const EVERY_SECOND = '* * * * * *';
/** Leases last 20 s. */
const EVERY_FIVE_SECONDS = '*/5 * * * * *';
const EVERY_HOUR = '0 17 * * * *';

export function startLoops(deps: LoopDeps): Loops {
  const failed = complaints(deps);
  const host = { now: () => deps.clock.now(), failed };
  const outbox = new QueueLoop(sending(deps.outbox, deps), host);
  // Handling an event writes messages: they go at once.
  const inbox = new QueueLoop(
    handling(deps.inbox, deps, () => outbox.wake()),
    host,
  );
  const loops: readonly Loop[] = [inbox, outbox];
  const wake = (): void => {
    for (const loop of loops) loop.wake();
  };
  const idle = async (): Promise<void> => {
    for (const loop of loops) await loop.idle();
  };
  const sweep = async (): Promise<void> => {
    await Promise.all([...loops.map((loop) => loop.renew()), deps.inbox.sweep(), deps.outbox.sweep()]);
  };
  const tasks = [
    task(EVERY_SECOND, wake),
    task(EVERY_FIVE_SECONDS, () => sweep().catch(failed)),
    task(EVERY_HOUR, () => deps.retain().catch(failed)),
  ];
  wake();
  return {
    wake,
    async drained() {
      // What is in hand may come due again when it is marked: a card that changed while it was sent.
      await idle();
      for (let before = -1; before !== inbox.taken + outbox.taken; ) {
        before = inbox.taken + outbox.taken;
        wake();
        await idle();
      }
    },
    async stop(withinMs) {
      for (const one of tasks) await one.destroy();
      const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), withinMs).unref());
      return Promise.race([Promise.all(loops.map((loop) => loop.stop())).then(() => true), late]);
    },
  };
}

const nothing = (): void => {};
/** What it would write to the console says nothing that these loops do not say in the log. */
const QUIET = { info: nothing, warn: nothing, error: nothing, debug: nothing };

const task = (when: string, run: () => void | Promise<void>): ScheduledTask =>
  cron.schedule(when, run, { noOverlap: true, timezone: 'UTC', suppressMissedWarning: true, logger: QUIET });

const COMPLAIN_EVERY_MS = 30_000;

/** While the database is away every tick fails: one line says so now and then. */
function complaints({ log, clock }: LoopDeps): (error: unknown) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (clock.now() - last < COMPLAIN_EVERY_MS) return;
    last = clock.now();
    log.warn({ err: error }, 'a queue could not be reached; it is tried again each second');
  };
}
