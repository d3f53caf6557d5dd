/** How signed requests of Slack reach Baton. Bolt's receiver reads them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPReceiver, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import { guard } from './guard.ts';
import { EVENTS_PATH } from './manifest.ts';
import { sdkLog } from './sdk-log.ts';

/** Handles what came in. Until it has called `event.ack`, Slack knows nothing; what it throws leaves that so. */
export type Process = (event: ReceiverEvent) => Promise<void>;

/** What takes requests off the listening port. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A receiver asks one thing of its application. */
export const application = (processEvent: Process): App => ({ processEvent }) as unknown as App;

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
      // Bolt has answered in our place once Slack's three seconds were over.
      if ((error as NodeJS.ErrnoException).code === 'ERR_HTTP_HEADERS_SENT') {
        log.warn('an event of Slack was taken too late for Slack, which sends it again: it is done once');
        return false;
      }
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
