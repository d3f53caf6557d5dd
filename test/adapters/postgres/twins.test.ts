/** Items by the words of their titles, as PostgreSQL finds them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { erasePerson } from '../../../src/adapters/postgres/erase.ts';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import type { PersonId, WorkspaceId } from '../../../src/coordination/ids.ts';
import { twinOf, twinPairs } from '../../../src/coordination/twins/twins.ts';
import { tellingWords } from '../../../src/coordination/twins/words.ts';
import type { WorkItem } from '../../../src/coordination/work-items/item.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import {
  changed,
  makeWorkspace,
  NOW,
  newItem,
  person,
  salt,
  savePeople,
  sha256,
} from '../../support/records.ts';

const ana = person('ana');
const bo = person('bo', { name: 'Bo van Dyke' });

let database: TestDatabase;
let store: PostgresStore;
let workspace: WorkspaceId;
let key = 0;
beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana, bo);
});

async function added(title: string, values: Parameters<typeof newItem>[2] = {}): Promise<WorkItem> {
  key += 1;
  const { item, entries } = newItem(key, ana.id, { title, ...values });
  await store.transact(workspace, (tx) => tx.items.insert(item, entries, []));
  return item;
}

const like = async (title: string, me = ana): Promise<string | undefined> =>
  (await store.transact(workspace, (tx) => twinOf({ tx, me }, title)))?.title;
const words = async (): Promise<string[]> =>
  (await database.client.sql`select word from item_words where workspace_id = ${workspace} order by 1`).map(
    (row) => row.word as string,
  );

const source = { platform: 'playground', scope: 'here', channel: 'general', message: '1' } as const;

describe('twins', () => {
  test('are found by the words of their titles, the newest ahead', async () => {
    await added('Send the offer to Acme');
    await added('Send Acme the offer', { source });
    await added('Polish the bell');
    expect(await like('The offer: send it to Acme')).toBe('Send Acme the offer');
    expect(await like('Ring the bell')).toBeUndefined();
  });

  test('are not those that have ended, nor what the maker may not see, nor another workspace’s', async () => {
    await added('Send the offer to Acme', { stage: 'done' });
    await added('Send the offer to Acme', { audience: 'circle' });
    expect(await like('Send the offer to Acme', bo)).toBeUndefined();
    expect(await like('Send the offer to Acme', ana)).toBe('Send the offer to Acme');
    workspace = await makeWorkspace(database.client);
    expect(await like('Send the offer to Acme', ana)).toBeUndefined();
  });

  test('are found behind those that the maker may not see', async () => {
    await added('Send the offer to Acme');
    await added('Send Acme the offer', { audience: 'circle' });
    expect(await like('Send the offer to Acme', bo)).toBe('Send the offer to Acme');
    expect(await like('Send the offer to Acme', ana)).toBe('Send Acme the offer');
  });

  test('are found among many that share a common word', async () => {
    await added('Send the offer to Acme');
    await store.transact(workspace, async (tx) => {
      for (let n = 0; n < 400; n += 1) {
        key += 1;
        const { item, entries } = newItem(key, ana.id, { title: `Send letter ${n}` });
        await tx.items.insert(item, entries, []);
      }
    });
    expect(await like('Send the offer to Acme')).toBe('Send the offer to Acme');
  });

  test('are found by a title as it is now', async () => {
    const item = await added('Send the offer to Acme');
    const next = changed(item, ana.id, { changes: { title: 'Send the invoice to Zenith' } });
    await store.transact(workspace, (tx) => tx.items.update(next.item, next.entries, []));
    expect(await like('Send the offer to Acme')).toBeUndefined();
    expect(await like('Invoice: send to Zenith')).toBe('Send the invoice to Zenith');
    expect(await words()).toEqual([...tellingWords('Send the invoice to Zenith')].toSorted());
  });

  test('leave no word of a person who was erased', async () => {
    await added('Ring up Bo van Dyke about the garden');
    const deps = {
      client: database.client,
      workspace,
      now: NOW,
      ids: { uuid: () => randomUUID(), salt },
      sha256,
    };
    await erasePerson(deps, 'bo', () => {});
    expect(await words()).not.toContain('dyke');
    expect(await words()).toContain('garden');
  });

  test('of two people are pairs, each item in one', () => {
    const owned = (title: string, owner: PersonId | null) => newItem(1, ana.id, { title, owner }).item;
    const items = [
      owned('Send the offer to Acme', ana.id),
      owned('Send Acme the offer', ana.id),
      owned('Offer to Acme: send', bo.id),
      owned('Send offer Acme', null),
      owned('Polish the bell', bo.id),
    ];
    expect(twinPairs(items).map((pair) => pair.map(({ title }) => title))).toEqual([
      ['Send the offer to Acme', 'Offer to Acme: send'],
    ]);
  });
});
