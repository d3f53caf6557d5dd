import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import { verify } from '../../../src/coordination/history/history.ts';
import type { ItemId, WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Transaction } from '../../../src/coordination/ports.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import {
  cardOf,
  changed,
  channel,
  MINUTE,
  makeWorkspace,
  message,
  NOW,
  newItem,
  person,
  savePeople,
  sha256,
  team,
} from '../../support/records.ts';

let database: TestDatabase;
let store: PostgresStore;
let workspace: WorkspaceId;

const ana = person('ana', { role: 'admin' });
const bo = person('bo', {
  name: 'Bo van Dyke',
  zone: 'Europe/Amsterdam',
  hours: { 1: [{ from: 480, to: 720 }] },
});
const gus = person('gus', { role: 'guest' });
const viewer = (who: typeof ana) => ({ person: who.id, guest: who.role === 'guest' });

const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => store.transact(workspace, work);
const rows = (query: string) => database.client.sql.unsafe(query);
const outboxOf = async (dedupeKey: string) =>
  (
    await database.client
      .sql`select * from outbox where workspace_id = ${workspace} and dedupe_key = ${dedupeKey}`
  )[0];

beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana, bo, gus);
});

describe('workspaces and routes', () => {
  test('an installation leads to its workspace; an unknown one nowhere', async () => {
    expect(await store.route({ platform: 'playground', scope: workspace })).toBe(workspace);
    expect(await store.route({ platform: 'slack', scope: workspace })).toBeNull();
  });

  test('a workspace is read with its clock, and saved without it', async () => {
    const saved = await within(async (tx) => {
      const { clockOffset, ...read } = await tx.workspace();
      expect(clockOffset).toBe(0);
      await tx.saveWorkspace({ ...read, name: 'Beta', quiet: { from: 0, to: 60 } });
      return tx.workspace();
    });
    expect(saved).toMatchObject({ id: workspace, name: 'Beta', quiet: { from: 0, to: 60 }, clockOffset: 0 });
  });
});

describe('a key that is noted once', () => {
  test('is new the first time and never again', async () => {
    expect(await within((tx) => tx.once('e1'))).toBe(true);
    expect(await within((tx) => tx.once('e1'))).toBe(false);
  });

  test('is new again when its transaction was undone', async () => {
    const undone = within(async (tx) => {
      await tx.once('e1');
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await within((tx) => tx.once('e1'))).toBe(true);
  });

  test('handles what waits in the inbox under it, which keeps nothing of what was said', async () => {
    for (const state of ['pending', 'working']) {
      await database.client.sql`
        insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
        values (${workspace}, ${randomUUID()}, ${state}, ${'{"text":"secret"}'}::jsonb, ${state}, now(), now())`;
      expect(await within((tx) => tx.once(state))).toBe(true);
      expect(await within((tx) => tx.once(state))).toBe(false);
    }
    expect(
      await rows(`select distinct state, intent from inbox where workspace_id = '${workspace}'`),
    ).toEqual([{ state: 'done', intent: null }]);
  });

  test('is known before anyone waits for whom noted it', async () => {
    await within((tx) => tx.once('e1'));
    const again = await within((tx) =>
      Promise.all([tx.once('e1'), tx.once('e1'), tx.once('e2'), tx.workspace()]),
    );
    expect(again.slice(0, 3)).toEqual([false, false, true]);
  });

  test('of two at once, one is first', async () => {
    const both = await Promise.all([1, 2, 3, 4].map(() => within((tx) => tx.once('race'))));
    expect(both.filter(Boolean)).toHaveLength(1);
  });
});

describe('people', () => {
  test('are saved, changed and found by id, handle and account', async () => {
    const account = { platform: 'slack', scope: 'T1', account: 'U1' } as const;
    await within(async (tx) => {
      await tx.people.save({ ...bo, name: 'Bo' });
      await tx.people.saveAccount(bo.id, account);
    });
    await within(async (tx) => {
      expect(await tx.people.byAccount(account)).toEqual({ ...bo, name: 'Bo' });
      expect(await tx.people.byAccount({ ...account, scope: 'T2' })).toBeNull();
      expect(await tx.people.byIds([ana.id])).toEqual([ana]);
      expect(await tx.people.byIds([])).toEqual([]);
      expect(await tx.people.byHandles(['gus', 'nobody'])).toEqual([gus]);
      expect(await tx.people.accountsOf(bo.id)).toEqual([account]);
      expect(await tx.people.admins()).toEqual([ana]);
    });
  });

  test('keep what they set themselves while their platform tells of them', async () => {
    await within(async (tx) => {
      const [before] = await tx.people.byIds([bo.id]);
      if (!before) return expect.fail('there is no bo');
      await within((other) => other.people.setOwn(bo.id, { zone: 'Asia/Kolkata' }));
      await tx.people.save({ ...before, name: 'Bo van Dyck', toldZone: 'Europe/Oslo' });
    });
    const [now] = await within((tx) => tx.people.byIds([bo.id]));
    expect(now).toEqual({ ...bo, name: 'Bo van Dyck', zone: 'Asia/Kolkata', toldZone: 'Europe/Oslo' });
  });

  test('complete by handle or by a word of the name; signs of patterns stand for themselves', async () => {
    await within(async (tx) => {
      expect(await tx.people.startingWith('DY', 5)).toEqual([bo]);
      expect(await tx.people.startingWith('b', 5)).toEqual([bo]);
      expect(await tx.people.startingWith('', 2)).toEqual([ana, bo]);
      expect(await tx.people.startingWith('%', 5)).toEqual([]);
      expect(await tx.people.startingWith('_na', 5)).toEqual([]);
      await tx.people.save({ ...bo, active: false });
      expect(await tx.people.startingWith('bo', 5)).toEqual([]);
    });
  });
});

describe('teams', () => {
  test('of a person come in the order of joining, whatever else changes', async () => {
    const first = team('first', { members: [bo.id] });
    const second = team('second', { members: [bo.id, ana.id], lead: ana.id });
    await within(async (tx) => {
      await tx.teams.save(first);
      await tx.teams.save(second);
      await tx.teams.save({ ...first, name: 'First', members: [bo.id, ana.id] });
    });
    await within(async (tx) => {
      expect((await tx.teams.of(bo.id)).map((t) => t.handle)).toEqual(['first', 'second']);
      expect((await tx.teams.of(ana.id)).map((t) => t.handle)).toEqual(['second', 'first']);
      expect(await tx.teams.byHandle('second')).toEqual({
        ...second,
        members: expect.arrayContaining([bo.id, ana.id]),
      });
      expect((await tx.teams.all()).map((t) => t.name)).toEqual(['First', 'second']);
      await tx.teams.save({ ...second, members: [ana.id] });
      expect((await tx.teams.byIds([second.id]))[0]?.members).toEqual([ana.id]);
    });
  });

  test('that travelled with who acts are read anew once one changes', async () => {
    const account = { platform: 'slack', scope: 'T1', account: 'U1' } as const;
    const only = team('only', { members: [bo.id] });
    await within(async (tx) => {
      await tx.people.saveAccount(bo.id, account);
      await tx.teams.save(only);
    });
    await within(async (tx) => {
      await tx.people.byAccount(account);
      expect(await tx.teams.of(bo.id)).toEqual([only]);
      await tx.teams.save({ ...only, members: [] });
      expect(await tx.teams.of(bo.id)).toEqual([]);
    });
  });

  test('that are ended leave their items as they are', async () => {
    const ended = team('ended');
    const { item, entries } = newItem(1, ana.id, { team: ended.id });
    await within(async (tx) => {
      await tx.teams.save(ended);
      await tx.items.insert(item, entries, []);
      await tx.teams.remove(ended.id);
      expect(await tx.teams.all()).toEqual([]);
      expect((await tx.items.byIds([item.id]))[0]?.team).toBe(ended.id);
    });
  });
});

describe('channels', () => {
  test('are found by place, id and name, and know their members', async () => {
    const general = channel('General');
    await within(async (tx) => {
      await tx.channels.save(general);
      await tx.channels.setMembers(general.id, [ana.id, bo.id]);
      await tx.channels.setMembers(general.id, [bo.id, gus.id]);
    });
    await within(async (tx) => {
      expect(await tx.channels.byRef(general.ref)).toEqual(general);
      expect(await tx.channels.byId(general.id)).toEqual(general);
      expect(await tx.channels.byName('general')).toEqual(general);
      expect(await tx.channels.byName('gener%')).toBeNull();
      expect(await Promise.all([ana, bo, gus].map((p) => tx.channels.isMember(general.id, p.id)))).toEqual([
        false,
        true,
        true,
      ]);
    });
  });

  test('that refused Baton are told by installation; those that are archived or gone are not', async () => {
    const [refused, gone] = [channel('refused'), channel('gone')];
    await within(async (tx) => {
      await tx.channels.save(channel('welcome'));
      await tx.channels.save({ ...refused, off: '50001' });
      await tx.channels.save({ ...gone, off: 'is_archived' });
      expect(await tx.channels.closedIn(refused.ref)).toEqual([refused.ref]);
      expect(await tx.channels.closedIn({ ...refused.ref, scope: 'another' })).toEqual([]);
    });
  });

  test('noted by two at once are one', async () => {
    const noted = await Promise.all(
      [1, 2, 3].map(() =>
        within(async (tx) => {
          const known = await tx.channels.byRef(channel('new').ref);
          if (known) return known.id;
          const mine = channel('new');
          await tx.channels.save(mine);
          return mine.id;
        }),
      ),
    );
    expect(new Set(noted).size).toBe(1);
  });
});

describe('reactions are states', () => {
  test('only a change is one', async () => {
    const on = { platform: 'slack', scope: 'T1', channel: 'C1', message: '1.2' } as const;
    const set = (present: boolean) =>
      within((tx) => tx.reactions.set({ on, person: bo.id, emoji: 'eyes', present }));
    expect([
      await set(false),
      await set(true),
      await set(true),
      await set(false),
      await set(false),
      await set(true),
    ]).toEqual([false, true, false, true, false, true]);
  });
});

describe('items', () => {
  test('come back as they were written, whatever they hold', async () => {
    const home = channel('home');
    const parent = newItem(1, ana.id);
    const whole = newItem(2, ana.id, {
      title: 'Ünïcode “quotes” \\ back\\slash {braces} \u{1F600}',
      purpose: 'why',
      outcome: 'what',
      scope: "it's null",
      owner: bo.id,
      reviewers: [ana.id, gus.id],
      watchers: [gus.id],
      due: { at: NOW + 5, zone: 'Australia/Lord_Howe', timed: true },
      cadence: 'weekly',
      priority: 'urgent',
      blockedReason: 'legal',
      links: [{ url: 'https://example.org', text: 'a "link"' }],
      parent: parent.item.id,
      fields: { amount: 12.5, won: false, note: null },
      audience: 'circle',
      quote: 'said\nso',
      source: { platform: 'slack', scope: 'T1', channel: 'C1', message: '1.2', thread: '1.1' },
      sourceChannel: home.id,
    });
    await within(async (tx) => {
      await tx.channels.save(home);
      expect(await tx.items.insert(parent.item, parent.entries, [])).toBe(true);
      expect(await tx.items.insert(whole.item, whole.entries, [])).toBe(true);
    });
    await within(async (tx) => {
      expect(await tx.items.byIds([whole.item.id, parent.item.id])).toEqual([parent.item, whole.item]);
      expect(await tx.items.bySource(whole.item.source ?? expect.fail())).toEqual(whole.item);
      expect(await tx.items.history(whole.item.id)).toEqual(whole.entries);
      expect(verify(await tx.items.history(whole.item.id), whole.item.head, sha256)).toBeNull();
    });
  });

  test('that cannot be written undo all that was done with them', async () => {
    const { item, entries } = newItem(1, person('stranger').id);
    const writing = within(async (tx) => {
      await tx.once('e1');
      return tx.items.insert(item, entries, []);
    });
    await expect(writing).rejects.toThrow('foreign key');
    expect(await within((tx) => tx.once('e1'))).toBe(true);
  });

  test('of a message that was captured before are not written, nor anything with them', async () => {
    const source = { platform: 'slack', scope: 'T1', channel: 'C1', message: '1.2' } as const;
    const first = newItem(1, ana.id, { source });
    const second = newItem(2, bo.id, { source });
    expect(await within((tx) => tx.items.insert(first.item, first.entries, [cardOf(first.item)]))).toBe(true);
    expect(await within((tx) => tx.items.insert(second.item, second.entries, [cardOf(second.item)]))).toBe(
      false,
    );
    for (const table of ['work_items', 'history', 'history_payloads', 'outbox']) {
      expect(await rows(`select 1 from ${table} where workspace_id = '${workspace}'`)).toHaveLength(1);
    }
  });

  test('of a message captured by many at once are one', async () => {
    const source = { platform: 'slack', scope: 'T1', channel: 'C1', message: 'race' } as const;
    const won = await Promise.all(
      [1, 2, 3, 4, 5].map((key) => {
        const { item, entries } = newItem(key, ana.id, { source });
        return within((tx) => tx.items.insert(item, entries, []));
      }),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  test('change with their history, and their cards become due', async () => {
    const { item, entries } = newItem(1, ana.id);
    const card = cardOf(item);
    await within((tx) => tx.items.insert(item, entries, [card]));
    await rows(`update outbox set state = 'sent', sent_version = 1 where dedupe_key = '${card.dedupeKey}'`);
    const next = changed(item, bo.id, {
      changes: { owner: bo.id, links: [{ url: 'https://a.b', text: 'x' }] },
    });
    const told = message({ dedupeKey: 'told' });
    await within((tx) => tx.items.update(next.item, next.entries, [told]));
    expect(await outboxOf(card.dedupeKey)).toMatchObject({ state: 'pending', wanted_version: 2 });
    expect(Date.parse((await outboxOf(card.dedupeKey))?.due_at)).toBe(next.item.updatedAt);
    expect(await outboxOf('told')).toMatchObject({ state: 'pending' });
    await within(async (tx) => {
      const history = await tx.items.history(item.id);
      expect(history).toEqual([...entries, ...next.entries]);
      expect(verify(history, next.item.head, sha256)).toBeNull();
      expect(await tx.items.byIds([item.id])).toEqual([next.item]);
    });
  });

  test('changed from a version that is gone are not written', async () => {
    const { item, entries } = newItem(1, ana.id);
    await within((tx) => tx.items.insert(item, entries, []));
    const once = changed(item, ana.id, { changes: { title: 'One' } });
    const twice = changed(item, ana.id, { changes: { title: 'Two' } });
    await within((tx) => tx.items.update(once.item, once.entries, []));
    await expect(within((tx) => tx.items.update(twice.item, twice.entries, [message()]))).rejects.toThrow(
      'locked first',
    );
    expect(await rows(`select 1 from history where workspace_id = '${workspace}'`)).toHaveLength(2);
  });

  test('a card that is being sent keeps its lease and wants more; one that was given up stays so', async () => {
    const { item, entries } = newItem(1, ana.id);
    const cards = ['sending', 'dead', 'unknown', 'pending'];
    await within((tx) =>
      tx.items.insert(
        item,
        entries,
        cards.map((state) => cardOf(item, { dedupeKey: state })),
      ),
    );
    await rows(`update outbox set state = dedupe_key where workspace_id = '${workspace}'`);
    await within((tx) => tx.outbox.refreshCards(item.id, NOW + MINUTE));
    for (const state of cards) {
      const row = await outboxOf(state);
      expect(row).toMatchObject({ state, wanted_version: 2 });
      expect(Date.parse(row?.due_at)).toBe(NOW);
    }
  });

  test('are found by their card and by what was said of them', async () => {
    const { item, entries } = newItem(1, ana.id);
    await within((tx) => tx.items.insert(item, entries, [cardOf(item)]));
    await rows(`update outbox set state = 'sent', sent_platform = 'slack', sent_scope = 'T1', sent_channel = 'C1', sent_message = '9'
      where workspace_id = '${workspace}'`);
    const ref = { platform: 'slack', scope: 'T1', channel: 'C1', message: '9' } as const;
    await within(async (tx) => {
      expect(await tx.items.byShownMessage(ref)).toEqual({ item, shown: 'card', number: 0, approval: null });
      expect(await tx.items.byShownMessage({ ...ref, channel: 'C2' })).toBeNull();
    });
  });

  test('a message with a key that was used is not written again', async () => {
    await within((tx) => tx.outbox.add([message({ dedupeKey: 'k' })]));
    await within((tx) => tx.outbox.add([message({ dedupeKey: 'k' }), message({ dedupeKey: 'l' })]));
    await within((tx) => tx.outbox.add([]));
    expect(await rows(`select 1 from outbox where workspace_id = '${workspace}'`)).toHaveLength(2);
  });

  test('locked by one wait for it, and two that lock several never lock each other out', async () => {
    const items = [newItem(1, ana.id), newItem(2, ana.id)];
    const ids = items.map(({ item }) => item.id);
    await within(async (tx) => {
      for (const { item, entries } of items) await tx.items.insert(item, entries, []);
    });
    const order: string[] = [];
    await Promise.all(
      [ids, ids.toReversed()].map((wanted, i) =>
        within(async (tx) => {
          await tx.items.byIds(wanted as ItemId[], true);
          order.push(`${i} in`);
          await tx.items.byKey(1, viewer(ana), true);
          await new Promise((done) => setTimeout(done, 30));
          order.push(`${i} out`);
        }),
      ),
    );
    expect(order.map((step) => step.slice(2))).toEqual(['in', 'out', 'in', 'out']);
  });
});

describe('relations', () => {
  test('are kept once, both ways, and followed to their end', async () => {
    const items = [1, 2, 3].map((key) => newItem(key, ana.id));
    const [a, b, c] = items.map(({ item }) => item.id) as [ItemId, ItemId, ItemId];
    await within(async (tx) => {
      for (const { item, entries } of items) await tx.items.insert(item, entries, []);
      await tx.items.relate({ kind: 'blocks', from: a, to: b });
      await tx.items.relate({ kind: 'blocks', from: a, to: b });
      await tx.items.relate({ kind: 'blocks', from: b, to: c });
      await tx.items.relate({ kind: 'concerns', from: c, to: a });
      expect(await tx.items.relations(b)).toHaveLength(2);
      expect(await tx.items.reaches('blocks', a, c)).toBe(true);
      expect(await tx.items.reaches('blocks', c, a)).toBe(false);
      expect(await tx.items.reaches('blocks', a, a)).toBe(true);
      await tx.items.relate({ kind: 'blocks', from: c, to: a });
      expect(await tx.items.reaches('blocks', c, b)).toBe(true);
      await tx.items.unrelate({ kind: 'blocks', from: a, to: b });
      expect(await tx.items.relations(b)).toEqual([{ kind: 'blocks', from: b, to: c }]);
    });
  });

  test('two who would close a loop at once: the second sees the first', async () => {
    const items = [1, 2].map((key) => newItem(key, ana.id));
    const [a, b] = items.map(({ item }) => item.id) as [ItemId, ItemId];
    await within(async (tx) => {
      for (const { item, entries } of items) await tx.items.insert(item, entries, []);
    });
    const relate = (from: ItemId, to: ItemId) =>
      within(async (tx) => {
        if (await tx.items.reaches('blocks', to, from)) return false;
        await tx.items.relate({ kind: 'blocks', from, to });
        return true;
      });
    expect((await Promise.all([relate(a, b), relate(b, a)])).filter(Boolean)).toHaveLength(1);
  });
});

describe('keys of items', () => {
  test('count from one without a gap while it is quiet', async () => {
    const quiet = createStore(database.client);
    const keys = [];
    for (let i = 0; i < 3; i += 1) {
      keys.push(await quiet.nextItemKey(workspace));
      await new Promise((done) => setTimeout(done, 300));
    }
    expect(keys).toEqual([1, 2, 3]);
    expect((await rows(`select last_item_key from workspaces where id = '${workspace}'`))[0]).toEqual({
      last_item_key: 3,
    });
  });

  test('are given out once, by two processes under load, in few round trips', async () => {
    const processes = [createStore(database.client), createStore(database.client)];
    const keys = await Promise.all(
      Array.from({ length: 400 }, (_, i) => (processes[i % 2] as PostgresStore).nextItemKey(workspace)),
    );
    expect(new Set(keys).size).toBe(400);
    expect(Math.max(...keys)).toBeLessThan(500);
  });

  test('are to be had while every connection of the pool is taken', async () => {
    const all = Array.from({ length: 12 }, () => within(() => store.nextItemKey(workspace)));
    expect(new Set(await Promise.all(all)).size).toBe(12);
  });

  test('of an unknown workspace are refused', async () => {
    await expect(store.nextItemKey(randomUUID() as WorkspaceId)).rejects.toThrow('does not exist');
    await expect(store.nextItemKey("'; drop table x" as WorkspaceId)).rejects.toThrow('UUID');
    expect(await store.nextItemKey(workspace)).toBe(1);
  });
});
