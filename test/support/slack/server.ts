/**
 * A Slack of our own: the real protocol over loopback, for the real SDK. Its Web API is at `/api/<method>`, Socket Mode at
 * the address that `apps.connections.open` gives; with a request URL it sends signed requests instead. Other processes read
 * `GET /ledger` and act by `POST /control`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EVENTS } from '../../../src/adapters/slack/manifest.ts';
import { createActs } from './acts.ts';
import { answerControl } from './control.ts';
import type { Core } from './core.ts';
import { createDelivery } from './delivery.ts';
import { createFaults } from './faults.ts';
import { createGestures } from './gestures.ts';
import { createHttpEvents, type HttpEvents } from './http-events.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { authorise, receiveUpload, takeResponse } from './places.ts';
import { reply } from './reply.ts';
import { createSocketMode, type SocketMode } from './socket-mode.ts';
import { createState, type State } from './state.ts';
import { answerApi } from './web-api.ts';

export interface FakeSlackOptions {
  readonly port?: number;
  /** What messages are dated with; the computer's clock when unset. Triggers and signatures always go by that. */
  readonly now?: () => number;
  /** The app's request URL: events, commands and interactions are sent there, signed. Unset: Socket Mode. */
  readonly requestUrl?: string;
  /** The events that the app asked for; those of Baton's manifest when unset. */
  readonly events?: readonly string[];
  /** Milliseconds before each repetition of an event; about at once, a second and five when unset. */
  readonly retryAfterMs?: readonly number[];
  /** How long Slack waits for an acknowledgement. */
  readonly ackWithinMs?: number;
  readonly pingEveryMs?: number;
  /** Of the faults that strike a share of calls. */
  readonly seed?: number;
}

export type FakeSlack = Acting & {
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly state: State;
  readonly core: Core;
  readonly ledger: Ledger;
  readonly socket: SocketMode;
  readonly http: HttpEvents;
  /** From now on over HTTP, to this address; null: over Socket Mode. */
  setRequestUrl(url: string | null): void;
  /** Resolves when nothing is on its way to the app. */
  idle(): Promise<void>;
  /** Grows with whatever happens: unchanged over a while means that nothing did. */
  activity(): number;
  close(): Promise<void>;
};

type Acting = { readonly do: ReturnType<typeof createActs> & ReturnType<typeof createGestures> };

export async function createFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const { retryAfterMs = [10, 1000, 5000], ackWithinMs = 3000, pingEveryMs = 5000 } = options;
  const state = createState();
  const { signingSecret, verificationToken, id: appId } = state.app;
  let requestUrl = options.requestUrl ?? null;
  let port = 0;
  let calls = 0;
  const socket = createSocketMode({ appId, ackWithinMs, pingEveryMs });
  const http = createHttpEvents({
    url: () => requestUrl ?? '',
    signingSecret,
    verificationToken,
    ackWithinMs,
  });
  const core: Core = {
    state,
    ledger: createLedger(),
    faults: createFaults(options.seed),
    delivery: createDelivery(() => (requestUrl === null ? socket : http), { retryAfterMs }),
    now: options.now ?? Date.now,
    events: new Set(options.events ?? EVENTS),
    interactions: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    modals: new Map(),
    files: new Map(),
    filesTake: 0,
    url: () => `http://127.0.0.1:${port}`,
    socketUrl: () => `ws://127.0.0.1:${port}/link/?ticket=${socket.ticket()}&app_id=${appId}`,
  };
  const fake: FakeSlack = {
    get url() {
      return core.url();
    },
    get apiUrl() {
      return `${core.url()}/api/`;
    },
    state,
    core,
    ledger: core.ledger,
    socket,
    http,
    do: { ...createActs(core), ...createGestures(core) },
    setRequestUrl(url) {
      requestUrl = url;
    },
    idle: () => core.delivery.idle(),
    activity: () => calls + core.delivery.begun + core.ledger.last,
    async close() {
      core.delivery.close();
      socket.close();
      http.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    calls++;
    serve(fake, request, response).catch((error) => {
      response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', socket.upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return fake;
}

async function serve(fake: FakeSlack, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { core } = fake;
  const body = await read(request);
  const { url = '/', headers } = request;
  const [path = '/', query = ''] = url.split('?');
  if (path.startsWith('/api/')) {
    const method = path.slice('/api/'.length);
    const contentType = headers['content-type'] ?? '';
    const { answer, afterMs } = answerApi(core, {
      method,
      contentType,
      authorization: headers.authorization ?? '',
      body: contentType.startsWith('multipart/') ? '' : body.toString(),
    });
    if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
    if (answer === 'hung') return;
    if (answer === 'lost') return void request.socket.destroy();
    return reply(response, answer.status, answer.body, answer.headers);
  }
  if (path.startsWith('/response/')) return takeResponse(core, path, body, request, response);
  if (path.startsWith('/upload/')) return receiveUpload(core, path, body, request, response);
  if (path === '/oauth/v2/authorize') return authorise(core, query, response);
  return answerControl(
    fake,
    { path, query, method: request.method ?? 'GET', body: body.toString() },
    response,
  );
}

function read(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
