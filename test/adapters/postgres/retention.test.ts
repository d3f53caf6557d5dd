/** What is kept, and for how long: product.md's table, on real rows. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retain } from '../../../src/adapters/postgres/retention.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

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
  expect((await kept('workspaces', 'id::text')).toSorted()).toEqual([here, leftLately].toSorted());
});
