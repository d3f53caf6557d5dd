/** What becomes of a message after its platform answered, or did not. */
import type { Instant } from '../calendar.ts';
import type { MessageRef } from '../places.ts';
import { backoff } from './backoff.ts';
import { type Body, type Claimed, type Destination, isLive, type Outcome } from './outbox.ts';

export type Next =
  /** `version` is what it shows, for a card: one that was wanted since is still to be sent. */
  | { readonly state: 'sent'; readonly ref: MessageRef; readonly version: number }
  /** There was nothing left to say: the row goes. */
  | { readonly state: 'dropped' }
  /** To be sent at `dueAt`. */
  | {
      readonly state: 'pending';
      readonly dueAt: Instant;
      readonly attempts: number;
      readonly error: string | null;
    }
  /** May be there: to be looked for at `dueAt`. */
  | {
      readonly state: 'unknown';
      readonly dueAt: Instant;
      readonly attempts: number;
      readonly unanswered: number;
      readonly error: string | null;
    }
  /** Given up. `fallback` is where the same is said instead, once. */
  | { readonly state: 'dead'; readonly error: string; readonly fallback: Destination | null };

/** What the decision asks of a claimed row. */
export type Sending = Pick<
  Claimed,
  'attempts' | 'unanswered' | 'unsure' | 'destination' | 'body' | 'sent' | 'wantedVersion'
>;

export const MOST_ATTEMPTS = 10;
/** A platform that lost its answer may still be at work: this long before it is asked what it has. */
const LOOK_AFTER_MS = 2_000;
/** One repeat of what may be there; promised is no more than that. */
const MOST_UNANSWERED = 2;

/** `chance`, from 0 up to 1, spreads retries. */
export function afterSend(outcome: Outcome, row: Sending, now: Instant, chance: number): Next {
  switch (outcome.outcome) {
    case 'sent':
      return { state: 'sent', ref: outcome.ref, version: row.wantedVersion };
    case 'wait':
      return putBack({ ...row, unsure: false }, now + outcome.after);
    case 'again':
      return retry(outcome.reason, row, now, chance);
    case 'unknown':
      return unanswered(outcome.reason, row, now, chance);
    case 'refused':
      return { state: 'dead', error: outcome.reason, fallback: fallbackOf(row.destination) };
    case 'uninstalled':
      return { state: 'dead', error: outcome.reason, fallback: null };
  }
}

/** Whether a message must be looked for before it is sent. An edit need not: made twice it is made once. */
export const mustLook = (row: Sending): boolean => row.unsure && row.sent === null;

/**
 * After a look at what a platform has: null when the message is to be sent again. A card that is found may show an
 * earlier version than is wanted now.
 */
export function afterLook(found: MessageRef | null, row: Sending): Next | null {
  // What changes may be shown as it was.
  const changes = (body: Body): boolean => isLive(body) || body.body === 'nudges';
  if (found) return { state: 'sent', ref: found, version: changes(row.body) ? 0 : row.wantedVersion };
  if (row.unanswered < MOST_UNANSWERED) return null;
  return dead('sent twice without an answer, and not found');
}

/** After a look that failed: nothing is sent while nobody knows. */
export function afterFailedLook(reason: string, row: Sending, now: Instant, chance: number): Next {
  const next = retry(reason, row, now, chance);
  return next.state === 'pending'
    ? { ...next, state: 'unknown', unanswered: row.unanswered, error: reason }
    : next;
}

/** Waits for its turn in the outbox, at no cost; what was unsure stays so. */
export function putBack({ attempts, unanswered, unsure }: Sending, dueAt: Instant): Next {
  const kept = { dueAt, attempts, error: null };
  return unsure ? { state: 'unknown', unanswered, ...kept } : { state: 'pending', ...kept };
}

/** Null while a row may still be tried: one whose process ended each time it was sent has spent its attempts. */
export const exhausted = (row: Sending): Next | null =>
  row.attempts < MOST_ATTEMPTS ? null : dead('given up after a process ended during each attempt');

/** A message refused where it was meant to be whispered is said to the person directly. */
export const fallbackOf = (destination: Destination): Destination | null =>
  destination.to === 'whisper' ? { to: 'person', person: destination.person } : null;

function retry(
  reason: string,
  row: Sending,
  now: Instant,
  chance: number,
): Next & { state: 'pending' | 'dead' } {
  const attempts = row.attempts + 1;
  if (attempts >= MOST_ATTEMPTS)
    return { state: 'dead', error: reason, fallback: fallbackOf(row.destination) };
  return { state: 'pending', dueAt: now + backoff(attempts, chance), attempts, error: reason };
}

/** A new message is looked for first, an edit only tried again. */
function unanswered(reason: string, row: Sending, now: Instant, chance: number): Next {
  if (row.sent) return retry(reason, row, now, chance);
  return {
    state: 'unknown',
    dueAt: now + LOOK_AFTER_MS,
    attempts: row.attempts,
    unanswered: row.unanswered + 1,
    error: reason,
  };
}

const dead = (error: string): Next => ({ state: 'dead', error, fallback: null });
