import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { createAsides } from '../../../src/adapters/postgres/asides.ts';
import { createLeases } from '../../../src/adapters/postgres/leases.ts';
import { retain } from '../../../src/adapters/postgres/retention.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { testDatabase } from '../../support/postgres.ts';

const database = await testDatabase({ max: 4 });
afterAll(() => database.drop());

const { client } = database;
const DAY = 86_400_000;

async function workspace(): Promise<WorkspaceId> {
  const id = randomUUID() as WorkspaceId;
  await client.sql`
    insert into workspaces (id, name, zone, hours, quiet, settings, created_at)
    values (${id}, 'Kept', 'UTC', '{}', '{}', '{}', now())`;
  return id;
}

describe('what is put aside', () => {
  let now = Date.UTC(2026, 9, 23);
  const asides = createAsides(client, { now: () => now });

  test('comes back as it was, in its own workspace alone', async () => {
    const [here, there] = [await workspace(), await workspace()];
    const value = { action: { verb: 'list', options: { words: 'ü “quoted”' } } };
    await asides.put(
      here,
      [
        { id: 'a', value },
        { id: 'a', value },
        { id: 'b', value: 2 },
      ],
      DAY,
    );
    expect(await asides.get(here, 'a')).toEqual(value);
    expect(await asides.get(there, 'a')).toBeNull();
    expect(await asides.get(here, 'c')).toBeNull();
  });

  test('is kept until its time, and longer when it is kept again', async () => {
    const here = await workspace();
    await asides.put(here, [{ id: 'a', value: 1 }], DAY);
    await asides.put(here, [{ id: 'b', value: 2 }], DAY);
    await asides.put(here, [{ id: 'b', value: 2 }], 3 * DAY);
    await asides.put(here, [{ id: 'b', value: 2 }], DAY);
    now += 2 * DAY;
    expect([await asides.get(here, 'a'), await asides.get(here, 'b')]).toEqual([null, 2]);
    await retain(client, now);
    const rows = await client.sql`select id from asides where workspace_id = ${here}`;
    expect(rows.map((row) => row.id)).toEqual(['b']);
  });

  test('two processes that keep the same at once do not hinder one another', async () => {
    const here = await workspace();
    const all = Array.from({ length: 20 }, (_, n) => ({ id: `n${n}`, value: n }));
    await Promise.all(
      [all, all.toReversed(), all, all.toReversed()].map((each) => asides.put(here, each, DAY)),
    );
    expect(await asides.get(here, 'n19')).toBe(19);
  });
});

describe('a lease', () => {
  const leases = createLeases(client);

  test('is one holder’s at a time; the next takes it up where it was left', async () => {
    expect(await leases.take('gateway', 'one', 60_000)).toEqual({ mark: '' });
    expect(await leases.take('gateway', 'two', 60_000)).toBeNull();
    expect(await leases.renew('gateway', 'one', 60_000, 'page 7')).toBe(true);
    expect(await leases.renew('gateway', 'two', 60_000, 'page 1')).toBe(false);
    await leases.release('gateway', 'one', 'page 8');
    expect(await leases.take('gateway', 'two', 60_000)).toEqual({ mark: 'page 8' });
    expect(await leases.renew('gateway', 'one', 60_000, 'page 9')).toBe(false);
  });

  test('ends with its time, and is then anyone’s, whose holder cannot renew it', async () => {
    await leases.take('short', 'one', 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await leases.renew('short', 'one', 60_000, '')).toBe(false);
    expect(await leases.take('short', 'two', 60_000)).toEqual({ mark: '' });
  });

  test('is won by one of many that want it at once', async () => {
    const wanting = Array.from({ length: 8 }, (_, n) => leases.take('race', `process ${n}`, 60_000));
    const won = (await Promise.all(wanting)).filter((lease) => lease !== null);
    expect(won).toHaveLength(1);
  });
});
