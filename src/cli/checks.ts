/** The checks of `baton doctor`. Each says what it found; what it throws says what to do. */
import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { listenComplaint } from '../adapters/http/server.ts';
import type { Client } from '../adapters/postgres/client.ts';
import { migrationState } from '../adapters/postgres/migrate.ts';
import { clock } from '../adapters/system/system.ts';
import { type Config, loadConfig } from '../config.ts';
import { formatDuration, instantAt } from '../coordination/calendar.ts';
import { type Database, prepareDatabase } from '../database.ts';
import { PAGE } from '../files.ts';

export const configuration = (): Config => loadConfig();

export async function page({ playground }: Config): Promise<string> {
  if (!playground) return 'off';
  const there = await access(new URL('app.js', PAGE)).then(
    () => true,
    () => false,
  );
  if (!there) throw new Error('its page is not built: run “npm run build”.');
  return 'its page is built';
}

export async function port({ host, port }: Config): Promise<string> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
    return `${host}:${port} is free`;
  } catch (error) {
    if (await isBaton({ host, port })) return `Baton is running at ${host}:${port}`;
    throw new Error(listenComplaint(error, { host, port }) ?? String(error));
  } finally {
    server.close();
  }
}

/** Whether Baton runs already, at its port. */
export function isBaton({ host, port }: Pick<Config, 'host' | 'port'>): Promise<boolean> {
  return isBatonAt(`http://${host.includes(':') ? `[${host}]` : host}:${port}`);
}

/** `address` without a slash at its end. */
export async function isBatonAt(address: string, withinMs = 1_000): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(withinMs) });
    return ((await answer.json()) as { status?: unknown }).status === 'alive';
  } catch {
    return false;
  }
}

/** Writable, or makeable: a file is put there and taken away again. */
export async function dataFolder({ dataDir }: Config): Promise<string> {
  let folder = dataDir;
  while (!(await stat(folder).catch(() => null))) folder = dirname(folder);
  try {
    await rm(await mkdtemp(join(folder, '.baton-doctor-')), { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${folder} cannot be written (${code}): let this user write there, or set BATON_DATA_DIR to another folder.`,
    );
  }
  return folder === dataDir ? `${dataDir} can be written` : `${dataDir} can be made`;
}

/** A database on trial is as `serve` would make it. */
export async function database(
  opened: Database,
  isTrial: boolean,
): Promise<{ readonly says: string; readonly database: Database }> {
  if (isTrial) {
    await prepareDatabase(opened, () => {}).catch(async (error: unknown) => {
      await opened.close();
      throw error;
    });
  }
  const [server] = await opened.client.sql<
    { version: string }[]
  >`select current_setting('server_version') as version`;
  const says = `PostgreSQL ${server?.version} answers`;
  return { says: isTrial ? `${says}, in a folder that is removed now` : says, database: opened };
}

/** Whether the tables are this version's. @throws StartError when the database is a newer Baton's. */
export async function tables(client: Client): Promise<{ readonly says: string; readonly current: boolean }> {
  const { applied, pending } = await migrationState(client);
  if (pending.length === 0) return { says: `up to date (${applied.at(-1)})`, current: true };
  const says = `${pending.length} updates wait; “baton serve” and “baton migrate” make them, and what needs them was not checked`;
  return { says, current: false };
}

const MOST_APART_MS = 5_000;

/** Leases go by the database's clock, what is due by ours; local times go by Node's table of zones. */
export async function clocks({ sql }: Client): Promise<string> {
  const asked = clock.now();
  const [row] = await sql<
    { now: number }[]
  >`select extract(epoch from clock_timestamp())::float8 * 1000 as now`;
  const answered = clock.now();
  const database = row?.now ?? Number.NaN;
  const apart = Math.max(asked - database, database - answered, 0);
  if (!(apart <= MOST_APART_MS)) {
    throw new Error(
      `the clocks of this computer and of the database are ${formatDuration(apart)} apart: set both by NTP.`,
    );
  }
  // The day after the clocks went back.
  if (instantAt('2026-10-26', 9 * 60, 'Europe/London') !== Date.UTC(2026, 9, 26, 9)) {
    throw new Error('this Node.js knows no time zones: install one with full ICU data.');
  }
  return `within ${Math.round(apart)} ms of the database’s; time zones are known`;
}
