import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../../src/adapters/postgres/guard.ts';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import { Refusal } from '../../../src/coordination/errors.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Person } from '../../../src/coordination/people/person.ts';
import type { ItemFilter, Transaction, Viewer } from '../../../src/coordination/ports.ts';
import { canSee } from '../../../src/coordination/work-items/rights.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import {
  channel,
  MINUTE,
  makeWorkspace,
  NOW,
  newItem,
  person,
  savePeople,
  team,
  type Written,
} from '../../support/records.ts';

let database: TestDatabase;
let store: PostgresStore;
let workspace: WorkspaceId;

const ana = person('ana', { role: 'admin' });
const bo = person('bo');
const lena = person('lena');
const gus = person('gus', { role: 'guest' });
const everyone = [ana, bo, lena, gus];
const general = channel('general');
const leads = channel('leads', { kind: 'private' });
const members = new Map([
  [general.id, [ana, bo, lena, gus]],
  [leads.id, [ana]],
]);
const design = team('design');
const due = (minutes: number) => ({ at: NOW + minutes * MINUTE, zone: 'UTC', timed: true });
const viewer = (who: Person): Viewer => ({ person: who.id, guest: who.role === 'guest' });
const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => store.transact(workspace, work);

const items: Written[] = [
  newItem(1, ana.id, {
    title: 'Offer 100% sure',
    owner: bo.id,
    due: due(30),
    priority: 'urgent',
    sourceChannel: general.id,
  }),
  newItem(2, ana.id, {
    title: 'Secret plan',
    owner: ana.id,
    due: due(10),
    audience: 'circle',
    sourceChannel: leads.id,
  }),
  newItem(3, bo.id, { title: 'Unowned work', due: due(10) }),
  newItem(4, bo.id, { title: 'Without a date', owner: bo.id, team: design.id, stage: 'active' }),
  newItem(5, lena.id, {
    title: 'Reviewed by bo',
    owner: lena.id,
    reviewers: [bo.id],
    stage: 'review',
    audience: 'circle',
  }),
  newItem(6, lena.id, {
    title: 'Watched by gus',
    owner: lena.id,
    watchers: [gus.id],
    blockedReason: 'legal',
    updatedAt: NOW + MINUTE,
  }),
  newItem(7, bo.id, { title: 'offer, done', owner: bo.id, stage: 'done', updatedAt: NOW + 2 * MINUTE }),
  newItem(8, bo.id, { title: 'Done_too', owner: bo.id, stage: 'done', updatedAt: NOW + 3 * MINUTE }),
  newItem(9, bo.id, { title: 'Waits for three', owner: bo.id }),
  newItem(10, bo.id, { title: 'Waited for seven', owner: bo.id }),
];
const itemOf = (key: number) => items[key - 1]?.item ?? expect.fail();

beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ...everyone);
  await within(async (tx) => {
    for (const one of [general, leads]) {
      await tx.channels.save(one);
      await tx.channels.setMembers(
        one.id,
        (members.get(one.id) ?? []).map((p) => p.id),
      );
    }
    await tx.teams.save(design);
    for (const { item, entries } of items) await tx.items.insert(item, entries, []);
    await tx.items.relate({ kind: 'blocks', from: itemOf(3).id, to: itemOf(9).id });
    await tx.items.relate({ kind: 'blocks', from: itemOf(7).id, to: itemOf(10).id });
  });
});
afterAll(() => database.drop());

const keys = (filter: ItemFilter, who = bo, size = 50): Promise<number[]> =>
  within(async (tx) =>
    (await tx.items.list(filter, viewer(who), { size, after: null })).items.map((i) => i.key),
  );

describe('who sees what', () => {
  test('SQL and the domain say the same, for everyone and every item', async () => {
    for (const who of everyone) {
      const expected = items
        .map(({ item }) => item)
        .filter((item) =>
          canSee(
            item,
            viewer(who),
            item.sourceChannel !== null && (members.get(item.sourceChannel) ?? []).includes(who),
          ),
        )
        .map((item) => item.key);
      expect(
        (await keys({}, who)).toSorted((a, b) => a - b),
        who.handle,
      ).toEqual(expected);
      await within(async (tx) => {
        const seen = await tx.items.visible(
          items.map(({ item }) => item.id),
          viewer(who),
        );
        expect(items.filter(({ item }) => seen.has(item.id)).map(({ item }) => item.key)).toEqual(expected);
        for (const { item } of items) {
          const found = await tx.items.byKey(item.key, viewer(who));
          expect(found !== null, `${who.handle} ${item.key}`).toBe(expected.includes(item.key));
        }
      });
    }
  });

  test('what a guest sees by name or channel they see in every list', async () => {
    expect(await keys({ stage: 'unended' }, gus)).toEqual([1, 6]);
    expect(await keys({ owner: gus.id }, gus)).toEqual([]);
  });

  test('an admin sees no more than anyone', async () => {
    expect(await keys({ owner: lena.id }, ana)).toEqual([6]);
  });
});

describe('filters', () => {
  test.each<[string, ItemFilter, number[]]>([
    ['unended, by due date, then key; what has none last', { stage: 'unended' }, [3, 1, 4, 5, 6, 9, 10]],
    ['an owner', { owner: bo.id, stage: 'unended' }, [1, 4, 9, 10]],
    ['nobody', { owner: 'nobody', stage: 'unended' }, [3]],
    ['a requester', { requester: lena.id, stage: 'unended' }, [5, 6]],
    ['a reviewer', { reviewer: bo.id, stage: 'review' }, [5]],
    ['a team', { team: design.id, stage: 'unended' }, [4]],
    ['a priority', { priority: 'urgent', stage: 'unended' }, [1]],
    ['a stage', { stage: 'active' }, [4]],
    ['done, last changed first', { stage: 'done' }, [8, 7]],
    ['cancelled', { stage: 'cancelled' }, []],
    ['blocked, by a reason or an item that has not ended', { blocked: true, stage: 'unended' }, [6, 9]],
    ['not blocked', { blocked: false, stage: 'open', owner: bo.id }, [1, 10]],
    ['due before', { dueBefore: NOW + 20 * MINUTE, stage: 'unended' }, [3]],
    ['untouched since', { untouchedSince: NOW + 1, stage: 'unended', owner: lena.id }, [5]],
    ['words in any case', { words: 'OFFER' }, [7, 1]],
    ['signs of patterns stand for themselves', { words: '100%' }, [1]],
    ['likewise', { words: 'done_' }, [8]],
    ['likewise, not found', { words: '_o_' }, []],
    ['a backslash', { words: '\\' }, []],
    [
      'all of them at once',
      { owner: bo.id, priority: 'urgent', dueBefore: NOW + 60 * MINUTE, words: 'sure', stage: 'open' },
      [1],
    ],
  ])('%s', async (_, filter, expected) => {
    expect(await keys(filter)).toEqual(expected);
  });
});

describe('pages', () => {
  test.each<[string, ItemFilter, Person, number[]]>([
    ['by due date, across what has none', { stage: 'unended' }, bo, [3, 1, 4, 5, 6, 9, 10]],
    ['by change', {}, bo, [8, 7, 6, 10, 9, 5, 4, 3, 1]],
  ])('hold every item once, in order: %s', async (_, filter, who, expected) => {
    for (const size of [1, 2, 3, 4]) {
      const found: number[] = [];
      let after: string | null = null;
      do {
        const page = await within((tx) => tx.items.list(filter, viewer(who), { size, after }));
        expect(page.total).toBe(expected.length);
        found.push(...page.items.map((i) => i.key));
        after = page.next;
      } while (after !== null);
      expect(found).toEqual(expected);
    }
  });

  test.each([
    '',
    'x',
    'e30',
    Buffer.from('[1,"2"]').toString('base64url'),
    Buffer.from('[1e99,1]').toString('base64url'),
    'null',
  ])('a page that no list offered is refused: %s', async (after) => {
    const asked = within((tx) => tx.items.list({}, viewer(bo), { size: 5, after }));
    await expect(asked).rejects.toThrow(Refusal);
  });
});

describe('completion', () => {
  test.each<[string, number[]]>([
    ['offer', [7, 1]],
    ['W-1', [10, 1]],
    ['w-', [8, 7, 6, 10, 9, 5, 4, 3, 1]],
    ['7', [7]],
    ['done_', [8]],
    ['secret', []],
    ['%', []],
  ])('of %s', async (words, expected) => {
    const found = await within((tx) => tx.items.startingWith(words, viewer(bo), 20));
    expect(found.map((i) => i.key)).toEqual(expected);
  });
});

describe('at thousands of items', () => {
  test('my list is read from the index of owners, within row security', async () => {
    await database.client.sql`
      insert into work_items select (json_populate_record(i, json_build_object(
        'id', gen_random_uuid(), 'key', 1000 + n, 'owner_id', (array[${ana.id}::uuid, ${bo.id}, ${lena.id}])[1 + n % 3],
        'due_at', now() + n * interval '1 minute'))).*
      from (select w::work_items as w from work_items w where key = 1) one(i), generate_series(1, 5000) n`;
    await database.client.sql`analyze work_items`;
    const plan = await transact(
      database.client,
      { role: 'baton_app', workspaceId: workspace },
      async ({ sql }) => {
        const lines =
          await sql`explain select * from work_items where not ended and owner_id = ${bo.id} order by due_at, key limit 11`;
        return lines.map((line) => line['QUERY PLAN']).join('\n');
      },
    );
    expect(plan).toContain('work_items_owner');
    expect(plan).not.toContain('Sort');
    const page = await within((tx) =>
      tx.items.list({ owner: bo.id, stage: 'unended' }, viewer(bo), { size: 10, after: null }),
    );
    expect(page.total).toBeNull();
  });
});
