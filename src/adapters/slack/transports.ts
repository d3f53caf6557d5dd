/** How Slack reaches Baton: over a socket that Baton opens, or by signed requests. Bolt's receivers speak to Slack. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPReceiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { guard } from './guard.ts';
import { EVENTS_PATH } from './manifest.ts';
import { sdkLog } from './sdk-log.ts';

/** Handles what came in. Until it has called `event.ack`, Slack knows nothing; what it throws leaves that so. */
export type Process = (event: ReceiverEvent) => Promise<void>;

export interface Transport {
  start(): Promise<void>;
  /** Takes nothing new. */
  stop(): Promise<void>;
}

/** What takes requests off the listening port. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A receiver asks one thing of its application. */
const application = (processEvent: Process): App => ({ processEvent }) as unknown as App;

export interface SocketParts {
  readonly appToken: string;
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly log: Logger;
}

export function socketTransport({ appToken, api, log }: SocketParts, process: Process): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLog(log),
    // An object of its own, for the socket's client changes it; its retries are what makes it come back.
    installerOptions: { clientOptions: api === null ? {} : { slackApiUrl: api } },
    // Not acknowledged, Slack sends it again.
    processEventErrorHandler: async ({ error }) => {
      log.error({ err: error }, 'an event of Slack was not taken; Slack sends it again');
      return false;
    },
  });
  receiver.init(application(process));
  return {
    start: async () => void (await receiver.start()),
    stop: async () => void (await receiver.stop()),
  };
}

export interface HttpParts {
  readonly signingSecret: string;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function httpTransport({ signingSecret, log, now }: HttpParts, process: Process): Listener {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [EVENTS_PATH],
    logger: sdkLog(log),
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ err: error }, 'an event of Slack was not taken; Slack sends it again');
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
  });
  receiver.init(application(process));
  return async (request, response) => {
    if (await guard(request, response, now())) receiver.requestListener(request, response);
  };
}
