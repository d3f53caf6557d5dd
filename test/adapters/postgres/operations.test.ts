import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refOf } from '../../../src/adapters/playground/chat.ts';
import { capturedOf, placeOf } from '../../../src/adapters/playground/receive.ts';
import { seed } from '../../../src/adapters/playground/seed.ts';
import type { StoredMessage } from '../../../src/adapters/playground/store.ts';
import { erasePerson } from '../../../src/adapters/postgres/erase.ts';
import { countRows, type ExportedRow, exportRows } from '../../../src/adapters/postgres/export.ts';
import { transact } from '../../../src/adapters/postgres/guard.ts';
import { createPlaygroundStore } from '../../../src/adapters/postgres/playground.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { type FoundFlaw, verifyWorkspace } from '../../../src/adapters/postgres/verify-history.ts';
import { clock, ids, sha256 } from '../../../src/adapters/system/system.ts';
import { handle } from '../../../src/commands/handle.ts';
import type { Act } from '../../../src/commands/intent.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ max: 4 });
});
afterAll(() => database.drop());

/** A seeded playground of its own, and what its people do. */
async function playground() {
  const { client } = database;
  const workspace = randomUUID() as WorkspaceId;
  const place = { workspace, name: 'Northwind', zone: 'Europe/London', scope: workspace, now: clock.now };
  const chat = { ...createPlaygroundStore(client, place), nextDue: async () => null };
  const made = createStore(client);
  // Without the limit that a person's patience sets: a busy machine is no fault of what is tested here.
  const store: typeof made = { ...made, transact: (id, work) => made.transact(id, work) };
  await seed({ workspace, store, playground: chat, clock, ids });
  const core = { store, clock, ids, sha256, chats: new Map() };
  const about = (actor: string, channel: string) => ({
    v: 1 as const,
    key: `playground:${channel}:${randomUUID()}`,
    at: clock.now(),
    actor,
    place: placeOf(channel),
  });
  const act = (intent: Act) => handle(core, workspace, intent, 'in place');
  return {
    client,
    workspace,
    store,
    chat,
    types: (actor: string, channel: string, text: string) =>
      act({ ...about(actor, channel), kind: 'words', text }),
    says: async (author: string, channel: string, text: string): Promise<StoredMessage> => {
      const said = { channel, author, text, thread: null, onlyFor: null, message: null, editedAt: null };
      const message = { ...said, id: randomUUID(), postedAt: clock.now() };
      await chat.post(message, null);
      return message;
    },
    pins: (actor: string, message: StoredMessage) =>
      act({
        ...about(actor, message.channel),
        kind: 'reaction',
        emoji: 'pushpin',
        present: true,
        on: refOf(message),
        message: capturedOf(message),
      }),
    async rows(): Promise<ExportedRow[]> {
      const rows: ExportedRow[] = [];
      for await (const batch of exportRows(client, workspace)) rows.push(...batch);
      return rows;
    },
    async flaws(): Promise<{ flaws: FoundFlaw[]; records: number; erased: number }> {
      const all = { flaws: [] as FoundFlaw[], records: 0, erased: 0 };
      for await (const { flaws, records, erased } of verifyWorkspace(client, workspace, sha256)) {
        all.flaws.push(...flaws);
        all.records += records;
        all.erased += erased;
      }
      return all;
    },
  };
}

describe('export', () => {
  test('holds every row of the workspace and none of another', async () => {
    const [one, other] = [await playground(), await playground()];
    await one.types('ana', 'general', 'add Order the canary cage @bo tomorrow');
    const rows = await one.rows();
    expect(rows.length).toBe(await countRows(one.client, one.workspace));
    const tables = new Set(rows.map(({ table }) => table));
    for (const table of [
      'workspaces',
      'routes',
      'people',
      'channels',
      'work_items',
      'history',
      'history_payloads',
    ]) {
      expect(tables).toContain(table);
    }
    expect(JSON.stringify(rows)).not.toContain(other.workspace);
    const [item] = rows.filter(({ table }) => table === 'work_items');
    expect(item?.row.title).toBe('Order the canary cage');
  });

  test('leaves tokens out', async () => {
    const one = await playground();
    await transact(one.client, { role: 'baton_app', workspaceId: one.workspace }, ({ db }) =>
      db.execute(sql`insert into secrets values (${one.workspace}, 'slack', 'T1', 'bot', 'k1', 'canary')`),
    );
    expect(JSON.stringify(await one.rows())).not.toContain('canary');
  });
});

describe('verify-history', () => {
  const asSuperuser = (text: string, values: string[]) => database.client.sql.unsafe(text, values);

  test.each([
    [
      'an altered act',
      `update history set act = 'claimed' where workspace_id = $1 and seq = 1`,
      'altered',
      1,
    ],
    [
      'altered words',
      `update history_payloads set payload = '{"changes":{}}' where workspace_id = $1 and seq = 2`,
      'payload altered',
      2,
    ],
    ['a removed entry', 'delete from history where workspace_id = $1 and seq = 1', 'missing', 1],
    ['a removed end', 'delete from history where workspace_id = $1 and seq = 2', 'missing', 2],
    [
      'an altered head',
      `update work_items set head_hash = repeat('0', 64) where workspace_id = $1`,
      'head differs',
      2,
    ],
  ])('names the first bad entry of %s', async (_, tampering, what, seq) => {
    const one = await playground();
    await one.types('ana', 'general', 'add Water the plants');
    await one.types('ana', 'general', 'claim W-1');
    expect((await one.flaws()).flaws).toEqual([]);
    await asSuperuser(tampering, [one.workspace]);
    expect((await one.flaws()).flaws).toEqual([{ record: 'W-1', seq, what }]);
  });

  test('names a record that is gone', async () => {
    const one = await playground();
    await one.types('ana', 'general', 'add Water the plants');
    const [item] = await asSuperuser('delete from work_items where workspace_id = $1 returning id', [
      one.workspace,
    ]);
    expect((await one.flaws()).flaws).toEqual([{ record: item?.id, seq: 1, what: 'record gone' }]);
  });
});

describe('erasing a person', () => {
  test('leaves nothing of theirs in any table, and a history that verifies', async () => {
    const one = await playground();
    await one.types('lena', 'general', 'add The canary words of Lena @bo tomorrow');
    await one.types('lena', 'dm-lena', 'add A canary said in private');
    await one.pins('bo', await one.says('lena', 'general', 'Somebody fix the canary, please'));
    await one.types('bo', 'general', 'add Thank Lena Vogt and @lena for the work');
    await one.types('bo', 'general', 'add Untouched by it all');
    await one.types('lena', 'general', 'claim W-5');
    await one.types('bo', 'general', 'block W-1 waiting for @lena');
    await one.pins('bo', await one.says('bo', 'general', 'Order cups\nLena Vogt wants blue ones'));
    await one.says('bo', 'general', 'Ask @lena, or Lena Vogt herself. Lenard knows too: @lena-b');
    await one.chat.setReaction(
      {
        channel: 'general',
        message: (await one.says('ana', 'general', 'hi')).id,
        account: 'lena',
        emoji: 'eyes',
      },
      true,
    );

    const deps = { client: one.client, workspace: one.workspace, now: clock.now(), ids, sha256 };
    expect(await erasePerson(deps, 'lena', () => {})).toBe(6);

    const rows = await one.rows();
    const holding = rows.filter(({ row }) =>
      /canary|Lena Vogt|@lena(?!-b)|"(dm-)?lena"/.test(JSON.stringify(row)),
    );
    expect(holding).toEqual([]);
    const titles = rows.filter(({ table }) => table === 'work_items').map(({ row }) => [row.key, row.title]);
    expect(titles).toHaveLength(6);
    expect(titles).toEqual(
      expect.arrayContaining([
        [1, 'Erased'],
        [4, 'Thank someone and someone for the work'],
        [5, 'Untouched by it all'],
      ]),
    );
    const claimed = rows.find(({ table, row }) => table === 'work_items' && row.key === 5);
    expect(claimed?.row.owner_id).toBeNull();
    const quotes = rows.filter(({ table }) => table === 'work_items').map(({ row }) => row.quote);
    expect(quotes.filter((quote) => quote !== null)).toEqual(['Order cups\nsomeone wants blue ones']);
    expect(JSON.stringify(rows)).toContain('Ask someone, or someone herself. Lenard knows too: @lena-b');

    const { flaws, records, erased } = await one.flaws();
    expect([flaws, records]).toEqual([[], 6]);
    expect(erased).toBeGreaterThanOrEqual(5);
  });

  test('touches no other workspace, and nobody of another name', async () => {
    const [one, other] = [await playground(), await playground()];
    await other.types('lena', 'general', 'add The canary stays');
    const before = await other.rows();
    const deps = { client: one.client, workspace: one.workspace, now: clock.now(), ids, sha256 };
    expect(await erasePerson(deps, 'nobody', () => {})).toBeNull();
    await erasePerson(deps, 'lena', () => {});
    expect(await other.rows()).toEqual(before);
  });
});
