/** How Slack reaches Baton over a socket that Baton opens, and opens again for as long as it runs. */
import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Logger } from 'pino';
import { sdkLog } from './sdk-log.ts';
import { application, type Process } from './transports.ts';
import { webOptions } from './web.ts';

export interface Socket {
  /** Resolves when Slack has said hello. @throws what Slack's client throws when the first connection is not to be had */
  start(): Promise<void>;
  /** Leaves what comes from now on to others: unacknowledged, an event is sent again. */
  rest(): void;
  /** Takes nothing new. */
  stop(): Promise<void>;
  /** Milliseconds since the connection was lost; 0 while there is one. */
  lostFor(): number;
}

export interface SocketParts {
  readonly appToken: string;
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly log: Logger;
  /** Called when a connection that was lost is there again. */
  readonly back: () => void;
}

/** From connecting to Slack's hello. */
const HELLO_WITHIN_MS = 15_000;
/** Before a connection that was lost is opened again; doubled with each failure. */
const AGAIN_MS = 500;
const AGAIN_AT_MOST_MS = 15_000;
/** What is left of a connection when Baton goes ends with the process. */
const CLOSE_WITHIN_MS = 1_000;

/**
 * Bolt's receiver would open the connection again by itself, but waits for minutes when Slack was away for a while, and
 * where Slack refuses the token its error ends the process.
 */
export function socketOf({ appToken, api, log, back }: SocketParts, process: Process): Socket {
  let resting = false;
  let lostAt: number | null = null;
  const stopped = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: webOptions({ api, log }) },
    processEventErrorHandler: async ({ error }) => {
      if (!resting) log.error({ err: error }, 'an event of Slack was not taken; Slack sends it again');
      return false;
    },
  });
  const { client } = receiver;
  receiver.init(
    application((event) => (resting ? Promise.reject(new Error('Baton is stopping')) : process(event))),
  );

  const ended = (): Promise<void> => new Promise((resolve) => client.once('disconnected', () => resolve()));
  const connect = async (): Promise<void> => {
    // A connection on which nobody says hello is given up, and the start of it fails.
    const silence = setTimeout(() => void client.disconnect(), HELLO_WITHIN_MS);
    try {
      await client.start();
      lostAt = null;
    } catch (error) {
      throw error ?? new Error('the connection ended before Slack said hello');
    } finally {
      clearTimeout(silence);
    }
  };
  const reconnect = async (): Promise<void> => {
    lostAt = performance.now();
    for (let wait = AGAIN_MS; !stopped.signal.aborted; wait = Math.min(2 * wait, AGAIN_AT_MOST_MS)) {
      await pause(wait, null, { signal: stopped.signal }).catch(() => {});
      if (stopped.signal.aborted) return;
      try {
        await connect();
        return back();
      } catch (error) {
        log.warn({ err: error }, 'no connection to Slack; it is tried again');
        if (error instanceof WebAPIRateLimitedError) wait = Math.max(wait, 500 * error.retryAfter);
      }
    }
  };
  const stayConnected = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await ended();
      await reconnect();
    }
  };

  return {
    async start() {
      await connect();
      void stayConnected();
    },
    rest() {
      resting = true;
    },
    async stop() {
      resting = true;
      stopped.abort();
      await Promise.race([client.disconnect(), pause(CLOSE_WITHIN_MS)]);
    },
    lostFor: () => (lostAt === null ? 0 : performance.now() - lostAt),
  };
}
