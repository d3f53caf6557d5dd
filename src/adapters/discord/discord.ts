/** Discord, whole: a chat to send to, and the way that what happens there comes in. */
import type { GatewayGuildCreateDispatchData } from 'discord.js';
import type { Logger } from 'pino';
import type { Doors } from '../../commands/doors.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Charts, Chat, Clock, Ids, Store } from '../../coordination/ports.ts';
import { type Application, applicationOf } from './application.ts';
import { FAILED_READ, goneMeanwhile, type Installing, settleIn, uninstalled } from './arrivals.ts';
import { createDiscordChat } from './chat.ts';
import type { Aside } from './custom-id.ts';
import { wordsOf } from './faults.ts';
import { gate } from './gate.ts';
import { Gateway, type Lead, type Packet } from './gateway.ts';
import { Homes } from './homes.ts';
import { InFlight } from './in-flight.ts';
import type { InteractionParts } from './interactions.ts';
import { Members } from './members.ts';
import { Progress } from './progress.ts';
import { Receiver } from './receive.ts';
import type { ReconcileParts } from './reconcile.ts';
import { registerCommands } from './register.ts';
import { type Api, createApi } from './rest.ts';
import { rememberedRoutes } from './routes.ts';
import { Servers } from './servers.ts';
import { Session } from './session.ts';
import { Settings } from './settings.ts';

export interface DiscordSettings {
  readonly token: string;
  readonly application: string;
  /** The address of the API; null is Discord's own. */
  readonly api: string | null;
}

/** What buttons and forms mean and cannot carry. */
export interface KeptAsides {
  put(workspace: WorkspaceId, asides: readonly Aside[], keepMs: number): Promise<void>;
  get(workspace: WorkspaceId, id: string): Promise<unknown>;
}

export interface DiscordParts extends Installing {
  readonly settings: DiscordSettings;
  readonly store: Store;
  readonly charts: Charts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly asides: KeptAsides;
  readonly lead: Lead;
  readonly shown: ReconcileParts['shown'];
  readonly followed: ReconcileParts['followed'];
}

/** What is asked of Baton by what happens at Discord. */
export interface DiscordDoors extends Pick<Doors, 'answer' | 'receive' | 'missed'> {
  /** What an option of a command could be. */
  readonly offer: InteractionParts['offer'];
  /** Discord cannot be served any more: why, as a sentence for whoever runs Baton. */
  readonly fatal: (words: string) => void;
}

export interface Discord {
  readonly chat: Chat;
  /** Begins to take what Discord sends, in one process of all. */
  open(doors: DiscordDoors): Promise<OpenDiscord>;
}

export interface OpenDiscord {
  /** Whether this process is the connected one. */
  readonly leads: () => boolean;
  /** Until all that came in so far is written down or answered. */
  readonly idle: () => Promise<unknown>;
  /** Takes nothing new, and lets what was begun come to its end. False when something did not in time. */
  stop(withinMs: number): Promise<boolean>;
}

/** Why Discord cannot be served, as one plain sentence for whoever started Baton. */
export class DiscordStartError extends Error {
  override readonly name = 'DiscordStartError';
}

const DAY_MS = 86_400_000;
/** A button can be pressed for a year; a form is filled in within a day. */
const KEEP_MS = { press: 365 * DAY_MS, form: DAY_MS } as const;

interface World extends DiscordParts {
  readonly api: Api;
  readonly application: Application;
  readonly servers: Servers;
  readonly workspaceSettings: Settings;
  readonly members: Members;
}

/** @throws DiscordStartError */
export async function createDiscord(parts: DiscordParts): Promise<Discord> {
  const { settings, store, clock } = parts;
  const api = createApi(settings.token, settings.api, clock);
  const application = await known(api, settings);
  const servers = new Servers(api, clock);
  const workspaceSettings = new Settings(store, clock);
  const { bot } = application;
  const members = new Members({ ...parts, api, servers, settings: workspaceSettings, bot });
  const world: World = { ...parts, api, application, servers, workspaceSettings, members };
  const chat = createDiscordChat({
    ...{ api, servers, bot, log: parts.log, charts: parts.charts },
    async putAside(scope, asides) {
      const workspace = asides.length > 0 ? await route(store, scope) : null;
      if (workspace) await parts.asides.put(workspace, asides, KEEP_MS.press);
    },
    async memberRole(scope) {
      const [workspace, server] = await Promise.all([route(store, scope), servers.facts(scope)]);
      return workspace && server ? workspaceSettings.memberRole(workspace, server) : null;
    },
    absent: (scope, account) => members.forget(scope, account),
  });
  return { chat, open: (doors) => open(world, doors) };
}

const route = (store: Store, scope: string): Promise<WorkspaceId | null> =>
  store.route({ platform: 'discord', scope });

async function known(api: Api, settings: DiscordSettings): Promise<Application> {
  const application = await applicationOf(api).catch((error: unknown) => {
    const status = (error as { status?: unknown }).status;
    throw new DiscordStartError(
      status === 401
        ? 'DISCORD_TOKEN is refused by Discord: copy it anew from “Bot” of the Discord application.'
        : `Discord does not say whose DISCORD_TOKEN is (${wordsOf(error)}): look whether this computer reaches it.`,
    );
  });
  if (application.id === settings.application) return application;
  throw new DiscordStartError(
    `DISCORD_TOKEN belongs to the application ${application.id}, and DISCORD_APPLICATION_ID names ${settings.application}: copy both from the same Discord application.`,
  );
}

async function open(world: World, doors: DiscordDoors): Promise<OpenDiscord> {
  const { api, application, servers, settings, clock, log, ids } = world;
  const inFlight = new InFlight();
  let progress = new Progress('', inFlight, clock.now());
  const gateway: Gateway = new Gateway({
    ...{ token: settings.token, api: settings.api, lead: world.lead, log, holder: ids.uuid() },
    messageContent: application.messageContent,
    mark: () => progress.mark,
    onlead(mark) {
      progress = new Progress(mark, inFlight, clock.now());
      inFlight
        .track(clock.now(), registerCommands(api, application.id))
        .catch((error: unknown) =>
          log.error({ err: error }, 'the commands of Discord could not be registered'),
        );
    },
    onheard: () => progress.heard(clock.now()),
    onpacket: (packet) => take(packet),
    onfatal: (words) => doors.fatal(words),
  });
  servers.watch((scope) => gateway.facts(scope));
  const homes = new Homes(servers, clock, async () => gateway.scopes() ?? []);
  const parts = partsOf(world, doors, homes, inFlight, (server) => arrived(server));
  const receiver = new Receiver(parts);
  let session = new Session('', '', [], () => {});

  const take = (packet: Packet): void => {
    if (packet.t === 'READY') {
      const held = progress.hold();
      const guilds = (packet.d as { guilds: readonly { id: string }[] }).guilds.map(({ id }) => id);
      session = new Session(packet.name, held.from, guilds, held.release);
      doors.missed();
      const work = goneMeanwhile(new Set(guilds), packet, parts, world);
      inFlight.track(clock.now(), work).catch((error: unknown) => log.error({ err: error }, FAILED_READ));
    } else receiver.take(packet);
  };
  const settling = gate(SETTLING_AT_ONCE);
  const reading = gate(READING_AT_ONCE);
  const later = (work: () => Promise<void>) => inFlight.track(clock.now(), reading(work));
  const arrived = (server: GatewayGuildCreateDispatchData) =>
    settling(() => settleIn(server, session, parts, world, later));

  await gateway.start();
  return {
    leads: () => gateway.leads,
    idle: () => inFlight.ended(IDLE_WITHIN_MS),
    async stop(withinMs) {
      await gateway.stop();
      const ended = await inFlight.ended(withinMs);
      await gateway.release();
      return ended;
    },
  };
}

/** Servers arrive all at once with a new session; the database and Discord are asked for a few at a time. */
const SETTLING_AT_ONCE = 4;
const READING_AT_ONCE = 2;

const IDLE_WITHIN_MS = 25_000;

function partsOf(
  world: World,
  doors: DiscordDoors,
  homes: Homes,
  inFlight: InFlight,
  arrived: ReconcileParts['arrived'],
): ReconcileParts {
  const {
    api,
    application,
    servers,
    clock,
    log,
    store,
    members,
    workspaceSettings,
    asides,
    shown,
    followed,
  } = world;
  const routes = rememberedRoutes(store);
  return {
    ...{ api, servers, clock, log, store, members, homes, inFlight, arrived, shown, followed },
    application: application.id,
    bot: application.bot,
    settings: workspaceSettings,
    route: (scope) => routes.get(scope),
    forget: (scope, workspace) => {
      routes.forget(scope);
      workspaceSettings.forget(workspace);
    },
    answer: doors.answer,
    offer: doors.offer,
    receive: doors.receive,
    putAside: (workspace, values, keep) => asides.put(workspace, values, KEEP_MS[keep]),
    getAside: (workspace, id) => asides.get(workspace, id),
    async left(scope, packet) {
      const workspace = await route(store, scope);
      if (workspace) await doors.receive(workspace, uninstalled(scope, packet, clock.now()));
    },
  };
}
