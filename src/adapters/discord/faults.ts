/** What Discord's refusals mean for a message: the error policy, as one table. */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Outcome } from '../../coordination/delivery/outbox.ts';
import { Stopped } from './rest.ts';

type Policy =
  /** This destination takes nothing any more. */
  | 'closed'
  /** This message will never be taken. */
  | 'refused'
  /** The message to be edited takes no edit: it is said anew. */
  | 'anew'
  /** Later, at no cost. */
  | 'wait'
  /** Someone else has answered, or it was too late. */
  | 'lost race'
  /** It is not there, and may be taken later. */
  | 'again';

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const POLICIES: Readonly<Record<number, Policy>> = {
  10003: 'closed', // unknown channel
  10004: 'closed', // unknown guild
  10007: 'closed', // unknown member
  10013: 'closed', // unknown user
  50001: 'closed', // missing access
  50007: 'closed', // cannot send messages to this user
  50008: 'closed', // not a text channel
  50013: 'closed', // missing permissions
  50278: 'closed', // no server in common with this user
  20026: 'closed', // the bot was flagged, and opens no more direct messages
  40007: 'closed', // banned from the server

  10008: 'anew', // unknown message
  50005: 'anew', // another's message
  50083: 'anew', // the thread is archived

  30046: 'wait', // too many edits of old messages
  20016: 'wait', // slow mode
  20028: 'wait', // the channel's write limit
  40003: 'wait', // direct messages are opened too fast
  40062: 'wait', // the service is limited

  40060: 'lost race', // already acknowledged
  10062: 'lost race', // unknown interaction
  10015: 'lost race', // unknown webhook: its token is over
  50027: 'lost race', // invalid webhook token

  50006: 'refused', // an empty message
  50035: 'refused', // an invalid form
  50109: 'refused', // invalid JSON
  40005: 'refused', // too large
  240000: 'refused', // blocked by the server's AutoMod
  200000: 'refused',
};

/** Old cards: one edit a minute. */
const OLD_EDIT_MS = 60_000;

/** The code that Discord answered; null for an error that is no answer of it. */
export const codeOf = (error: unknown): number | null =>
  error instanceof DiscordAPIError ? Number(error.code) : null;

export const policyOf = (error: unknown): Policy | null => {
  const code = codeOf(error);
  return code === null ? null : (POLICIES[code] ?? null);
};

export const isLostRace = (error: unknown): boolean => policyOf(error) === 'lost race';
/** What was asked for is not there, or not for Baton to see. */
export const isMissing = (error: unknown): boolean =>
  error instanceof DiscordAPIError && (error.status === 404 || error.status === 403);

/** The message itself is gone, and not only out of sight. */
export const isDeleted = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === UNKNOWN_MESSAGE;

const UNKNOWN_MESSAGE = 10008;

/** What became of a send that threw. */
export function outcomeOf(error: unknown): Exclude<Outcome, { outcome: 'sent' }> {
  if (error instanceof RateLimitError) return { outcome: 'wait', after: Math.max(1, error.retryAfter) };
  if (error instanceof Stopped) return { outcome: 'wait', after: error.after };
  if (error instanceof DiscordAPIError) return answered(error);
  if (error instanceof HTTPError) {
    const reason = `Discord answered with HTTP ${error.status}`;
    return error.status >= 500 ? { outcome: 'unknown', reason } : { outcome: 'again', reason };
  }
  if (neverLeft(error)) return { outcome: 'again', reason: `Discord cannot be reached: ${wordsOf(error)}` };
  return { outcome: 'unknown', reason: wordsOf(error) };
}

function answered(error: DiscordAPIError): Exclude<Outcome, { outcome: 'sent' }> {
  const reason = `${error.code}: ${error.message}`;
  if (error.status >= 500) return { outcome: 'unknown', reason };
  switch (POLICIES[Number(error.code)]) {
    case 'closed':
      return { outcome: 'refused', reason: String(error.code), closed: true };
    case 'refused':
    case 'anew':
      return { outcome: 'refused', reason, closed: false };
    case 'wait':
      return { outcome: 'wait', after: OLD_EDIT_MS };
    default:
      return { outcome: 'again', reason };
  }
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** No connection was made, so nothing was said on it. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function neverLeft(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code && NEVER_LEFT.has(code)) return true;
  }
  return false;
}
