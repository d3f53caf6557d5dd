import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { afterAll, expect, inject, test } from 'vitest';
import journal from '../../../drizzle/meta/_journal.json' with { type: 'json' };
import { type Client, createClient } from '../../../src/adapters/postgres/client.ts';
import { checkRowSecurity } from '../../../src/adapters/postgres/connect.ts';
import { transact } from '../../../src/adapters/postgres/guard.ts';
import { createInstallations } from '../../../src/adapters/postgres/installations.ts';
import { migrate, migrationState } from '../../../src/adapters/postgres/migrate.ts';
import { createPlaygroundStore } from '../../../src/adapters/postgres/playground.ts';
import { rolesSql } from '../../../src/adapters/postgres/roles.ts';
import { createUsedStates } from '../../../src/adapters/postgres/used-states.ts';
import { clock, ids } from '../../../src/adapters/system/system.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { databaseUrl, startTestServer } from '../../support/server.ts';

const NAMES = journal.entries.map(({ tag }) => tag);

/** A cluster of its own, without the roles. */
const server = await startTestServer(inject('databaseServer').binaries);
const admin = postgres(server.url, { max: 1, onnotice: () => {} });
const clients: Client[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await admin.end();
  await server.stop();
});

/** A client of a new, empty database. */
async function emptyDatabase(name: string, owner = 'baton'): Promise<{ url: URL; client: Client }> {
  await admin.unsafe(`create database ${name} owner ${owner}`);
  const url = new URL(databaseUrl(server.url, name));
  if (owner !== 'baton') Object.assign(url, { username: owner, password: 'pw' });
  const client = createClient(url.href, { max: 2 });
  clients.push(client);
  return { url, client };
}

test('four processes at once on an empty database all succeed, and each migration runs once', async () => {
  const [{ url, client }, beside] = await Promise.all([emptyDatabase('raced'), emptyDatabase('beside')]);
  const child = fileURLToPath(new URL('../../support/migrate-child.ts', import.meta.url));
  const start = (database: URL) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', child, database.href]);
  // Another database of the cluster wants the same roles meanwhile.
  const [other, ...runs] = await Promise.all([start(beside.url), ...[url, url, url, url].map(start)]);
  const ran = runs.map(({ stdout }) => JSON.parse(stdout) as string[]);
  expect(ran.flat()).toEqual(NAMES);
  expect(JSON.parse(other.stdout)).toEqual(NAMES);
  expect(await migrationState(client)).toEqual({ applied: NAMES, pending: [] });
  await checkRowSecurity(client);
});

test('migrating reports each step, and a second time does nothing', async () => {
  const { client } = await emptyDatabase('reported');
  expect(await migrationState(client)).toEqual({ applied: [], pending: NAMES });
  const steps: string[] = [];
  await migrate(client, ({ name, number, of }) => steps.push(`${number}/${of} ${name}`));
  expect(steps).toEqual(NAMES.map((name, i) => `${i + 1}/${NAMES.length} ${name}`));
  expect(await migrate(client)).toEqual([]);
});

test('a database of a newer Baton, or of another, is left alone', async () => {
  const { client } = await emptyDatabase('newer');
  await migrate(client);
  const { sql } = client;
  const [{ id } = { id: 0 }] = await sql<{ id: number }[]>`
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 9e15) returning id`;
  await expect(migrate(client)).rejects.toThrow(
    /^The database belongs to a newer version of Baton: update Baton/,
  );
  await sql`delete from drizzle.__drizzle_migrations where id = ${id}`;
  await sql`update drizzle.__drizzle_migrations set hash = 'y'`;
  await expect(migrate(client)).rejects.toThrow(/^The tables in the database are not those of this version/);
});

test("an owner without a superuser's rights is bound by row security too", async () => {
  await admin.unsafe(`create role plain login createrole password 'pw'`);
  // Roles that another user created may be granted by an administrator alone.
  await admin.unsafe(rolesSql('plain'));
  const { client } = await emptyDatabase('managed', 'plain');
  await migrate(client);
  await checkRowSecurity(client);
  const workspaceId = '00000000-0000-4000-8000-000000000001' as WorkspaceId;
  await transact(client, { role: 'baton_app', workspaceId }, async ({ sql }) => {
    await sql`insert into workspaces (id, name, zone, hours, quiet, settings, created_at)
      values (${workspaceId}, 'A', 'UTC', '{}', '{}', '{}', now())`;
    await sql`insert into people (workspace_id, id, handle, name, kind, role)
      values (${workspaceId}, ${workspaceId}, 'ana', 'Ana', 'human', 'member')`;
    await sql`insert into history (workspace_id, record_id, seq, act, at, payload_digest, prev, hash)
      values (${workspaceId}, ${workspaceId}, 1, 'added', now(), '', '', '')`;
  });
  await transact(client, { role: 'owner' }, async ({ sql }) => {
    expect(await sql`select from people`).toHaveLength(0);
    expect(await sql`delete from workspaces`).toMatchObject({ count: 1 });
  });
  const left = await transact(
    client,
    { role: 'baton_app', workspaceId },
    ({ sql }) => sql`select from history`,
  );
  expect(left).toHaveLength(0);
  const place = { workspace: workspaceId, name: 'A', zone: 'UTC', scope: 'local', now: () => 0 };
  const playground = createPlaygroundStore(client, place);
  await playground.recreate();
  await playground.open();
  await playground.recreate();
  expect(await playground.clockOffset()).toBe(0);
  const states = createUsedStates(client);
  expect([await states.use('one', 2_000, 0), await states.use('one', 2_000, 1_000)]).toEqual([true, false]);
  expect(await states.use('one', 9_000, 2_001)).toBe(true);
  const installations = createInstallations(client, { clock, ids });
  const here = { platform: 'slack', scope: 'T1' } as const;
  const installed = await installations.install({ ...here, name: 'A', zone: 'UTC' });
  expect(await installations.uninstall(here)).toBe(true);
  expect(await installations.install({ ...here, name: 'A', zone: 'UTC' })).toBe(installed);
});

test('a user who may not create roles is told what an administrator has to run', async () => {
  const other = await startTestServer(inject('databaseServer').binaries);
  const superuser = postgres(other.url, { max: 1, onnotice: () => {} });
  await superuser.unsafe(`create role "odd ""name" login password 'pw'`);
  await superuser.unsafe('create database managed owner "odd ""name"');
  const url = new URL(databaseUrl(other.url, 'managed'));
  Object.assign(url, { username: encodeURIComponent('odd "name'), password: 'pw' });
  const client = createClient(url.href, { max: 1 });
  await expect(migrate(client)).rejects.toThrow(
    /^The database user odd "name may not create roles: .*--print-roles/,
  );
  await superuser.unsafe(rolesSql('odd "name'));
  await superuser.unsafe(rolesSql('odd "name'));
  expect(await migrate(client)).toEqual(NAMES);
  await checkRowSecurity(client);
  await client.end();
  await superuser.end();
  await other.stop();
});
