/**
 * A Discord on loopback for the real SDK: REST v10 and Gateway v10, with a ledger of what it took apart from what it
 * answered. Faults, limits and what people do are set from outside.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIUser } from 'discord-api-types/v10';
import { Acting } from './acting.ts';
import { Building } from './building.ts';
import { serveControl } from './control.ts';
import { type Fault, Faults } from './faults.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import { type Deadlines, Interactions } from './interactions.ts';
import { Ledger } from './ledger.ts';
import { Pace } from './pace.ts';
import { COMMANDS } from './rest/commands.ts';
import { GUILDS } from './rest/guilds.ts';
import { INTERACTIONS } from './rest/interactions.ts';
import { MESSAGES } from './rest/messages.ts';
import { Router, type Served } from './rest/router.ts';
import { serveRest } from './rest/server.ts';
import { type Privileged, State } from './state.ts';

export interface FakeDiscordOptions extends Partial<GatewayOptions> {
  readonly port?: number;
  /** Milliseconds since 1970; ids and the lifetimes of tokens go by it. */
  readonly now?: () => number;
  readonly applicationId?: string;
  readonly token?: string;
  readonly privileged?: Partial<Privileged>;
  readonly deadlines?: Partial<Deadlines>;
  readonly seed?: number;
}

export interface FakeDiscord extends Served {
  /** For `rest.api` of the SDK, and DISCORD_API_URL. */
  readonly url: string;
  readonly token: string;
  readonly applicationId: string;
  readonly build: Building;
  readonly faults: Faults;
  readonly pace: Pace;
  as(user: APIUser): Acting;
  fault(fault: Fault): () => void;
  /** Ends messages, interactions and the ledger, for long measurements. */
  forget(): void;
  close(): Promise<void>;
  readonly server: Server;
}

const APPLICATION = '1100000000000000001';
const ANSWER_MS = 3000;
const TOKEN_MS = 900_000;

export async function createFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const { now = Date.now, applicationId = APPLICATION, token = 'fake-token', privileged = {} } = options;
  const state = new State(now, { id: applicationId, token, privileged });
  const gateway = new Gateway(state, {
    heartbeatMs: options.heartbeatMs ?? 41_250,
    maxConcurrency: options.maxConcurrency ?? 1,
    resumableMs: options.resumableMs ?? 300_000,
    shards: options.shards ?? 1,
    identifyEveryMs: options.identifyEveryMs ?? 0,
  });
  const base = { state, gateway, ledger: new Ledger(now) };
  const interactions = new Interactions(base, { answer: ANSWER_MS, token: TOKEN_MS, ...options.deadlines });
  const world: Served = { ...base, interactions };
  const faults = new Faults(options.seed);
  const pace = new Pace();
  const router = new Router();
  router.add([...MESSAGES, ...GUILDS, ...COMMANDS, ...INTERACTIONS]);

  const parts = { world, router, faults, pace };
  const server = createServer((request, response) => {
    if (serveRest(parts, request, response) || serveControl(fake, request, response)) return;
    response.writeHead(404).end();
  });
  server.keepAliveTimeout = 60_000;
  server.on('upgrade', (request, socket, head) => gateway.accept(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  gateway.open(`ws://127.0.0.1:${port}/gateway`);

  const fake: FakeDiscord = {
    ...world,
    url: `http://127.0.0.1:${port}/api`,
    token,
    applicationId,
    build: new Building(world),
    faults,
    pace,
    server,
    as: (user) => new Acting(world, user),
    fault: (fault) => {
      const id = faults.add(fault);
      return () => faults.end(id);
    },
    forget() {
      state.messages.clear();
      for (const channel of state.channels.values()) channel.messages.length = 0;
      interactions.clear();
      base.ledger.clear();
    },
    async close() {
      interactions.stop();
      await gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
