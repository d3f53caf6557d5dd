/** One PostgreSQL for a run of tests, with a migrated database to clone. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { createClient } from '../../src/adapters/postgres/client.ts';
import { startEmbedded } from '../../src/adapters/postgres/embedded.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';

export interface TestServer {
  /** A superuser's. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: { readonly url: string; readonly template: string; readonly binaries: string };
  }
}

/** A server with an empty cluster, in a folder of its own that goes with it. */
export async function startTestServer(binaries: string): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-test-'));
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('reaper.mjs', import.meta.url)), dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const server = await startEmbedded({ dataDir, binaries, throwaway: true });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
      keeper.stdin.end();
    },
  };
}

/** Starts a server (or uses the one at `elsewhere`), migrates a template and tells the tests of it. */
export async function provideServer(
  project: TestProject,
  binaries: string,
  elsewhere?: string,
): Promise<() => Promise<void>> {
  const server = elsewhere ? { url: elsewhere, stop: async () => {} } : await startTestServer(binaries);
  const template = `baton_template_${process.pid}`;
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${template}`);
  const client = createClient(databaseUrl(server.url, template), { max: 1 });
  await migrate(client);
  await client.end();
  // Nobody may connect to it: a database that is in use cannot be cloned.
  await admin.unsafe(`alter database ${template} with is_template true allow_connections false`);
  project.provide('databaseServer', { url: server.url, template, binaries });
  return async () => {
    await admin.unsafe(`alter database ${template} with is_template false`);
    await admin.unsafe(`drop database ${template}`);
    await admin.end();
    await server.stop();
  };
}

export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
