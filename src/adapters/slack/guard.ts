/**
 * What stands before Bolt's HTTP receiver, which lets through what it should not: a body that is `null` ends its process,
 * and a time stamp in the future is no complaint of it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

const LARGEST_BODY = 256 * 1024;
/** Seconds that a request's time may be off, either way: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const LARGEST_SKEW = 300;

export interface GuardedRequest extends IncomingMessage {
  /** Where Bolt looks for a body that was read already. */
  rawBody?: Buffer;
}

/** Whoever breaks off within a body waits for no answer. */
const GONE = Symbol('gone');

/** Reads the body. Answers what cannot be Slack's, and returns false. The signature is Bolt's to check. */
export async function guard(
  request: GuardedRequest,
  response: ServerResponse,
  now: number,
): Promise<boolean> {
  const status = await complaint(request, now);
  if (status === null) return true;
  if (status === GONE) response.destroy();
  else response.writeHead(status, { connection: 'close' }).end();
  return false;
}

async function complaint(request: GuardedRequest, now: number): Promise<number | typeof GONE | null> {
  if (request.method !== 'POST') return 405;
  const stamp = Number(request.headers['x-slack-request-timestamp']);
  if (!(Math.abs(now / 1_000 - stamp) <= LARGEST_SKEW)) return 401;
  if (typeof request.headers['x-slack-signature'] !== 'string') return 401;
  const body = await bodyOf(request);
  if (body === GONE) return GONE;
  if (body === null) return 413;
  request.rawBody = body;
  return readsAsObject(body, request.headers['content-type']) ? null : 400;
}

/** Null when there is more than may be. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | typeof GONE | null> {
  if (Number(request.headers['content-length']) > LARGEST_BODY) return null;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    // Not destroyed with the loop: the connection has to carry the answer.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > LARGEST_BODY) return null;
      parts.push(part);
    }
  } catch {
    return GONE;
  }
  return Buffer.concat(parts);
}

/** A form of fields is an object whatever it holds, but for the JSON that may stand in its `payload`. */
function readsAsObject(body: Buffer, type: string | undefined): boolean {
  const text = body.toString();
  if (type !== 'application/x-www-form-urlencoded') return isObject(text);
  const payload = new URLSearchParams(text).get('payload');
  return payload === null || isObject(payload);
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
