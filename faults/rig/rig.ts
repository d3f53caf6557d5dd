/** What a row plays with. All of it is stopped when the row ends, in reverse. */
import { startProxy } from '../../test/support/proxy.ts';
import { type RigDatabase, type RigServer, startRigServer } from './database.ts';
import { type RigDiscord, startDiscord } from './discord.ts';
import { type DiscordLoad, type DiscordLoadOptions, startDiscordLoad } from './discord-load.ts';
import { type Load, type LoadOptions, startLoad } from './load.ts';
import { createRandom, type Random } from './random.ts';
import { type Odd, Replica } from './replica.ts';
import { type RigSlack, startSlack } from './slack.ts';
import { type SlackLoad, type SlackLoadOptions, startSlackLoad } from './slack-load.ts';
import { Watched } from './watch.ts';

export interface RigOptions {
  readonly row: string;
  readonly seed: number;
  /** Less of everything, for a gate that runs on each change. */
  readonly short: boolean;
  /** The server that rows share, which none may harm. */
  readonly server: RigServer;
}

export class Rig {
  readonly short: boolean;
  readonly random: Random;
  readonly replicas: Replica[] = [];
  readonly #options: RigOptions;
  readonly #stops: (() => Promise<unknown>)[] = [];
  #databases = 0;

  constructor(options: RigOptions) {
    this.#options = options;
    this.short = options.short;
    this.random = createRandom(options.seed);
  }

  /** The server that rows share: it may not be harmed. */
  get sharedServer(): RigServer {
    return this.#options.server;
  }

  /** A server of the row's own, which it may harm. */
  async server(): Promise<RigServer> {
    const server = await startRigServer();
    this.#stops.push(server.stop);
    return server;
  }

  /** An empty database. */
  async database(server = this.#options.server): Promise<RigDatabase> {
    this.#databases += 1;
    const database = await server.create(
      `${this.#options.row.replaceAll('-', '_')}_${process.pid}_${this.#databases}`,
    );
    this.#stops.push(database.close);
    return database;
  }

  async proxy(to: { readonly host: string; readonly port: number }): ReturnType<typeof startProxy> {
    const proxy = await startProxy(to);
    this.#stops.push(proxy.close);
    return proxy;
  }

  /** A Baton on a database, ready. */
  async replica(databaseUrl: string, odd?: Odd): Promise<Replica> {
    const replica = await this.idle(databaseUrl, odd);
    await replica.start();
    return replica;
  }

  /** A place for a Baton, where none runs yet. */
  async idle(databaseUrl: string, odd?: Odd): Promise<Replica> {
    const replica = await Replica.at(databaseUrl, odd);
    this.replicas.push(replica);
    this.#stops.push(() => replica.kill());
    return replica;
  }

  load(options: Omit<LoadOptions, 'random'>): Load {
    const load = startLoad({ ...options, random: this.random.fork() });
    this.#stops.push(() => load.stop());
    return load;
  }

  /** A Slack of our own, for Batons to be connected to. */
  async slack(transport: 'socket' | 'http'): Promise<RigSlack> {
    const slack = await startSlack(transport, this.random.below(2 ** 31));
    this.#stops.push(() => slack.close());
    return slack;
  }

  /** A Baton on a database of its own, connected to a Slack of our own: over either transport, where none is named. */
  async inSlack(transport = this.random.pick(['socket', 'http'] as const)) {
    const database = await this.database();
    const slack = await this.slack(transport);
    const replica = await this.replica(database.url, slack.odd);
    slack.sendsTo(replica);
    return { database, sql: database.sql, slack, replica };
  }

  slackLoad(options: Omit<SlackLoadOptions, 'random'>): SlackLoad {
    const load = startSlackLoad({ ...options, random: this.random.fork() });
    this.#stops.push(() => load.stop());
    return load;
  }

  /** A Discord of our own. */
  async discord(): Promise<RigDiscord> {
    const discord = await startDiscord(this.random.below(2 ** 31));
    this.#stops.push(() => discord.close());
    return discord;
  }

  discordLoad(options: Omit<DiscordLoadOptions, 'random'>): DiscordLoad {
    const load = startDiscordLoad({ ...options, random: this.random.fork() });
    this.#stops.push(() => load.stop());
    return load;
  }

  watch(replica: Replica): Watched {
    const watched = new Watched(replica);
    this.#stops.push(() => watched.stop());
    return watched;
  }

  async end(): Promise<void> {
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await stop().catch(() => {});
  }
}
