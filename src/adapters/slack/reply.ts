/** How an answer reaches the one person it is for: beside what they did, or by direct message. */
import type { View, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Message } from '../../coordination/message.ts';
import { codeOf } from './faults.ts';
import { renderMessage } from './render.ts';

export interface ReplyDeps {
  readonly client: WebClient;
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly log: Logger;
}

/** Where somebody did something, as Slack told it. */
export interface Asked {
  /** Null where Baton is not installed. */
  readonly token: string | null;
  readonly user: string;
  readonly channel: string | null;
  readonly thread: string | null;
  /** Good for five answers within half an hour. */
  readonly responseUrl: string | null;
}

const ANSWER_WITHIN_MS = 8_000;

/** Says something to one person, where they are if that can be. Gives up with a line in the log. */
export async function sayPrivately(deps: ReplyDeps, asked: Asked, message: Message): Promise<void> {
  const { client, log } = deps;
  const said = renderMessage(message);
  try {
    if (asked.responseUrl && !asked.thread && (await byResponseUrl(deps, asked.responseUrl, said))) return;
    if (asked.token === null) return;
    if (asked.channel && (await whispered(client, asked.token, asked.channel, asked, said))) return;
    await client.chat.postMessage({ token: asked.token, channel: asked.user, ...said });
  } catch (error) {
    log.warn({ err: error }, 'an answer did not reach who asked');
  }
}

type Said = ReturnType<typeof renderMessage>;

async function byResponseUrl({ api, log }: ReplyDeps, url: string, said: Said): Promise<boolean> {
  if (!isSlacks(url, api)) return false;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...said }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch (error) {
    log.warn({ err: error }, 'an address for an answer could not be reached');
    return false;
  }
}

/** The address came in a signed payload; all the same nothing is sent to others than Slack. */
export function isSlacks(url: string, api: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host } = new URL(url);
  if (api !== null && host === new URL(api).host) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

async function whispered(
  client: WebClient,
  token: string,
  channel: string,
  { user, thread }: Asked,
  said: Said,
): Promise<boolean> {
  try {
    await client.chat.postEphemeral({
      token,
      channel,
      user,
      ...(thread ? { thread_ts: thread } : {}),
      ...said,
    });
    return true;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return false;
  }
}

/** Opens a view, or puts it over the open one. False when that came too late: three seconds after the person's act. */
export async function openView(
  client: WebClient,
  how: 'open' | 'push',
  token: string,
  trigger: string,
  view: View,
): Promise<boolean> {
  try {
    await client.views[how]({ token, trigger_id: trigger, view });
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'expired_trigger_id' || code === 'exchanged_trigger_id') return false;
    throw error;
  }
}
