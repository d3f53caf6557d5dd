/** What Slack's refusals mean for a message: the error policy, as one table. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Outcome } from '../../coordination/delivery/outbox.ts';
import { NotNow } from '../../coordination/ports.ts';

/** What is to be done about a code that Slack answers. */
type Policy =
  /** This destination takes nothing any more. */
  | 'closed'
  /** This message will never be taken. */
  | 'refused'
  /** The installation is over: its token is worth nothing. */
  | 'uninstalled'
  /** It may be there. */
  | 'unknown'
  /** It is not there, and may be taken later. */
  | 'again';

/** Codes of https://docs.slack.dev/reference/methods/chat.postMessage and its siblings. */
const POLICIES: Readonly<Record<string, Policy>> = {
  channel_not_found: 'closed',
  not_in_channel: 'closed',
  is_archived: 'closed',
  messages_tab_disabled: 'closed',
  user_not_found: 'closed',
  users_not_found: 'closed',
  user_disabled: 'closed',
  cannot_dm_bot: 'closed',
  user_not_in_channel: 'closed',
  user_not_visible: 'closed',
  method_not_supported_for_channel_type: 'closed',
  restricted_action: 'closed',
  restricted_action_read_only_channel: 'closed',
  restricted_action_thread_only_channel: 'closed',
  restricted_action_non_threadable_channel: 'closed',
  access_denied: 'closed',

  token_revoked: 'uninstalled',
  token_expired: 'uninstalled',
  account_inactive: 'uninstalled',
  invalid_auth: 'uninstalled',
  not_authed: 'uninstalled',
  org_login_required: 'uninstalled',
  team_access_not_granted: 'uninstalled',
  ekm_access_denied: 'uninstalled',

  invalid_blocks: 'refused',
  invalid_blocks_format: 'refused',
  invalid_arguments: 'refused',
  invalid_metadata_format: 'refused',
  msg_too_long: 'refused',
  msg_blocks_too_long: 'refused',
  no_text: 'refused',
  missing_scope: 'refused',
  cannot_reply_to_message: 'refused',

  internal_error: 'unknown',
  fatal_error: 'unknown',
  request_timeout: 'unknown',
  service_unavailable: 'unknown',

  ratelimited: 'again',
  rate_limited: 'again',
  message_limit_exceeded: 'again',
};

/** How long a rate limit lasts that does not say so, in milliseconds. */
const NO_RETRY_AFTER_MS = 1_000;
/** Slack that is away is tried again after so long. */
const AWAY_MS = 15_000;

/** The code that Slack answered; null for an error that is no answer of it. */
export const codeOf = (error: unknown): string | null =>
  error instanceof WebAPIPlatformError ? error.data.error : null;

export const isOver = (error: unknown): boolean => POLICIES[codeOf(error) ?? ''] === 'uninstalled';

/** What became of a send that threw. */
export function outcomeOf(error: unknown): Exclude<Outcome, { outcome: 'sent' }> {
  if (error instanceof WebAPIRateLimitedError) return { outcome: 'wait', after: waitOf(error) };
  if (error instanceof WebAPIPlatformError) return answered(error.data.error);
  if (error instanceof WebAPIHTTPError) {
    const reason = `Slack answered with HTTP ${error.statusCode}`;
    return error.statusCode >= 500 ? { outcome: 'unknown', reason } : { outcome: 'again', reason };
  }
  // Not this message's fault: it spends no attempt, however long Slack is away.
  if (error instanceof WebAPIRequestError && neverLeft(error.original))
    return { outcome: 'wait', after: AWAY_MS };
  return { outcome: 'unknown', reason: error instanceof Error ? error.message : String(error) };
}

/** For a question, which does no harm when it is asked twice: an error that says nothing of it is NotNow. */
export function notNow(error: unknown): unknown {
  if (error instanceof WebAPIRateLimitedError) return new NotNow(error.message, waitOf(error));
  const policy = POLICIES[codeOf(error) ?? ''];
  const away =
    error instanceof WebAPIRequestError ||
    (error instanceof WebAPIHTTPError && error.statusCode >= 500) ||
    policy === 'unknown' ||
    policy === 'again';
  return away ? new NotNow((error as Error).message, AWAY_MS) : error;
}

const waitOf = ({ retryAfter }: WebAPIRateLimitedError): number =>
  retryAfter > 0 ? retryAfter * 1_000 : NO_RETRY_AFTER_MS;

function answered(code: string): Exclude<Outcome, { outcome: 'sent' }> {
  const policy = POLICIES[code] ?? 'again';
  switch (policy) {
    case 'closed':
    case 'refused':
      return { outcome: 'refused', reason: code, closed: policy === 'closed' };
    case 'unknown':
    case 'again':
    case 'uninstalled':
      return { outcome: policy, reason: code };
  }
}

/** No connection was made, so nothing was said on it. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function neverLeft(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code && NEVER_LEFT.has(code)) return true;
  }
  return false;
}
