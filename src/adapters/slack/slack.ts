/** Slack, whole: a chat to send to, and the way that what happens there comes in. */
import type { WebClient } from '@slack/web-api';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Doors } from '../../commands/doors.ts';
import { isZone, type Zone } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Installation } from '../../coordination/places.ts';
import type { Charts, Chat, Clock, Ids, Store } from '../../coordination/ports.ts';
import { createSlackChat } from './chat.ts';
import { InFlight } from './in-flight.ts';
import { createSlackInstallApp, type InstallParts } from './install/app.ts';
import { receiver } from './receive.ts';
import { remembered } from './remembered.ts';
import { connectedSocket, ownTeam } from './starting.ts';
import { commonZone, syncPeople } from './sync.ts';
import {
  eitherToken,
  isRevoked,
  keptTokens,
  type OwnTeam,
  type SlackBot,
  type SlackTokens,
  toSecrets,
} from './tokens.ts';
import { httpTransport, type Listener } from './transports.ts';
import { createWeb } from './web.ts';

/** How Slack is reached, as it was configured. */
export interface SlackSettings {
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly mode: 'socket' | 'http';
  /** Of one team; null where every team installs Baton itself. */
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
}

/** What installing by a browser needs. */
export type OAuth = Pick<InstallParts, 'clientId' | 'clientSecret' | 'publicUrl' | 'sealing' | 'use'>;

/** What is kept of teams that installed Baton themselves. */
export interface TeamSecrets {
  /** Null where Baton is not installed. */
  read(team: string): Promise<Readonly<Record<string, string>> | null>;
  save(workspace: WorkspaceId, team: string, values: Readonly<Record<string, string>>): Promise<void>;
}

export interface SlackParts {
  readonly settings: SlackSettings;
  /** Null where one team's token comes from the environment. */
  readonly many: { readonly oauth: OAuth; readonly secrets: TeamSecrets } | null;
  readonly store: Store;
  readonly charts: Charts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Gives a team its workspace, the same one each time. */
  install(team: Installation & { readonly name: string; readonly zone: Zone }): Promise<WorkspaceId>;
}

export interface Slack {
  readonly chat: Chat;
  /** The pages by which teams install Baton; null where there is one team. */
  readonly pages: Hono | null;
  /**
   * Whether a team has removed Baton, or its token was revoked. An event that says so may come late, when the team has
   * installed Baton anew.
   */
  hasLeft(team: string): Promise<boolean>;
  /** Begins to take what Slack sends. */
  open(doors: Doors): Promise<OpenSlack>;
}

export interface OpenSlack {
  /** Takes requests off the listening port; null where Slack comes by socket. */
  readonly listener: Listener | null;
  /** What keeps it from hearing of Slack, in words; null while it does. */
  wrong(): string | null;
  /** Takes nothing new, and lets what was begun come to its end. False when something did not in time. */
  stop(withinMs: number): Promise<boolean>;
}

/** A connection is replaced within a few seconds: less is no news. */
const MOST_LOST_MS = 15_000;
/** Slack waits for no acknowledgement longer than that. */
const ACKNOWLEDGED_MS = 3_000;

/** A team may be joined to another workspace at any time. */
const ROUTES_REMEMBERED_MS = 2_000;

/** @throws SlackStartError */
export async function createSlack(parts: SlackParts): Promise<Slack> {
  const { settings, many, store, clock, log } = parts;
  const client = createWeb({ api: settings.api, log });
  const { botToken } = settings;
  const own = botToken === null ? null : await ownTeam(client, botToken, log);
  const kept = keptTokens(async (team) => (await many?.secrets.read(team)) ?? null, {
    now: () => performance.now(),
  });
  const tokens = own ? eitherToken(own, kept) : kept;
  const routes = remembered(
    (team: string) => store.route({ platform: 'slack', scope: team }),
    undefined,
    ROUTES_REMEMBERED_MS,
  );
  const chat = createSlackChat({ client, tokens, charts: parts.charts, log });
  const world = { ...parts, client, chat, tokens, routes };
  if (own) await settleIn(world, own);
  return {
    chat,
    pages: many ? pagesOf(world, many) : null,
    async hasLeft(team) {
      const bot = await tokens.bot(team);
      if (bot && !(await isRevoked(client, bot.token))) return false;
      tokens.forget(team);
      routes.forget(team);
      return true;
    },
    async open(doors) {
      const inFlight = new InFlight();
      const receive = receiver({
        ...{ client, tokens, chat, doors, clock, log, inFlight },
        api: settings.api,
        route: (team) => routes.get(team),
      });
      const { mode, appToken, signingSecret } = settings;
      const socket =
        mode === 'socket'
          ? await connectedSocket({ ...settings, appToken: appToken ?? '', log, back: doors.missed }, receive)
          : null;
      return {
        listener: socket
          ? null
          : httpTransport({ signingSecret: signingSecret ?? '', log, now: Date.now }, receive),
        wrong: () => ((socket?.lostFor() ?? 0) > MOST_LOST_MS ? 'there is no connection to Slack' : null),
        async stop(withinMs) {
          const began = performance.now();
          socket?.rest();
          // What was begun is acknowledged on the connection that it came by.
          await inFlight.ended(Math.min(withinMs, ACKNOWLEDGED_MS));
          await socket?.stop();
          return inFlight.ended(withinMs - (performance.now() - began));
        },
      };
    },
  };
}

interface World extends SlackParts {
  readonly client: WebClient;
  readonly chat: Chat;
  readonly tokens: SlackTokens;
  readonly routes: { forget(team: string): void };
}

/** The team of the environment has a workspace; who is in it is read beside all else. */
async function settleIn(world: World, { team, name, bot }: OwnTeam): Promise<void> {
  const { store, install } = world;
  const here = { platform: 'slack', scope: team } as const;
  const zone = (await store.route(here)) ? 'UTC' : await zoneOf(world, bot);
  readThrough(world, await install({ ...here, name, zone }), team, bot);
}

/** A zone may be set later; that Slack tells none now keeps nobody from their work. */
const zoneOf = ({ client, log }: World, { token }: SlackBot): Promise<Zone> =>
  commonZone(client, token).catch((error: unknown) => {
    log.warn({ err: error }, 'Slack does not tell the zones of a team: UTC is taken');
    return 'UTC';
  });

/** Those who are not read through become known one by one. */
function readThrough(world: World, workspace: WorkspaceId, team: string, bot: SlackBot): void {
  syncPeople(world, workspace, team, bot).catch((error: unknown) =>
    world.log.warn({ err: error, team }, 'the people of a Slack team could not be read through'),
  );
}

function pagesOf(world: World, { oauth, secrets }: NonNullable<SlackParts['many']>): Hono {
  const { settings, log, clock, ids, tokens, routes } = world;
  return createSlackInstallApp({
    ...oauth,
    api: settings.api,
    log,
    now: () => clock.now(),
    uuid: () => ids.uuid(),
    async install({ id: team, name, zone }, bot) {
      const here = { platform: 'slack', scope: team } as const;
      const workspace = await world.install({ ...here, name, zone: zone && isZone(zone) ? zone : 'UTC' });
      await secrets.save(workspace, team, toSecrets(bot));
      tokens.forget(team);
      routes.forget(team);
      readThrough(world, workspace, team, bot);
    },
  });
}
