/** A PostgreSQL of the run's own, with the settings of the product: what is committed is on the disk. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { createClient } from '../src/adapters/postgres/client.ts';
import { startEmbedded } from '../src/adapters/postgres/embedded.ts';
import { migrate } from '../src/adapters/postgres/migrate.ts';
import type { Database } from './harness.ts';

/** As many as the product opens. */
export const CONNECTIONS = 10;

export interface Server {
  database(): Promise<Database>;
  stop(): Promise<void>;
}

export async function startServer(): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-bench-'));
  const server = await startEmbedded({ dataDir });
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  let made = 0;
  return {
    async database() {
      made += 1;
      const name = `bench_${made}`;
      await admin.unsafe(`create database ${name}`);
      const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
      const client = createClient(url, { max: CONNECTIONS });
      await migrate(client);
      const drop = async (): Promise<void> => {
        await client.end();
        await admin.unsafe(`drop database ${name} with (force)`);
      };
      return { url, client, drop };
    },
    async stop() {
      await admin.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
