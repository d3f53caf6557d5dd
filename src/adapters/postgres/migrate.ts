/**
 * Migrations, run at start. All that are wanting run in one transaction under an advisory lock, so processes that start
 * at once wait for one another and each migration runs once. The record of them is drizzle's own table.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import { ensureRoles } from './roles.ts';
import type { ScopedSql } from './scope.ts';
import { StartError } from './start-error.ts';

/** The package's own folder, wherever in the package this runs from. */
const FOLDER = new URL('drizzle/', pathToFileURL(createRequire(import.meta.url).resolve('#package.json')));
/** Any number, as long as it stays. */
const LOCK = 2_028_117_311;

interface Migration {
  readonly name: string;
  /** Milliseconds since the epoch; what tells migrations apart. */
  readonly made: number;
  readonly hash: string;
  readonly statements: readonly string[];
}

export interface MigrationProgress {
  readonly name: string;
  /** Counted from 1. */
  readonly number: number;
  readonly of: number;
}

export interface MigrationState {
  /** Names, in order. */
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/**
 * Brings the database's tables and roles up to this version, and returns the names of the migrations it ran.
 *
 * @throws StartError when the database is a newer Baton's, or its user may not do what is needed.
 */
export async function migrate(
  client: Client,
  progress: (step: MigrationProgress) => void = () => {},
): Promise<readonly string[]> {
  const migrations = await readMigrations();
  return await transact(client, { role: 'owner' }, async ({ sql }) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`;
    await ensureRoles(sql);
    await sql.unsafe(`
      create schema if not exists drizzle;
      create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`);
    const pending = wanting(migrations, await appliedOf(sql));
    for (const [index, { name, made, hash, statements }] of pending.entries()) {
      progress({ name, number: index + 1, of: pending.length });
      for (const statement of statements) await sql.unsafe(statement);
      await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${made})`;
    }
    return pending.map(({ name }) => name);
  });
}

/** What `migrate` would do. Changes nothing. @throws StartError when the database is a newer Baton's. */
export async function migrationState(client: Client): Promise<MigrationState> {
  const migrations = await readMigrations();
  return await transact(client, { role: 'owner' }, async ({ sql }) => {
    const [there] = await sql<
      { yes: boolean }[]
    >`select to_regclass('drizzle.__drizzle_migrations') is not null as yes`;
    const pending = wanting(migrations, there?.yes ? await appliedOf(sql) : new Map());
    const names = migrations.map(({ name }) => name);
    return {
      applied: names.slice(0, names.length - pending.length),
      pending: pending.map(({ name }) => name),
    };
  });
}

async function readMigrations(): Promise<readonly Migration[]> {
  const journal: { entries: { tag: string; when: number }[] } = JSON.parse(
    await readFile(new URL('meta/_journal.json', FOLDER), 'utf8'),
  );
  return await Promise.all(
    journal.entries.map(async ({ tag, when }) => {
      const text = await readFile(new URL(`${tag}.sql`, FOLDER), 'utf8');
      const hash = createHash('sha256').update(text).digest('hex');
      return { name: tag, made: when, hash, statements: text.split('--> statement-breakpoint') };
    }),
  );
}

async function appliedOf(sql: ScopedSql): Promise<ReadonlyMap<number, string>> {
  const rows = await sql<{ hash: string; made: string }[]>`
    select hash, created_at as made from drizzle.__drizzle_migrations`;
  return new Map(rows.map(({ hash, made }) => [Number(made), hash]));
}

/** The migrations yet to be run. @throws StartError when the applied ones are not the first of ours. */
function wanting(
  migrations: readonly Migration[],
  applied: ReadonlyMap<number, string>,
): readonly Migration[] {
  const last = migrations.at(-1)?.made ?? 0;
  if ([...applied.keys()].some((made) => made > last)) {
    throw new StartError(
      'The database belongs to a newer version of Baton: update Baton, or give it another database.',
    );
  }
  const ours = new Map(migrations.map(({ made, hash }) => [made, hash]));
  if ([...applied].some(([made, hash]) => ours.get(made) !== hash)) {
    throw new StartError(
      'The tables in the database are not those of this version of Baton: give it another database.',
    );
  }
  return migrations.filter(({ made }) => !applied.has(made));
}
