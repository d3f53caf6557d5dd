/** The one client of Slack's Web API. It holds no token: each call names its own, so that teams cost no memory. */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { sdkLog } from './sdk-log.ts';

/** An answer that takes longer may be on its way: what was sent may be there. */
const ANSWER_WITHIN_MS = 8_000;

export interface WebParts {
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly log: Logger;
}

/** A new object each time, for Slack's packages change what they are given. Retrying is the outbox's business. */
export const webOptions = ({ api, log }: WebParts): WebClientOptions => ({
  ...(api === null ? {} : { slackApiUrl: api }),
  logger: sdkLog(log),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: ANSWER_WITHIN_MS,
  allowAbsoluteUrls: false,
});

export const createWeb = (parts: WebParts): WebClient => new WebClient(undefined, webOptions(parts));
