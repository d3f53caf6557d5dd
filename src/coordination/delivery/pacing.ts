/** How fast a platform takes messages, and whose turn it is when. */
import type { Instant } from '../calendar.ts';
import type { Platform } from '../places.ts';

export interface Pacing {
  /** Milliseconds between two messages to one place. */
  readonly perDestinationMs: number;
  /** Messages a second to one installation. */
  readonly perInstallationPerSecond: number;
}

/** Slack takes one message a second per channel and several hundred a minute in all; Discord five per five seconds, and 50 requests a second. */
export const PACING: Readonly<Record<Platform, Pacing>> = {
  slack: { perDestinationMs: 1_000, perInstallationPerSecond: 5 },
  discord: { perDestinationMs: 1_000, perInstallationPerSecond: 40 },
  playground: { perDestinationMs: 0, perInstallationPerSecond: Number.POSITIVE_INFINITY },
};

/** From when on the next message may go; instants in the past mean now. */
export interface Free {
  readonly destination: Instant;
  readonly installation: Instant;
}

/** The next message's turn, and what it leaves free. */
export function nextTurn(
  free: Free,
  pacing: Pacing,
  now: Instant,
): { readonly at: Instant; readonly free: Free } {
  const at = Math.max(now, free.destination, free.installation);
  return {
    at,
    free: {
      destination: at + pacing.perDestinationMs,
      // A message that waits for its own channel takes no turn from others.
      installation: Math.max(now, free.installation) + 1_000 / pacing.perInstallationPerSecond,
    },
  };
}
