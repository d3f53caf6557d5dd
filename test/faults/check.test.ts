/** The checker of the faults: it finds nothing where nothing is wrong, and each kind of wrong where it was planted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check, untilQuiet } from '../../faults/check/check.ts';
import { startLoad } from '../../faults/rig/load.ts';
import { createRandom } from '../../faults/rig/random.ts';
import { Replica } from '../../faults/rig/replica.ts';
import { Tried } from '../../faults/rig/tried.ts';
import { testDatabase } from '../support/postgres.ts';

const database = await testDatabase();
const { sql } = database.client;
const replica = await Replica.at(database.url);
let tried: Tried;

beforeAll(async () => {
  await replica.start();
  const load = startLoad({ url: () => replica.url, random: createRandom(7), everyMs: 1, most: 40 });
  await load.done(40);
  await load.stop();
  await untilQuiet(sql);
  tried = load.tried;
  // Nobody mends what is planted.
  await replica.kill();
}, 60_000);
afterAll(async () => {
  await replica.kill();
  await database.drop();
});

/** What the checker finds once these statements were run; all is put back after. */
async function planted(...statements: readonly string[]): Promise<string> {
  const tables = ['work_items', 'history', 'inbox', 'outbox', 'playground_messages'];
  for (const table of tables) await sql.unsafe(`create table kept_${table} as table ${table}`);
  try {
    await sql.unsafe(`set session_replication_role = replica; ${statements.join(';')}`);
    return (await check(database, tried)).join('\n');
  } finally {
    for (const table of tables)
      await sql.unsafe(
        `set session_replication_role = replica; delete from ${table}; insert into ${table} table kept_${table}; drop table kept_${table}`,
      );
  }
}

const ITEM = `(select id from work_items order by key limit 1)`;

describe('the checker', { timeout: 30_000 }, () => {
  test('finds nothing after a run without a fault', async () => {
    expect(tried.count('done')).toBeGreaterThan(20);
    expect(await check(database, tried)).toEqual([]);
  });

  test.each([
    ['an effect that is lost', `delete from work_items where id = ${ITEM}`, /done, and 0 items of it/],
    [
      'an effect that happened twice',
      `insert into history select workspace_id, record_id, seq + 1000, act, actor_id, rule, at, payload_digest, prev, hash
       from history where act in ('claimed', 'started', 'blocked', 'edited')`,
      /times, not/,
    ],
    [
      'a record without its history',
      `update work_items set title = 'Another' where id = ${ITEM}`,
      /rebuild it/,
    ],
    [
      'a history with a hole',
      `delete from history where record_id = ${ITEM} and seq = 1`,
      /its history: missing/,
    ],
    ['an item without a card', `delete from outbox where record_id = ${ITEM} and kind = 'card'`, /: 0 cards/],
    [
      'an old card',
      `update playground_messages set message = '{"summary": "Old"}' where outbox_id is not null`,
      /shows Old/,
    ],
    ['a message that was never sent', `update outbox set state = 'pending' where kind = 'card'`, /: pending/],
    ['a message left in hand', `update outbox set state = 'sending' where kind = 'card'`, /: sending/],
    ['an event left in hand', `update inbox set state = 'working'`, /the event .*: working/],
    ['an event given up', `update inbox set state = 'dead'`, /the event .*: dead/],
    ['words kept of an event', `update inbox set intent = '{}'`, /its words are kept/],
    [
      'a message said twice',
      `insert into playground_messages (workspace_id, channel, id, message, posted_at)
       select workspace_id, channel, id || '-again', message, posted_at
       from playground_messages where outbox_id is not null limit 1`,
      /on the platform: of no outbox row/,
    ],
    [
      'a message that is not there',
      `delete from playground_messages where outbox_id is not null`,
      /not on the platform/,
    ],
  ])('finds %s', async (_, statement, words) => {
    expect(await planted(statement)).toMatch(words);
  });

  test('finds what was refused and done all the same', async () => {
    expect(await check(database, tried), 'what was planted is put back').toEqual([]);
    const lying = new Tried();
    for (const attempt of tried.attempts) lying.note({ ...attempt, outcome: 'refused' });
    expect((await check(database, lying)).join('\n')).toMatch(/refused, and 1 items of it/);
  });
});
