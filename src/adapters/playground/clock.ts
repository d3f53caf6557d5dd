/** Moves the playground's clock forward: it stops at each instant at which something is due, and lets the work drain. */
import { formatInstant } from '../../coordination/calendar.ts';
import type { Clock } from '../../coordination/ports.ts';
import type { Live } from './live.ts';
import type { PlaygroundStore } from './store.ts';

export interface ClockDeps {
  readonly playground: PlaygroundStore;
  readonly clock: Clock;
  readonly live: Live;
  /** Wakes the loops and waits until nothing that is due is left. */
  readonly drain: () => Promise<void>;
  readonly zone: string;
}

/** A year of work, in one press, is a mistake of the hand. */
export const MOST_BY = 92 * 24 * 60 * 60 * 1000;

/** What is due and stays so for as many looks holds the clock up no longer. */
const MOST_STUCK = 20;

/** `by` in milliseconds, above zero. */
export async function moveClock(deps: ClockDeps, by: number): Promise<void> {
  const { playground, clock, live } = deps;
  const from = clock.now() + (await playground.clockOffset());
  const target = from + by;
  const set = async (at: number): Promise<void> => {
    await playground.setClockOffset(at - clock.now());
    const words = formatInstant(at, deps.zone, { timed: true, now: from });
    live.progress({ what: `Moving the clock: ${words}`, done: Math.min(0.99, (at - from) / by) });
    await deps.drain();
  };
  for (let stuck = 0; stuck < MOST_STUCK; ) {
    const next = await playground.nextDue();
    if (next === null || next > target) break;
    const now = clock.now() + (await playground.clockOffset());
    stuck = next > now ? 0 : stuck + 1;
    if (next > now) await set(next);
    else await deps.drain();
  }
  await set(target);
  live.progress({ what: 'The clock is moved', done: 1 });
  live.changed();
}
