/** The database for a verb that works on what is there: never made, and never changed by opening it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../adapters/postgres/client.ts';
import { migrationState } from '../adapters/postgres/migrate.ts';
import { listWorkspaces, type NamedWorkspace } from '../adapters/postgres/workspaces.ts';
import { type Config, loadConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './verb.ts';

/** True where `serve` or `migrate` has been before, and for a database elsewhere. */
export const hasDatabase = ({ databaseUrl, dataDir }: Config): boolean =>
  databaseUrl !== null || existsSync(join(dataDir, 'postgres', 'PG_VERSION'));

/** Runs `work` on the database, and closes it whatever happens. */
export async function withDatabase<T>(terminal: Terminal, work: (client: Client) => Promise<T>): Promise<T> {
  const config = loadConfig();
  if (!hasDatabase(config)) {
    throw new UsageError(
      `There is no database in ${config.dataDir}: run “baton serve” once, or set BATON_DATA_DIR or DATABASE_URL.`,
    );
  }
  const database = await openDatabase(config, (words) => terminal.err(words));
  const settled = closeOnSignal(() => database.close());
  try {
    const { pending } = await migrationState(database.client);
    if (pending.length > 0) throw new UsageError('The database is not up to date: run “baton migrate”.');
    return await work(database.client);
  } finally {
    settled();
    await database.close();
  }
}

/** A server that we started outlives us unless we stop it. Returns what ends the watch. */
export function closeOnSignal(close: () => Promise<void>): () => void {
  const onInterrupt = () => void close().finally(() => process.exit(130));
  const onTerminate = () => void close().finally(() => process.exit(143));
  process.once('SIGINT', onInterrupt).once('SIGTERM', onTerminate);
  return () => process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
}

/** The workspaces meant by `--workspace`; all of them where it was not given. */
export async function workspacesMeant(
  client: Client,
  words: string | boolean | undefined,
): Promise<readonly NamedWorkspace[]> {
  const all = await listWorkspaces(client);
  if (words === undefined) return all;
  const meant = all.filter(
    ({ id, name }) => id === words || name.toLowerCase() === String(words).toLowerCase(),
  );
  if (meant.length > 0) return meant;
  throw new UsageError(`There is no workspace “${words}”. There is ${listed(all)}.`);
}

/** The one workspace meant by `--workspace`, which may be left out where there is only one. */
export async function workspaceMeant(
  client: Client,
  words: string | boolean | undefined,
): Promise<NamedWorkspace> {
  const [first, ...others] = await workspacesMeant(client, words);
  if (first === undefined) throw new UsageError('There is no workspace yet.');
  if (others.length === 0) return first;
  throw new UsageError(`Say which workspace with --workspace NAME or its id: ${listed([first, ...others])}.`);
}

const listed = (workspaces: readonly NamedWorkspace[]): string =>
  workspaces.map(({ name, id }) => `“${name}” (${id})`).join(', ') || 'none yet';
