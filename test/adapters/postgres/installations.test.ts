import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInstallations, type Installations } from '../../../src/adapters/postgres/installations.ts';
import { createLinks } from '../../../src/adapters/postgres/links.ts';
import { retain } from '../../../src/adapters/postgres/retention.ts';
import { createSecrets, type Secrets } from '../../../src/adapters/postgres/secrets.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { createSealing } from '../../../src/adapters/system/sealed.ts';
import { ids } from '../../../src/adapters/system/system.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Installation } from '../../../src/coordination/places.ts';
import type { Store } from '../../../src/coordination/ports.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 86_400_000;

let database: TestDatabase;
let installations: Installations;
let secrets: Secrets;
let store: Store;
beforeAll(async () => {
  database = await testDatabase();
  installations = createInstallations(database.client, { clock: { now: () => NOW }, ids });
  secrets = createSecrets(database.client, createSealing('ab'.repeat(32)));
  store = createStore(database.client);
});
afterAll(() => database.drop());

const team = (): Installation & { platform: 'slack' } => ({ platform: 'slack', scope: `T${randomUUID()}` });
const install = (installation: Installation) =>
  installations.install({ ...installation, name: 'Acme', zone: 'Europe/London' });
const countOf = async (table: string, workspace: WorkspaceId, where = 'true'): Promise<number> => {
  const [row] = await database.client.sql.unsafe(
    `select count(*)::int as n from ${table} where workspace_id = '${workspace}' and ${where}`,
  );
  return row?.n;
};
const removedAt = async (workspace: WorkspaceId): Promise<Date | null> => {
  const [row] = await database.client.sql`
    select extract(epoch from removed_at)::float8 * 1000 as at from workspaces where id = ${workspace}`;
  return row?.at ?? null;
};

/** A second installation of the same workspace, as linking makes one. */
async function alsoIn(workspace: WorkspaceId): Promise<Installation> {
  const second = team();
  await database.client.sql`
    insert into routes (platform, scope, workspace_id) values (${second.platform}, ${second.scope}, ${workspace})`;
  return second;
}

let messages = 0;
async function message(
  of: WorkspaceId,
  to: object,
  { state = 'pending', kind = 'words', shown = false } = {},
) {
  messages += 1;
  const key = `message ${messages}`;
  await database.client.sql`
    insert into outbox (workspace_id, id, dedupe_key, kind, destination, body, state, due_at, created_at,
      wanted_version, sent_version, sent_message, attempts)
    values (${of}, gen_random_uuid(), ${key}, ${kind}, ${JSON.stringify(to)}::jsonb, '{}', ${state}, now(), now(),
      3, 2, ${shown ? '1.2' : null}, 1)`;
  return key;
}
const inChannel = (installation: Installation) => ({
  to: 'channel',
  channel: { ...installation, channel: 'C1' },
});
const outboxOf = async (workspace: WorkspaceId) =>
  Object.fromEntries(
    (
      await database.client.sql`
        select dedupe_key, state, sent_version from outbox where workspace_id = ${workspace}`
    ).map((row) => [row.dedupe_key, [row.state, row.sent_version]]),
  );

describe('to install', () => {
  test('makes a workspace with the defaults, to which the installation leads', async () => {
    const here = team();
    const workspace = await install(here);
    expect(await store.route(here)).toBe(workspace);
    const read = await store.transact(workspace, (tx) => tx.workspace());
    expect(read).toMatchObject({ id: workspace, name: 'Acme', zone: 'Europe/London' });
    expect(Object.keys(read.hours)).toEqual(['1', '2', '3', '4', '5']);
    expect(read.settings.reactions.track).toBe('pushpin');
  });

  test('knows what it is called, and what it comes to be called', async () => {
    const slack = team();
    const workspace = await install(slack);
    const links = createLinks(database.client);
    expect(await links.installations(workspace)).toEqual([{ ...slack, name: 'Acme' }]);
    await installations.rename(workspace, slack, 'Acme & Daughters');
    expect(await links.installations(workspace)).toEqual([{ ...slack, name: 'Acme & Daughters' }]);
  });

  test('again changes nothing', async () => {
    const here = team();
    const workspace = await install(here);
    expect(await installations.install({ ...here, name: 'Renamed', zone: 'UTC' })).toBe(workspace);
    expect((await store.transact(workspace, (tx) => tx.workspace())).name).toBe('Acme');
  });

  test('by twenty at once makes one workspace', async () => {
    const here = team();
    const before = await database.client.sql`select count(*)::int as n from workspaces`;
    const workspaces = await Promise.all(Array.from({ length: 20 }, () => install(here)));
    expect(new Set(workspaces).size).toBe(1);
    const after = await database.client.sql`select count(*)::int as n from workspaces`;
    expect(after[0]?.n - before[0]?.n).toBe(1);
  });
});

describe('to uninstall', () => {
  test('ends the route, the tokens and what waits; the data stays for its time', async () => {
    const here = team();
    const workspace = await install(here);
    await secrets.save(workspace, here, { bot: 'xoxb-1' });
    await database.client.sql`
      insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
      values (${workspace}, gen_random_uuid(), 'e1', '{}', 'pending', now(), now()),
        (${workspace}, gen_random_uuid(), 'e2', null, 'done', now(), now())`;
    await message(workspace, inChannel(here));
    await message(workspace, { to: 'person', person: randomUUID() }, { state: 'unknown' });
    const card = await message(workspace, inChannel(here), { kind: 'card', shown: true });
    const dead = await message(workspace, inChannel(here), { state: 'dead' });
    const sending = await message(workspace, inChannel(here), { state: 'sending' });

    expect(await installations.uninstall(here)).toBe(true);

    expect(await store.route(here)).toBeNull();
    expect(await secrets.read(here)).toBeNull();
    expect(await countOf('secrets', workspace)).toBe(0);
    expect(await countOf('inbox', workspace)).toBe(1);
    expect(await outboxOf(workspace)).toEqual({
      [card]: ['sent', 3],
      [dead]: ['dead', 2],
      [sending]: ['sending', 2],
    });
    expect(await removedAt(workspace)).toBe(NOW);
  });

  test('twice, or where it never was, does nothing', async () => {
    const here = team();
    await install(here);
    const ended = await Promise.all(Array.from({ length: 8 }, () => installations.uninstall(here)));
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(await installations.uninstall(team())).toBe(false);
  });

  test('one of two leaves the workspace, and what is said to the other', async () => {
    const [here, person] = [team(), randomUUID()];
    const workspace = await install(here);
    const there = await alsoIn(workspace);
    await secrets.save(workspace, here, { bot: 'xoxb-1' });
    await secrets.save(workspace, there, { bot: 'xoxb-2' });
    await database.client.sql`
      insert into people (workspace_id, id, handle, name, kind, role)
      values (${workspace}, ${person}, 'ana', 'Ana', 'human', 'member')`;
    for (const { scope } of [here, there]) {
      await database.client.sql`
        insert into accounts (workspace_id, platform, scope, account, person_id, last_used_at)
        values (${workspace}, 'slack', ${scope}, 'U1', ${person}, now())`;
    }
    await message(workspace, inChannel(here));
    await message(workspace, { ...inChannel(here), to: 'whisper', person });
    const kept = [
      await message(workspace, inChannel(there)),
      await message(workspace, { to: 'person', person }),
    ];

    expect(await installations.uninstall(here)).toBe(true);

    expect(Object.keys(await outboxOf(workspace)).toSorted()).toEqual(kept.toSorted());
    expect(await removedAt(workspace)).toBeNull();
    expect(await secrets.read(there)).toEqual({ bot: 'xoxb-2' });
    expect(await store.route(there)).toBe(workspace);
    const [first] = await store.transact(workspace, (tx) => tx.people.accountsOf(person as never));
    expect(first?.scope).toBe(there.scope);
  });

  test('both of two at once removes the workspace', async () => {
    for (let round = 0; round < 5; round += 1) {
      const here = team();
      const workspace = await install(here);
      const there = await alsoIn(workspace);
      expect(await Promise.all([here, there].map(installations.uninstall))).toEqual([true, true]);
      expect(await removedAt(workspace)).toBe(NOW);
    }
  });

  test('touches nothing of another workspace', async () => {
    const [here, neighbour] = [team(), team()];
    const [, theirs] = [await install(here), await install(neighbour)];
    await secrets.save(theirs, neighbour, { bot: 'xoxb-2' });
    const kept = await message(theirs, inChannel(neighbour));
    await installations.uninstall(here);
    expect(Object.keys(await outboxOf(theirs))).toEqual([kept]);
    expect(await secrets.read(neighbour)).toEqual({ bot: 'xoxb-2' });
    expect(await removedAt(theirs)).toBeNull();
  });
});

describe('to install again', () => {
  test('finds the workspace as it was, and it is kept', async () => {
    const here = team();
    const workspace = await install(here);
    await installations.uninstall(here);
    expect(await install(here)).toBe(workspace);
    expect(await store.route(here)).toBe(workspace);
    expect(await removedAt(workspace)).toBeNull();
    await retain(database.client, NOW + 91 * DAY);
    expect(await store.route(here)).toBe(workspace);
  });

  test('after the retention time finds a new one', async () => {
    const here = team();
    const workspace = await install(here);
    await installations.uninstall(here);
    await retain(database.client, NOW + 91 * DAY);
    const next = await install(here);
    expect(next).not.toBe(workspace);
    expect(await store.route(here)).toBe(next);
  });

  test('while it is uninstalled, over and over, ends in one state or the other', async () => {
    const here = team();
    const workspace = await install(here);
    await Promise.all(
      Array.from({ length: 24 }, (_, i) => (i % 2 ? install(here) : installations.uninstall(here))),
    );
    const there = (await store.route(here)) !== null;
    expect(await removedAt(workspace)).toBe(there ? null : NOW);
  });
});

test('the installations of a platform are all listed, over many pages, without those that ended', async () => {
  await database.client.sql`
    with made as (
      insert into workspaces (id, name, zone, hours, quiet, settings, created_at)
      select gen_random_uuid(), 'Many', 'UTC', '{}', '{}', '{}', now() from generate_series(1, 1203) returning id)
    insert into routes (platform, scope, workspace_id, removed_at)
    select 'discord', lpad(n::text, 6, '0'), id, case when n = 700 then now() end
    from (select id, row_number() over () as n from made) numbered`;
  const scopes: string[] = [];
  for await (const { scope, workspace, platform } of installations.installed('discord')) {
    expect([platform, typeof workspace]).toEqual(['discord', 'string']);
    scopes.push(scope);
  }
  expect(scopes).toHaveLength(1202);
  expect(scopes).toEqual(scopes.toSorted());
  expect(scopes).not.toContain('000700');
});
