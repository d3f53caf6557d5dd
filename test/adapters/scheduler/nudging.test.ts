/** Clocks in a real store: claimed once by however many replicas, run as they were when they started, and healed. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import type { Failpoint } from '../../../src/adapters/scheduler/deps.ts';
import { verify } from '../../../src/coordination/history/history.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Message } from '../../../src/coordination/message.ts';
import type { Chat, Store } from '../../../src/coordination/ports.ts';
import type { WorkItem } from '../../../src/coordination/work-items/item.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { makeWorkspace, newItem, person, savePeople, sha256 } from '../../support/records.ts';
import { type Replicas, replicasOf } from '../../support/replicas.ts';

const HOUR = 3_600_000;
/** A Monday morning in London. */
const MONDAY = Date.parse('2026-03-02T09:00:00Z');
const bo = person('bo', { zone: 'Europe/London' });

let database: TestDatabase;
let store: Store;
let workspace: WorkspaceId;
let replicas: Replicas;
let sent: Message[] = [];

const chat: Chat = {
  platform: 'playground',
  send: async (_to, message, key) => {
    sent.push(message);
    return {
      outcome: 'sent',
      ref: { platform: 'playground', scope: 'here', channel: 'dm-bo', message: key },
    };
  },
  find: async () => null,
  read: async () => null,
  reactions: async () => null,
  inside: async () => null,
  react: async () => {},
  person: async () => null,
  channel: async () => null,
};

beforeAll(async () => {
  database = await testDatabase();
  return () => database.drop();
});
beforeEach(async () => {
  store = createStore(database.client);
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, bo);
  await store.transact(workspace, (tx) =>
    tx.people.saveAccount(bo.id, { platform: 'playground', scope: workspace, account: 'bo' }),
  );
  replicas = replicasOf(database, chat, MONDAY);
  sent = [];
});
afterEach(async () => {
  await replicas.stop();
  await database.client.sql`delete from workspaces where id = ${workspace}`;
});

/** Items of Bo's, due on Wednesday. */
const dueItems = (count: number): Promise<WorkItem[]> =>
  store.transact(workspace, async (tx) => {
    const items: WorkItem[] = [];
    for (let key = 1; key <= count; key++) {
      const due = { at: MONDAY + 56 * HOUR, zone: 'Europe/London', timed: true };
      const { item, entries } = newItem(key, bo.id, { owner: bo.id, due, updatedAt: MONDAY });
      await tx.items.insert(item, entries, []);
      items.push(item);
    }
    return items;
  });

const nudges = () =>
  database.client
    .sql`select step, collapsed, state from nudges where workspace_id = ${workspace} order by due_at, id`;
const TUESDAY = MONDAY + 24 * HOUR;

test('two replicas race over the same due rows: each nudge is planned once and said once', async () => {
  const items = await dueItems(40);
  replicas.start();
  replicas.start();
  await replicas.at(MONDAY + 60_000, TUESDAY, TUESDAY + 2_000);
  expect(await nudges()).toHaveLength(40);
  const titles = sent.flatMap((m) => (m.summary.match(/^(\d+) things/) ? Number(RegExp.$1) : 1));
  expect(titles.reduce((sum, n) => sum + n, 0)).toBe(40);
  const histories = await store.transact(workspace, (tx) =>
    Promise.all(items.map(async ({ id }) => ({ id, entries: await tx.items.history(id) }))),
  );
  const heads = await store.transact(workspace, (tx) => tx.items.byIds(items.map(({ id }) => id)));
  for (const { id, entries } of histories) {
    expect(entries.filter(({ act }) => act === 'nudged')).toHaveLength(1);
    const head = heads.find((item) => item.id === id)?.head;
    expect(head && verify(entries, head, sha256)).toBeNull();
  }
});

describe('an outage', () => {
  test('of days: the latest step runs, and the earlier ones are in it', async () => {
    await dueItems(1);
    replicas.start();
    await replicas.at(MONDAY + 60_000);
    await replicas.stop();
    replicas.start();
    await replicas.at(MONDAY + 5 * 24 * HOUR, MONDAY + 7 * 24 * HOUR);
    expect((await nudges()).map(({ step, collapsed }) => [step, collapsed])).toEqual([
      ['due v1: morning 2 owner, lead', 3],
      ['due v1: every morning owner', 0],
    ]);
  });

  test.each<Failpoint>(['clocks:claimed', 'clocks:ran', 'outbox:claimed', 'outbox:rendered'])(
    'at %s: what was begun is taken up again, and said once',
    async (point) => {
      await dueItems(1);
      replicas.start();
      await replicas.at(MONDAY + 60_000);
      await replicas.stop();
      // Stands still at the point until it is killed there.
      await new Promise<void>((reached) => {
        const failpoint = (name: Failpoint) => {
          if (name !== point) return;
          reached();
          return new Promise<void>(() => {});
        };
        replicas.start({ failpoint });
        replicas.wake(TUESDAY);
      });
      await replicas.kill();
      await database.client
        .sql`update clocks set lease_until = now() - interval '1 second' where state = 'working'`;
      await database.client
        .sql`update outbox set lease_until = now() - interval '1 second' where state = 'sending'`;
      replicas.start();
      for (let i = 0; i < 40 && sent.length === 0; i++) await replicas.at(TUESDAY + i * 2_000);
      expect(sent).toHaveLength(1);
      expect(await nudges()).toHaveLength(1);
    },
  );
});

test('a policy that changes holds for what starts after: what is under way goes on as it began', async () => {
  await dueItems(1);
  replicas.start();
  await replicas.at(MONDAY + 60_000);
  const lines = ['morning 0 owner', 'morning 3 owner, requester'];
  await store.transact(workspace, (tx) => tx.nudges.savePolicy('due', lines, bo.id, MONDAY + 60_000));
  await replicas.at(TUESDAY);
  expect((await nudges()).map(({ step }) => step)).toEqual(['due v1: morning -1 owner']);
  await store.transact(workspace, async (tx) => {
    const due = { at: MONDAY + 56 * HOUR, zone: 'Europe/London', timed: true };
    const { item, entries } = newItem(2, bo.id, { owner: bo.id, due, updatedAt: TUESDAY });
    await tx.items.insert(item, entries, []);
  });
  await replicas.at(TUESDAY + 60_000, TUESDAY + 24 * HOUR);
  expect((await nudges()).map(({ step }) => step).toSorted()).toEqual([
    'due v1: morning -1 owner',
    'due v1: morning 0 owner',
    'due v2: morning 0 owner',
  ]);
});

test('one clock that cannot be run holds up no other of its workspace', async () => {
  const [poison] = await dueItems(3);
  replicas.start();
  await replicas.at(MONDAY + 60_000);
  await database.client.sql`update work_items set workflow = 'unheard of' where id = ${poison?.id ?? ''}`;
  await replicas.at(TUESDAY, TUESDAY + 2_000);
  expect(await nudges()).toHaveLength(2);
  const [clock] = await database.client
    .sql`select state, attempts from clocks where id = ${poison?.id ?? ''}`;
  expect(clock).toMatchObject({ state: 'pending', attempts: 2 });
});
