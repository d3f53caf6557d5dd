/** What is kept, and for how long: product.md's table, on real rows. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retain } from '../../../src/adapters/postgres/retention.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import type { NudgeId } from '../../../src/coordination/ids.ts';
import type { Nudge } from '../../../src/coordination/nudges/nudge.ts';
import type { Transaction } from '../../../src/coordination/ports.ts';
import { finishing, reopening } from '../../../src/coordination/work-items/decide.ts';
import { save } from '../../../src/coordination/work-items/record.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { makeWorkspace, newItem, person, salt, savePeople, sha256 } from '../../support/records.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const daysAgo = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ max: 2 });
});
afterAll(() => database.drop());

async function workspace(removedAt: string | null): Promise<string> {
  const id = randomUUID();
  await database.client.sql`
    insert into workspaces (id, name, zone, hours, quiet, settings, created_at, removed_at)
    values (${id}, 'Kept', 'UTC', '{}', '{}', '{}', ${daysAgo(400)}::timestamptz, ${removedAt}::timestamptz)`;
  return id;
}

async function event(of: string, key: string, state: string, received: string): Promise<void> {
  await database.client.sql`
    insert into inbox (workspace_id, id, key, state, due_at, received_at)
    values (${of}, gen_random_uuid(), ${key}, ${state}, ${received}::timestamptz, ${received}::timestamptz)`;
}

async function message(of: string, key: string, kind: string, state: string, sent: string): Promise<void> {
  await database.client.sql`
    insert into outbox (workspace_id, id, dedupe_key, kind, destination, body, state, due_at, created_at, sent_at)
    values (${of}, gen_random_uuid(), ${key}, ${kind}, '{}', '{}', ${state}, ${sent}::timestamptz,
      ${sent}::timestamptz, ${sent}::timestamptz)`;
}

test('nudges go 30 days after they were said or answered, with the messages that said them; what waits stays', async () => {
  const of = await makeWorkspace(database.client);
  const ana = person('ana');
  const store = createStore(database.client);
  const { item, entries } = newItem(1, ana.id, { owner: ana.id });
  const nudge = (state: Nudge['state'], days: number, number: number): Nudge => ({
    id: randomUUID() as NudgeId,
    item: item.id,
    person: ana.id,
    channel: null,
    as: 'owner',
    meant: null,
    standing: 'self',
    rule: 'due',
    step: `${state}, ${days} days`,
    number,
    since: NOW,
    dueAt: NOW,
    urgent: false,
    anyHour: false,
    collapsed: 0,
    state,
    decidedAt: state === 'waiting' ? null : Date.parse(daysAgo(days)),
  });
  await savePeople(store, of, ana);
  await store.transact(of, async (tx) => {
    await tx.items.insert(item, entries, []);
    const states = (['sent', 'answered', 'moot', 'waiting'] as const).flatMap((state) => [
      [state, 31] as const,
      [state, 29] as const,
    ]);
    await tx.nudges.add(states.map(([state, days], n) => nudge(state, days, n)));
  });
  await retain(database.client, NOW);
  const rows = await database.client.sql`select step from nudges order by number`;
  expect(rows.map(({ step }) => step)).toEqual([
    'sent, 29 days',
    'answered, 29 days',
    'moot, 29 days',
    'waiting, 31 days',
    'waiting, 29 days',
  ]);
});

test('the clock of an item goes when it ends, and is there again when it is reopened', async () => {
  const of = await makeWorkspace(database.client);
  const ana = person('ana');
  const store = createStore(database.client);
  const { item, entries } = newItem(2, ana.id, { owner: ana.id });
  const clocks = async () =>
    (await database.client.sql`select state from clocks where id = ${item.id}`).map(({ state }) => state);
  const ctx = (tx: Transaction) => ({
    tx,
    me: ana,
    now: NOW,
    sha256,
    ids: { uuid: () => randomUUID(), salt },
  });
  await savePeople(store, of, ana);
  await store.transact(of, (tx) => tx.items.insert(item, entries, []));
  expect(await clocks()).toEqual(['pending']);
  const done = await store.transact(of, (tx) => save(ctx(tx), item, finishing(item, NOW)));
  expect(await clocks()).toEqual([]);
  await store.transact(of, (tx) => save(ctx(tx), done, reopening(done, undefined, NOW)));
  expect(await clocks()).toEqual(['pending']);
});

test('handled events go after 7 days, sent messages after 30, removed workspaces after 90; the rest stays', async () => {
  const here = await workspace(null);
  const leftLately = await workspace(daysAgo(89));
  const leftLongAgo = await workspace(daysAgo(91));
  await event(here, 'done, old', 'done', daysAgo(8));
  await event(here, 'done, new', 'done', daysAgo(6));
  await event(here, 'dead, old', 'dead', daysAgo(8));
  await event(here, 'waits since long', 'pending', daysAgo(60));
  await event(leftLongAgo, 'of the removed', 'pending', daysAgo(100));
  await message(here, 'sent, old', 'notice', 'sent', daysAgo(31));
  await message(here, 'sent, new', 'notice', 'sent', daysAgo(29));
  await message(here, 'card, old', 'card', 'sent', daysAgo(300));
  await message(here, 'dead, old', 'notice', 'dead', daysAgo(300));

  await retain(database.client, NOW);

  const kept = async (table: string, column: string): Promise<string[]> => {
    const rows = await database.client.sql.unsafe(`select ${column} as it from ${table} order by 1`);
    return rows.map((row) => String(row.it));
  };
  expect(await kept('inbox', 'key')).toEqual(['done, new', 'waits since long']);
  expect(await kept('outbox', 'dedupe_key')).toEqual(['card, old', 'dead, old', 'sent, new']);
  const there = new Set(await kept('workspaces', 'id::text'));
  expect([here, leftLately, leftLongAgo].map((id) => there.has(id))).toEqual([true, true, false]);
});
