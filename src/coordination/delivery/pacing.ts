/**
 * How fast platforms take messages, and whose turn is when. Two things are paced alike: a destination, and an
 * installation with all its destinations.
 */
import type { Instant } from '../calendar.ts';
import type { Platform } from '../places.ts';

/** Milliseconds between two messages. */
export interface Pacing {
  readonly destination: number;
  readonly installation: number;
}

/** Slack takes one message a second per channel and several hundred a minute in all; Discord five per five seconds, and 50 requests a second. */
export const PACING: Readonly<Record<Platform, Pacing>> = {
  slack: { destination: 1_000, installation: 200 },
  discord: { destination: 1_000, installation: 25 },
  playground: { destination: 0, installation: 0 },
};

/** What is paced, as it stands. */
export interface Paced {
  /** Nothing is sent before. */
  readonly free: Instant;
  readonly pace: number;
}

/** When a message may go that has `before` others of its own ahead of it. */
export const turnOf = ({ free, pace }: Paced, before: number, now: Instant): Instant =>
  Math.max(now, free) + before * pace;

/** What is left after a message went at `at`. */
export const afterTurn = (paced: Paced, at: Instant): Paced => ({
  ...paced,
  free: Math.max(paced.free, at + paced.pace),
});

/** What is left when the platform asked to be left alone until `until`: the message that was not taken goes first then. */
export const held = (paced: Paced, until: Instant): Paced => ({
  ...paced,
  free: Math.max(paced.free, until),
});
