import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findLate } from '../../../src/adapters/postgres/audit.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { audit } from '../../../src/adapters/scheduler/auditing.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Store } from '../../../src/coordination/ports.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { MINUTE, makeWorkspace, message, NOW, person, salt, savePeople } from '../../support/records.ts';

const ana = person('ana', { role: 'admin' });
const bo = person('bo');

let database: TestDatabase;
let store: Store;
let workspace: WorkspaceId;
let counted = new Map<string, number>();

beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana, bo);
});
afterAll(() => database.drop());

const run = (now: number) =>
  audit({
    store,
    ids: { uuid: () => randomUUID(), salt },
    clock: { now: () => now },
    find: () => findLate(database.client, now),
    audited: (rows) => {
      counted = new Map(rows);
    },
    log: { warn: () => {} },
  });
const told = () =>
  database.client
    .sql`select person_id from outbox where workspace_id = ${workspace} and dedupe_key like 'audit:%'`;

test('what is due is not late for a minute', async () => {
  await store.transact(workspace, (tx) => tx.outbox.add([message()]));
  await run(NOW + MINUTE - 1);
  expect([...counted]).toEqual([]);
  expect(await told()).toHaveLength(0);
});

test('then it is counted, and the admins are told, once a day', async () => {
  for (const now of [NOW + 2 * MINUTE, NOW + 3 * MINUTE]) await run(now);
  expect(counted.get('late message')).toBe(1);
  expect((await told()).map((row) => row.person_id)).toEqual([ana.id]);
});

test('a send past its lease, an event and a clock are seen as well', async () => {
  await database.client.sql`
    update outbox set state = 'sending', lease_until = now() - interval '1 minute' where dedupe_key not like 'audit:%'`;
  await database.client.sql`
    insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
    values (${workspace}, gen_random_uuid(), 'k', '{}', 'pending', ${new Date(NOW).toISOString()}, now())`;
  await database.client.sql`
    insert into clocks (workspace_id, id, kind, state, due_at, detail)
    values (${workspace}, gen_random_uuid(), 'item', 'pending', ${new Date(NOW).toISOString()}, '{}')`;
  await run(NOW + 2 * MINUTE);
  expect([...counted.keys()].toSorted()).toEqual(
    expect.arrayContaining(['late clock', 'late event', 'stuck send']),
  );
});
