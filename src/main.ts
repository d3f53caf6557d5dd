/** Starts everything, and stops it in reverse: the only place where the parts are joined. */
import type { Hono } from 'hono';
import { createCharts } from './adapters/charts/charts.ts';
import { createHolidays } from './adapters/holidays/holidays.ts';
import { createApp, type Part } from './adapters/http/app.ts';
import { createMetrics, type QueueCount } from './adapters/http/metrics.ts';
import { type Before, type Listening, listen, listenComplaint } from './adapters/http/server.ts';
import type { Logging } from './adapters/log/log.ts';
import { createPlayground, PLAYGROUND } from './adapters/playground/playground.ts';
import { findLate } from './adapters/postgres/audit.ts';
import { createClockQueue } from './adapters/postgres/clocks.ts';
import { createInbox, createInboxQueue } from './adapters/postgres/inbox.ts';
import { createInstallations } from './adapters/postgres/installations.ts';
import { withLock } from './adapters/postgres/lock.ts';
import { readOpenApprovals } from './adapters/postgres/missed.ts';
import { nextDue } from './adapters/postgres/next-due.ts';
import { createOutboxQueue } from './adapters/postgres/outbox.ts';
import { createPlaygroundStore } from './adapters/postgres/playground.ts';
import { createProbe } from './adapters/postgres/probe.ts';
import { retain } from './adapters/postgres/retention.ts';
import { createStore } from './adapters/postgres/store.ts';
import { audit } from './adapters/scheduler/auditing.ts';
import { startLoops } from './adapters/scheduler/loops.ts';
import { withPulse } from './adapters/scheduler/pulse.ts';
import { receivingWithSteps, step, withSteps } from './adapters/system/steps.ts';
import * as system from './adapters/system/system.ts';
import type { Core } from './commands/core.ts';
import { type Config, ConfigError, passwordsOf } from './config.ts';
import { PACING } from './coordination/delivery/pacing.ts';
import type { Clock, QueueStats } from './coordination/ports.ts';
import { type Database, openDatabase, prepareDatabase } from './database.ts';
import { offers, openDiscord } from './discord.ts';
import { doorsOf, handler } from './doors.ts';
import { PAGE } from './files.ts';
import { warmLater } from './holidays.ts';
import { readinessOf } from './readiness.ts';
import { openSlack } from './slack.ts';
import { Stops } from './stops.ts';

export interface Baton {
  /** Where a browser on this computer finds it. */
  readonly url: string;
  /** Resolves when nothing that is due is left to do. */
  settle(): Promise<void>;
  /** Resolves when Baton cannot go on, with why, as a sentence; never while all is well. */
  readonly over: Promise<string>;
  /** Takes no new work, finishes what was begun within 25 seconds, and closes everything. */
  stop(): Promise<void>;
}

export interface Hooks {
  /** What a test puts in place of the real one. */
  readonly clock?: Clock;
  /** The database, where it is already being opened; closed with everything else. */
  readonly database?: Promise<Database>;
  /** How fast platforms take messages, where that is not what a test is about. */
  readonly pacing?: typeof PACING;
}

const DRAIN_MS = 25_000;
/** All that is asked over HTTP is answered within so long. */
const ANSWERED_MS = 10_000;
/** Any number, as long as it stays. */
const PREPARING = 2_028_117_313;

/**
 * @throws ConfigError or StartError, a line for whoever started it, when something that Baton needs is not to be had.
 * What was started by then is stopped again.
 */
export async function start(config: Config, logging: Logging, hooks: Hooks = {}): Promise<Baton> {
  const stops = new Stops(logging.log);
  try {
    return await startAll(config, logging, hooks, stops);
  } catch (error) {
    await stops.all(DRAIN_MS);
    throw error;
  }
}

async function startAll(config: Config, { log, hide }: Logging, hooks: Hooks, stops: Stops): Promise<Baton> {
  const { clock = system.clock, pacing = PACING } = hooks;
  const say = (words: string): void => log.info(words);
  say('Preparing the database…');
  const database = await (hooks.database ?? openDatabase(config, say));
  stops.push('the database', () => database.close());
  hide(passwordsOf(database.url));
  await prepareDatabase(database, say);

  const parts = partsOf(database, clock);
  const metrics = createMetrics(() => countQueues(parts));
  const playground = config.playground ? await openPlayground(database, parts) : null;
  const slack = config.slack ? await openSlack(config.slack, database.client, parts, log) : null;
  const discord = config.discord ? await openDiscord(config.discord, database.client, parts, log) : null;
  const chats = [playground?.chat, slack?.chat, discord?.chat].filter((chat) => chat !== undefined);
  const core: Core = { ...parts, chats: new Map(chats.map((chat) => [chat.platform, chat])) };

  const loops = startLoops({
    ...core,
    inbox: parts.inboxPulse.queue,
    outbox: parts.outboxPulse.queue,
    clocks: parts.clocksPulse.queue,
    handle: handler(core, metrics, async (there) => {
      if (there.platform !== 'slack' || (await slack?.hasLeft(there.scope)))
        await parts.installations.uninstall(there);
    }),
    pacing,
    chance: Math.random,
    log,
    watch: metrics,
    retain: () => retain(database.client, clock.now()),
    audit: () =>
      audit({ ...core, find: () => findLate(database.client, clock.now()), audited: metrics.audited, log }),
    failpoint: step,
  });
  const stopLoops = async (withinMs: number): Promise<void> => {
    if (!(await loops.stop(withinMs)))
      log.warn('some work did not end in time; it is taken up again when its lease runs out');
  };
  // What is asked until the last is answered stays in the queues, and is done by another process or the next.
  stops.push('the loops', stopLoops, loops.close);

  const probe = createProbe(database.url);
  stops.push('the readiness check', () => probe.end());
  const heard: (() => Part)[] = [];
  const drain = () => loops.drained();
  const missed = (): void => {
    readOpenApprovals(database.client, clock.now())
      .then((open) => open > 0 && loops.wake('inbox'))
      .catch((error: unknown) => log.error({ err: error }, 'open approvals are not read again'));
  };
  const doors = doorsOf(core, parts.inbox, metrics, loops, missed);
  const app = createApp({
    readiness: readinessOf({
      client: database.client,
      probe,
      silences: {
        inbox: parts.inboxPulse.silence,
        outbox: parts.outboxPulse.silence,
        clocks: parts.clocksPulse.silence,
      },
      stopping: () => stops.begun,
      platforms: () => heard.map((ask) => ask()),
    }),
    metrics,
    playground: playground?.app({ ...doors, drain, charts: parts.charts, assets: PAGE }) ?? null,
    install: slack?.pages ?? null,
    log,
  });
  const fromSlack = (await slack?.open(doors)) ?? null;
  if (fromSlack) heard.push(() => ({ part: 'slack', wrong: fromSlack.wrong() }));
  if (fromSlack) stops.push('Slack', (withinMs) => ended('Slack', fromSlack.stop(withinMs), log));
  let giveUp = (_words: string): void => {};
  const over = new Promise<string>((resolve) => {
    giveUp = resolve;
  });
  const fromDiscord = (await discord?.open({ ...doors, offer: offers(core), fatal: giveUp })) ?? null;
  if (fromDiscord) stops.push('Discord', (withinMs) => ended('Discord', fromDiscord.stop(withinMs), log));
  const before = fromSlack?.listener ? { path: '/slack/events', take: fromSlack.listener } : null;
  missed();
  const http = await listenAt(app, config, before);
  // A caller who does not come to an end leaves the others their time.
  stops.push('HTTP', (withinMs) => http.stop(Math.min(withinMs, ANSWERED_MS)));
  stops.push('the holidays', warmLater(parts.holidays, database.client, clock, log));
  say(playground ? `Baton is ready: open ${http.url}` : `Baton is ready at ${http.url}`);
  const settle = async (): Promise<void> => {
    await fromDiscord?.idle();
    await drain();
  };
  return { url: http.url, settle, over, stop: () => stops.all(DRAIN_MS) };
}

async function ended(platform: string, stopped: Promise<boolean>, log: Logging['log']): Promise<void> {
  if (!(await stopped))
    log.warn(`some of what ${platform} asked did not end in time; what it wrote down is finished later`);
}

/** What is made of the database and of this computer. */
function partsOf({ client }: Database, clock: Clock) {
  const holidays = createHolidays();
  const store = createStore(client, holidays);
  return {
    holidays,
    store: withSteps(store),
    charts: createCharts(),
    forget: store.forget,
    installations: createInstallations(client, { clock, ids: system.ids }),
    inbox: receivingWithSteps(createInbox(client)),
    inboxPulse: withPulse(createInboxQueue(client)),
    outboxPulse: withPulse(createOutboxQueue(client)),
    clocksPulse: withPulse(createClockQueue(client)),
    clock,
    ids: system.ids,
    sha256: system.sha256,
  };
}

type Parts = ReturnType<typeof partsOf>;

/** The playground, set up by the first of several processes that start at once. */
async function openPlayground({ client }: Database, { store, forget, clock, ids }: Parts) {
  const kept = createPlaygroundStore(client, { ...PLAYGROUND, now: () => clock.now() });
  const playground = createPlayground({
    store,
    playground: {
      ...kept,
      nextDue: () => nextDue(client, PLAYGROUND.workspace),
      recreate: async () => {
        await kept.recreate();
        forget(PLAYGROUND.workspace);
      },
    },
    clock,
    ids,
  });
  await withLock(client, PREPARING, () => playground.prepare());
  return playground;
}

async function countQueues({ inboxPulse, outboxPulse, clocksPulse, clock }: Parts): Promise<QueueCount[]> {
  const [inbox, outbox, clocks] = await Promise.all(
    [inboxPulse, outboxPulse, clocksPulse].map(({ queue }) => queue.stats(clock.now())),
  );
  const counted = (queue: QueueCount['queue'], stats: QueueStats | undefined): QueueCount[] => {
    if (!stats) return [];
    const { lagMs, ...rows } = stats;
    return [{ queue, rows, oldestDue: lagMs / 1000 }];
  };
  return [...counted('inbox', inbox), ...counted('outbox', outbox), ...counted('clocks', clocks)];
}

/** @throws ConfigError when the address cannot be had. */
async function listenAt(app: Hono, config: Config, before: Before | null): Promise<Listening> {
  try {
    return await listen(app, config, before);
  } catch (error) {
    const complaint = listenComplaint(error, config);
    throw complaint === null ? error : new ConfigError(complaint);
  }
}
