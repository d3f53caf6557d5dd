/** A small app on the real SDK, which notes what it is told: for tests of the fake itself. */
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { FakeSlack } from './server.ts';

export interface BoltApp {
  readonly app: App;
  stop(): Promise<void>;
}

/** What the SDK says of the faults that a test causes is no news. */
const logger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** Connects it to the fake's first team, over Socket Mode or to a request URL of its own. */
export async function startBolt(
  slack: FakeSlack,
  transport: 'socket' | 'http',
  listen: (app: App) => void,
): Promise<BoltApp> {
  const { appToken, signingSecret } = slack.state.app;
  const clientOptions = () => ({ slackApiUrl: slack.apiUrl });
  const receiver =
    transport === 'socket'
      ? new SocketModeReceiver({
          appToken,
          logger,
          // Also how long it waits before it connects anew.
          clientPingTimeout: 1000,
          installerOptions: { clientOptions: clientOptions() },
        })
      : new HTTPReceiver({ signingSecret, logger });
  const token = slack.state.teams.values().next().value?.botToken ?? '';
  const app = new App({ token, receiver, logger, clientOptions: clientOptions() });
  listen(app);
  if (receiver instanceof SocketModeReceiver) {
    await app.start();
    return { app, stop: () => receiver.client.disconnect() };
  }
  const server = await receiver.start({ host: '127.0.0.1', port: 0 });
  const address = server.address();
  slack.setRequestUrl(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/slack/events`);
  return { app, stop: () => receiver.stop().then(() => {}) };
}
