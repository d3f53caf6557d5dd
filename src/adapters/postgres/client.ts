/**
 * A client of one database: a pool of connections for guarded transactions (guard.ts), and a plain `sql` for what runs
 * as the connecting user.
 *
 * Each pooled connection is a postgres.js client of its own with `max: 1`. So a transaction may send its first
 * statements together with its BEGIN, a scope whose connection died shares that connection with no one, and a lost
 * connection is thrown away whole.
 */
import { Socket } from 'node:net';
import postgres from 'postgres';
import type { Deadline } from './deadline.ts';
import { StoreUnavailable } from './store-unavailable.ts';
import { arrayTypes, types } from './values.ts';

export type Sql = postgres.Sql;

export interface ClientOptions {
  /** Most connections used by transactions at once. */
  readonly max: number;
  /** Milliseconds to wait for a connection to open. Default 5,000. */
  readonly connectWithinMs?: number;
}

export interface Pools {
  /** Connections that act as `baton_app` unless a transaction says otherwise. */
  readonly app: Pool;
  /** A few more, for what is done while a transaction holds one of the others. */
  readonly beside: Pool;
  /** A few for what a platform waits for to be written down, whatever else is going on. */
  readonly intake: Pool;
  /** Connections of the connecting user, with no limit on a statement: migrations, retention, exports. */
  readonly owner: Pool;
}

export interface Client {
  /**
   * Single statements of the connecting user, outside any scope and any guard: checks and tests. At most two
   * connections, opened when needed. Not for its `begin` and `reserve`: the one survives the loss of a connection badly,
   * the other waits for ever on a new one (docs/adr/0006).
   */
  readonly sql: Sql;
  readonly pools: Pools;
  /** Closes every connection once its statement has ended, after `withinMs` at the latest. Default 5,000. */
  end(withinMs?: number): Promise<void>;
}

/** A statement longer than this is ended by the server. */
const STATEMENT_MS = 20_000;
/** A transaction that waits for us longer than this is ended by the server: its locks are others' wait. */
const IDLE_IN_TRANSACTION_MS = 15_000;
/** A connection older than this is replaced, and with it the statements prepared on it. */
const LIFETIME_MS = 30 * 60_000;

type Settings = Readonly<Record<string, string | number>>;

const APP_SETTINGS: Settings = {
  // A statement that ran outside its transaction would be bound by row security, and see nothing.
  role: 'baton_app',
  statement_timeout: STATEMENT_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
};

interface Opening {
  readonly max: number;
  readonly settings: Settings;
  readonly onclose?: () => void;
}

/** postgres.js sends at once what is longer, and holds back what is shorter until the end of the turn. */
const SENT_AT_ONCE = 1024;

/**
 * Lets a long statement wait for the short one that may come with it, such as its commit: to write is what costs. Called
 * once a socket connects, which gives it the `write` of all sockets.
 */
function writeTogether(socket: Socket): void {
  const write = socket.write.bind(socket) as (data: Uint8Array, done?: () => void) => boolean;
  socket.write = (data: Uint8Array, done?: never) => {
    if (data.length < SENT_AT_ONCE) {
      const room = write(data, done);
      socket.uncork();
      return room;
    }
    socket.cork();
    // After what this turn has held back.
    setImmediate(() => setImmediate(() => socket.uncork()));
    return write(data, done);
  };
}

interface Place {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path: string | false | undefined;
}

/** Connects once postgres.js listens for what may go wrong; where there are several hosts, to one after another. */
function sockets(): (place: Place) => Promise<Socket> {
  let made = 0;
  return async ({ host: hosts, port: ports, path }) => {
    const socket = new Socket();
    const [host, port] = [hosts[made % hosts.length] ?? '', ports[made % hosts.length] ?? 0];
    made += 1;
    queueMicrotask(() => {
      if (path) socket.connect(path);
      else socket.connect(port, host);
      writeTogether(socket);
    });
    return Object.assign(socket, { host, port });
  };
}

function open(url: string, { connectWithinMs = 5_000 }: ClientOptions, { settings, ...own }: Opening): Sql {
  const sql: Sql = postgres(url, {
    ...own,
    // An option that it does not declare.
    ...({ socket: sockets() } as object),
    types,
    fetch_types: false,
    transform: { undefined: null },
    onnotice: () => {},
    connect_timeout: connectWithinMs / 1_000,
    keep_alive: 10,
    max_lifetime: null,
    backoff: (attempts: number) => Math.min(0.05 * 2 ** attempts, 1),
    connection: { application_name: 'baton', TimeZone: 'UTC', ...settings },
  });
  const { shared } = sql.options as unknown as { shared: { typeArrayMap: object } };
  Object.assign(shared.typeArrayMap, arrayTypes);
  return sql;
}

/** One connection, and what to do when it is lost. */
export class Connection {
  readonly sql: Sql;
  readonly born = performance.now();
  lost = false;
  onlost: () => void = () => {};

  constructor(url: string, settings: Settings, options: ClientOptions) {
    const onclose = (): void => this.#lose();
    this.sql = open(url, options, { max: 1, settings, onclose });
  }

  #lose(): void {
    this.lost = true;
    this.onlost();
  }
}

/** Connections for transactions: the one used last is taken first, and whoever waits longest is next. */
export class Pool {
  readonly #free: Connection[] = [];
  readonly #taken = new Set<Connection>();
  readonly #waiting = new Set<(connection: Connection) => void>();
  readonly #url: string;
  readonly #settings: Settings;
  readonly #options: ClientOptions;
  #ended: (() => void) | null = null;

  constructor(url: string, settings: Settings, options: ClientOptions) {
    this.#url = url;
    this.#settings = settings;
    this.#options = options;
  }

  /** A connection, perhaps not open yet. While all are taken it waits for one, and rejects with `late` at the deadline. */
  take(deadline: Deadline, late: () => Error): Promise<Connection> {
    if (this.#ended) return Promise.reject(new StoreUnavailable('the client is closed', 'nothing'));
    if (this.#taken.size < this.#options.max) return Promise.resolve(this.#next());
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve);
      deadline.onpast = () => this.#waiting.delete(resolve) && reject(late());
    });
  }

  /** Takes a connection back; `broken` when it must not be used again. */
  give(connection: Connection, broken: boolean): void {
    connection.onlost = () => {};
    this.#taken.delete(connection);
    const old = performance.now() - connection.born > LIFETIME_MS;
    if (broken || connection.lost || old || this.#ended) void connection.sql.end({ timeout: 0 });
    else this.#free.push(connection);
    const [waiting] = this.#waiting;
    if (waiting) {
      this.#waiting.delete(waiting);
      waiting(this.#next());
    } else if (this.#taken.size === 0) this.#ended?.();
  }

  /** Closes what is free at once and what is taken when it is given back, or after `withinMs`. */
  async end(withinMs: number): Promise<void> {
    const free = this.#free.splice(0);
    const given = new Promise<void>((resolve) => {
      this.#ended = resolve;
      if (this.#taken.size === 0) resolve();
      else setTimeout(resolve, withinMs).unref();
    });
    await Promise.all(free.map((connection) => connection.sql.end({ timeout: 1 })));
    await given;
    for (const connection of this.#taken) void connection.sql.end({ timeout: 0 });
  }

  #next(): Connection {
    let connection = this.#free.pop();
    while (connection?.lost) connection = this.#free.pop();
    connection ??= new Connection(this.#url, this.#settings, this.#options);
    this.#taken.add(connection);
    return connection;
  }
}

/** Opens nothing yet: connections are opened when they are needed. */
export function createClient(url: string, options: ClientOptions): Client {
  const sql = open(url, options, { max: 2, settings: {} });
  const pools = {
    app: new Pool(url, APP_SETTINGS, options),
    beside: new Pool(url, APP_SETTINGS, { ...options, max: 2 }),
    intake: new Pool(url, APP_SETTINGS, { ...options, max: 4 }),
    owner: new Pool(url, {}, { ...options, max: 2 }),
  };
  return {
    sql,
    pools,
    end: async (withinMs = 5_000) => {
      const closing = Object.values(pools).map((pool) => pool.end(withinMs));
      await Promise.all([...closing, sql.end({ timeout: withinMs / 1_000 })]);
    },
  };
}
