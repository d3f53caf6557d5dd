/**
 * What runs beside the commands: the inbox and the outbox worked off, clocks run, leases renewed and swept, old rows deleted. The
 * process that commits wakes the loop it commits for; a tick each second finds what a dead one left, or what has come due.
 */
import cron, { type ScheduledTask } from 'node-cron';
import type { ClaimedIntent } from '../../coordination/ports.ts';
import type { LoopDeps } from './deps.ts';
import { handling } from './handling.ts';
import { nudging } from './nudging.ts';
import { type Loop, QueueLoop } from './queue-loop.ts';
import { sending } from './sending.ts';

export interface Loops {
  /** Looks for due work at once: everywhere, or in the one queue that something was committed for. */
  wake(queue?: 'inbox' | 'outbox'): void;
  /**
   * Room for an event that is yet to be written down, to be told what became of that: it is handled at once. Null while
   * it would go ahead of others.
   */
  hold(): ((row: ClaimedIntent | null) => void) | null;
  /** Resolves when nothing that is due is left to do. */
  drained(): Promise<void>;
  /** Claims nothing more, and gives back at once what was not begun. */
  close(): void;
  /** Does so, and finishes what was begun; false when that took longer than `withinMs`. */
  stop(withinMs: number): Promise<boolean>;
}

const EVERY_SECOND = '* * * * * *';
/** Leases last 20 s. */
const EVERY_FIVE_SECONDS = '*/5 * * * * *';
const FIVE_SECONDS_MS = 5_000;
/** To make a schedule takes longer than many a start; until then the first tick is enough. */
const SCHEDULE_AFTER_MS = 250;
const EVERY_MINUTE = '23 * * * * *';
const EVERY_HOUR = '0 17 * * * *';

export function startLoops(deps: LoopDeps): Loops {
  const failed = complaints(deps);
  const host = { now: () => deps.clock.now(), failed };
  const outbox = new QueueLoop(sending(deps.outbox, deps), host);
  // What is handled, and what is nudged, writes messages: they go at once. There may be more clocks than were in hand.
  const clocks: Loop = new QueueLoop(
    nudging(deps.clocks, deps, () => {
      clocks.wake();
      outbox.wake();
    }),
    host,
  );
  const inbox = new QueueLoop(
    handling(deps.inbox, deps, () => outbox.wake()),
    host,
  );
  const loops: readonly Loop[] = [inbox, clocks, outbox];
  const wake = (): void => {
    for (const loop of loops) loop.wake();
  };
  const idle = async (): Promise<void> => {
    for (const loop of loops) await loop.idle();
  };
  const renew = async (): Promise<void> => {
    for (const loop of loops) await loop.renew();
  };
  const tick = async (): Promise<void> => {
    wake();
    const swept = await Promise.all([deps.inbox.sweep(), deps.clocks.sweep(), deps.outbox.sweep()]);
    if (swept.some((rows) => rows > 0)) wake();
  };
  const close = (): void => {
    for (const loop of loops) loop.close();
  };
  const tasks: ScheduledTask[] = [];
  const schedule = setTimeout(() => {
    tasks.push(
      task(EVERY_SECOND, () => tick().catch(failed)),
      task(EVERY_FIVE_SECONDS, renew),
      task(EVERY_MINUTE, () => deps.audit().catch(failed)),
      task(EVERY_HOUR, () => deps.retain().catch(failed)),
    );
  }, SCHEDULE_AFTER_MS);
  void tick().catch(failed);
  return {
    wake: (queue) => (queue ? { inbox, outbox }[queue].wake() : wake()),
    hold: () => inbox.hold(),
    async drained() {
      // What is in hand may come due again when it is marked: a card that changed while it was sent.
      await idle();
      const taken = (): number => loops.reduce((sum, loop) => sum + loop.taken, 0);
      for (let before = -1; before !== taken(); ) {
        before = taken();
        wake();
        await idle();
      }
    },
    close,
    async stop(withinMs) {
      close();
      clearTimeout(schedule);
      for (const one of tasks.splice(0)) await one.destroy();
      const renewing = setInterval(renew, FIVE_SECONDS_MS);
      const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), withinMs).unref());
      const inTime = await Promise.race([idle().then(() => true), late]);
      clearInterval(renewing);
      return inTime;
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
