/** One PostgreSQL for a run of tests, with a migrated database to clone. */
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
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

export interface DataDir {
  readonly path: string;
  remove(): Promise<void>;
}

/** A data folder that goes with us, and its server too, even if we are killed. */
export async function temporaryDataDir(): Promise<DataDir> {
  const path = await mkdtemp(join(tmpdir(), 'baton-test-'));
  const reaper = spawn(process.execPath, [fileURLToPath(new URL('reaper.mjs', import.meta.url)), path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  reaper.unref();
  return {
    path,
    remove: async () => {
      const gone = new Promise((resolve) => reaper.once('exit', resolve));
      reaper.ref();
      reaper.stdin.end();
      await gone;
    },
  };
}

/** A server with an empty cluster. */
export async function startTestServer(binaries: string): Promise<TestServer> {
  const dataDir = await temporaryDataDir();
  const server = await startEmbedded({ dataDir: dataDir.path, binaries, throwaway: true });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await dataDir.remove();
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
