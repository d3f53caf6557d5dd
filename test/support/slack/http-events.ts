/** Signed requests to the app's request URL, as https://docs.slack.dev/authentication/verifying-requests-from-slack says. */
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { stringify } from 'node:querystring';
import type { Again, Outcome, Outgoing, Transport } from './delivery.ts';

export interface HttpEvents extends Transport {
  /** Slack's question to a new request URL: whether the challenge came back. */
  verifyUrl(): Promise<boolean>;
  /** A request of the test's own making, signed as Slack signs unless it says otherwise. */
  send(raw: RawRequest): Promise<RawResponse>;
  close(): void;
}

export interface RawRequest {
  readonly body: string;
  readonly contentType?: string;
  /** Seconds since 1970, in place of now. */
  readonly timestamp?: number;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface HttpEventsOptions {
  readonly url: () => string;
  readonly signingSecret: string;
  readonly verificationToken: string;
  readonly ackWithinMs: number;
}

const FORM = 'application/x-www-form-urlencoded';

/** https://docs.slack.dev/apis/events-api: `x-slack-retry-reason`. */
const REASON = {
  timeout: 'http_timeout',
  connection_failed: 'connection_failed',
  http_error: 'http_error',
} as const;

export function createHttpEvents(options: HttpEventsOptions): HttpEvents {
  // Given up while idle before the other end gives it up: a request on a socket that just ended would be lost.
  const agent = new Agent({ keepAlive: true, timeout: 2000 });
  const send = (raw: RawRequest): Promise<RawResponse> =>
    new Promise((resolve, reject) => {
      const { body, contentType = 'application/json', secret = options.signingSecret } = raw;
      const timestamp = raw.timestamp ?? Math.floor(Date.now() / 1000);
      const headers = {
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signatureOf(secret, timestamp, body),
        ...raw.headers,
      };
      const sent = request(options.url(), { method: 'POST', agent, headers, timeout: options.ackWithinMs });
      sent.on('timeout', () => sent.destroy(new Error('timeout')));
      sent.on('error', reject);
      sent.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
        response.on('error', reject);
      });
      sent.end(body);
    });
  return {
    send,
    async attempt(outgoing, again) {
      try {
        return outcomeOf(await send({ ...bodyOf(outgoing), headers: retryHeaders(again) }));
      } catch (error) {
        const slow = error instanceof Error && error.message === 'timeout';
        return { acked: false, reason: slow ? 'timeout' : 'connection_failed' };
      }
    },
    async verifyUrl() {
      const challenge = 'is it you';
      const { verificationToken: token } = options;
      const { status, body } = await send({
        body: JSON.stringify({ token, challenge, type: 'url_verification' }),
      });
      return status === 200 && body.includes(challenge);
    },
    close: () => agent.destroy(),
  };
}

/** The signature's version 0, of a body at a time in seconds. */
export function signatureOf(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Events travel as JSON, commands as a form, all other things as a form with one JSON field. */
export function bodyOf({ type, payload }: Outgoing): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  if (type === 'interactive')
    return { body: stringify({ payload: JSON.stringify(payload) }), contentType: FORM };
  return { body: stringify(payload as Record<string, string>), contentType: FORM };
}

const retryHeaders = (again: Again | null): Record<string, string> =>
  again && again.reason !== 'no_retry'
    ? { 'x-slack-retry-num': String(again.num), 'x-slack-retry-reason': REASON[again.reason] }
    : {};

function outcomeOf({ status, headers, body }: RawResponse): Outcome {
  if (status < 200 || status > 299)
    return { acked: false, reason: headers['x-slack-no-retry'] === '1' ? 'no_retry' : 'http_error' };
  if (body === '') return { acked: true, body: undefined };
  try {
    return { acked: true, body: JSON.parse(body) };
  } catch {
    return { acked: true, body };
  }
}
