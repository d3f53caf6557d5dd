import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClockQueue } from '../../../src/adapters/postgres/clocks.ts';
import { transact } from '../../../src/adapters/postgres/guard.ts';
import { createInbox, createInboxQueue } from '../../../src/adapters/postgres/inbox.ts';
import { nextDue } from '../../../src/adapters/postgres/next-due.ts';
import { createOutboxQueue } from '../../../src/adapters/postgres/outbox.ts';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import type { Next } from '../../../src/coordination/delivery/after-send.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { ClaimedMessage, Inbox, InboxQueue, OutboxQueue } from '../../../src/coordination/ports.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import {
  cardOf,
  changed,
  MINUTE,
  makeWorkspace,
  message,
  NOW,
  newItem,
  person,
  savePeople,
} from '../../support/records.ts';

let database: TestDatabase;
let store: PostgresStore;
let inbox: Inbox;
let inboxQueue: InboxQueue;
let outbox: OutboxQueue;
let workspace: WorkspaceId;
const ana = person('ana');
const ref = { platform: 'playground', scope: 'here', channel: 'general', message: 'm1' } as const;

const query = (text: string) => database.client.sql.unsafe(text);
const only = async <T>(rows: Promise<readonly T[]>): Promise<T> => {
  const all = await rows;
  expect(all).toHaveLength(1);
  return all[0] as T;
};
const add = (...outgoing: ReturnType<typeof message>[]) =>
  store.transact(workspace, (tx) => tx.outbox.add(outgoing));
const mark = (row: ClaimedMessage, next: Next) => outbox.mark([{ row, next }]);

beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
  inbox = createInbox(database.client);
  inboxQueue = createInboxQueue(database.client);
  outbox = createOutboxQueue(database.client);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await query('truncate workspaces cascade');
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana);
});

describe('the inbox', () => {
  const event = (key: string, values = {}) => ({
    key,
    intent: { kind: 'words', text: 'hi' },
    dueAt: NOW,
    ...values,
  });

  test('takes an event once', async () => {
    expect(await inbox.receive(workspace, event('e1'))).toBe('new');
    expect(await inbox.receive(workspace, event('e1'))).toBe('seen');
    await store.transact(workspace, (tx) => tx.once('in place'));
    expect(await inbox.receive(workspace, event('in place'))).toBe('seen');
  });

  test('keeps what people wrote, but for what cannot be stored', async () => {
    const text = 'NUL \0, half \ud83d a pair, \u{1F600}, \\u0000 and "quotes"';
    await inbox.receive(workspace, event('e1', { intent: { text } }));
    const row = await only(inboxQueue.claim(NOW, 10));
    expect(row.intent).toEqual({ text: 'NUL , half \ufffd a pair, \u{1F600}, \\u0000 and "quotes"' });
  });

  test('gives what is due to one claimer, the longest due first, and nothing before its time', async () => {
    await inbox.receive(workspace, event('later', { dueAt: NOW + 1 }));
    await inbox.receive(workspace, event('second', { intent: 2 }));
    await inbox.receive(workspace, event('first', { intent: 1, dueAt: NOW - 1 }));
    const rows = await inboxQueue.claim(NOW, 10);
    expect(rows.map((row) => row.intent)).toEqual([1, 2]);
    expect(rows[0]).toMatchObject({ workspace, attempts: 0, dueAt: NOW - 1 });
    expect(await inboxQueue.claim(NOW, 10)).toEqual([]);
  });

  test('forgets the words of what was handled, and leaves what its own commit has handled', async () => {
    await inbox.receive(workspace, event('e1'));
    await inbox.receive(workspace, event('e2'));
    const rows = await inboxQueue.claim(NOW, 10);
    await store.transact(workspace, (tx) => tx.once('e2'));
    await inboxQueue.mark(rows.map((row) => ({ row, next: { state: 'done' } })));
    expect(await query('select distinct state, intent, lease_until from inbox')).toEqual([
      { state: 'done', intent: null, lease_until: null },
    ]);
  });

  test('tries again what failed, and keeps what was given up', async () => {
    await inbox.receive(workspace, event('e1'));
    const row = await only(inboxQueue.claim(NOW, 10));
    await inboxQueue.mark([{ row, next: { state: 'pending', dueAt: NOW + 5, attempts: 1, error: 'no' } }]);
    expect(await inboxQueue.claim(NOW, 10)).toEqual([]);
    const again = await only(inboxQueue.claim(NOW + 5, 10));
    expect(again.attempts).toBe(1);
    await inboxQueue.mark([{ row: again, next: { state: 'dead', attempts: 8, error: 'never' } }]);
    expect(await query('select state, attempts, error, intent is null as gone from inbox')).toEqual([
      { state: 'dead', attempts: 8, error: 'never', gone: false },
    ]);
  });
});

test('an event is written down while every connection for other work is taken', async () => {
  const ends: (() => void)[] = [];
  const working = Array.from({ length: 10 }, () =>
    store.transact(workspace, () => new Promise<void>((resolve) => ends.push(resolve))),
  );
  await expect.poll(() => ends.length).toBeGreaterThan(0);
  expect(await inbox.receive(workspace, { key: 'e1', intent: {}, dueAt: NOW })).toBe('new');
  for (let ended = 0; ended < working.length; await new Promise(setImmediate))
    for (; ended < ends.length; ended += 1) ends[ended]?.();
  await Promise.all(working);
});

describe('a lease', () => {
  test('that ran out makes an event anyone’s, and a message unsure', async () => {
    await inbox.receive(workspace, { key: 'e1', intent: {}, dueAt: NOW });
    await add(message());
    await inboxQueue.claim(NOW, 10);
    await outbox.claim(NOW, 10);
    expect(await inboxQueue.sweep()).toBe(0);
    expect(await outbox.sweep()).toBe(0);
    for (const table of ['inbox', 'outbox'])
      await query(`update ${table} set lease_until = now() - interval '1 second'`);
    expect(await inboxQueue.sweep()).toBe(1);
    expect(await outbox.sweep()).toBe(1);
    expect(await only(inboxQueue.claim(NOW, 10))).toMatchObject({ attempts: 1 });
    expect(await query('select state, unsure from outbox')).toEqual([{ state: 'unknown', unsure: true }]);
    expect(await only(outbox.claim(NOW, 10))).toMatchObject({ attempts: 1, unsure: true });
  });

  test('is lengthened while its process lives', async () => {
    await add(message());
    const row = await only(outbox.claim(NOW, 10));
    await query(`update outbox set lease_until = now() + interval '1 second'`);
    await outbox.renew([row]);
    expect(await query(`select lease_until > now() + interval '19 seconds' as renewed from outbox`)).toEqual([
      { renewed: true },
    ]);
  });

  test('given back unbegun costs nothing, and what was unknown stays so', async () => {
    await add(message(), message());
    await query(
      `update outbox set state = 'unknown', unsure = true where id = (select id from outbox limit 1)`,
    );
    const rows = await outbox.claim(NOW, 10);
    await outbox.release(rows);
    expect(await query('select state, unsure, attempts, lease_until from outbox order by unsure')).toEqual([
      { state: 'pending', unsure: false, attempts: 0, lease_until: null },
      { state: 'unknown', unsure: true, attempts: 0, lease_until: null },
    ]);
  });

  test('is given back also of a row that someone is just changing', async () => {
    await add(message(), message());
    const rows = await outbox.claim(NOW, 10);
    let commit = (): void => {};
    let changing: Promise<void> | undefined;
    await new Promise<void>((locked) => {
      changing = transact(database.client, { role: 'owner' }, async ({ sql }) => {
        await sql`update outbox set wanted_version = wanted_version + 1 where id = ${rows[0]?.id ?? ''}`;
        locked();
        await new Promise<void>((resolve) => {
          commit = resolve;
        });
      });
    });
    const states = () => query('select state, count(*)::int from outbox group by 1 order by 1');
    const released = outbox.release(rows);
    await expect.poll(states).toEqual([
      { state: 'pending', count: 1 },
      { state: 'sending', count: 1 },
    ]);
    commit();
    await Promise.all([changing, released]);
    expect(await states()).toEqual([{ state: 'pending', count: 2 }]);
  });

  test('is given back at once where what was claimed cannot be read', async () => {
    await add(message());
    await query('alter function read_outbox rename to read_outbox_away');
    await expect(outbox.claim(NOW, 10)).rejects.toThrow('read_outbox');
    await query('alter function read_outbox_away rename to read_outbox');
    expect(await only(outbox.claim(NOW, 10))).toMatchObject({ attempts: 0, unsure: false });
  });

  test('is had by one of many claimers at once', async () => {
    await add(...Array.from({ length: 200 }, () => message()));
    const claims = await Promise.all(Array.from({ length: 8 }, () => outbox.claim(NOW, 50)));
    const ids = claims.flat().map((row) => row.id);
    expect(ids.length).toBe(new Set(ids).size);
    const rest = await outbox.claim(NOW, 500);
    expect(ids.length + rest.length).toBe(200);
  });
});

describe('the outbox', () => {
  test('gives a message back as it was written', async () => {
    const outgoing = message({
      destination: {
        to: 'whisper',
        channel: { platform: 'slack', scope: 'T1', channel: 'C1' },
        thread: '1.1',
        person: ana.id,
      },
      body: { body: 'notice', item: randomUUID() as never, notice: 'moved', about: [], by: null },
    });
    await add(outgoing);
    expect(await only(outbox.claim(NOW, 10))).toMatchObject({
      ...outgoing,
      workspace,
      ahead: 0,
      installation: { platform: 'slack', scope: 'T1' },
      attempts: 0,
      unsure: false,
      unanswered: 0,
      sent: null,
      wantedVersion: 1,
    });
  });

  test('tells on which platform a person was last seen', async () => {
    const to = { to: 'person', person: ana.id } as const;
    await add(message({ destination: to }));
    const [unseen] = await outbox.claim(NOW, 10);
    expect(unseen?.installation).toBeNull();
    await outbox.release(unseen ? [unseen] : []);
    await store.transact(workspace, async (tx) => {
      await tx.people.saveAccount(ana.id, { platform: 'slack', scope: 'T1', account: 'U1' });
    });
    await store.transact(workspace, (tx) =>
      tx.people.saveAccount(ana.id, { platform: 'discord', scope: 'G1', account: '7' }),
    );
    expect(await only(outbox.claim(NOW, 10))).toMatchObject({
      installation: { platform: 'discord', scope: 'G1' },
    });
  });

  test('remembers where a message went', async () => {
    const { item, entries } = newItem(1, ana.id);
    await store.transact(workspace, (tx) => tx.items.insert(item, entries, [cardOf(item)]));
    await mark(await only(outbox.claim(NOW, 10)), {
      state: 'sent',
      ref: { ...ref, thread: 't' },
      version: 1,
    });
    expect(await outbox.claim(NOW, 10)).toEqual([]);
    const next = changed(item, ana.id, { changes: { title: 'New' } });
    await store.transact(workspace, (tx) => tx.items.update(next.item, next.entries, []));
    expect(await outbox.claim(NOW, 10)).toEqual([]);
    expect(await only(outbox.claim(next.item.updatedAt, 10))).toMatchObject({
      sent: { ...ref, thread: 't' },
      wantedVersion: 2,
      unsure: false,
    });
  });

  test('sends a card again that changed while it was sent, and once for many changes', async () => {
    const { item, entries } = newItem(1, ana.id);
    await store.transact(workspace, (tx) => tx.items.insert(item, entries, [cardOf(item)]));
    const first = await only(outbox.claim(NOW, 10));
    for (let i = 0; i < 3; i += 1)
      await store.transact(workspace, (tx) => tx.outbox.refreshCards(item.id, NOW));
    await mark(first, { state: 'sent', ref, version: 1 });
    const second = await only(outbox.claim(NOW, 10));
    expect(second).toMatchObject({ wantedVersion: 4, sent: ref });
    await mark(second, { state: 'sent', ref, version: 4 });
    expect(await query('select state, sent_version, wanted_version from outbox')).toEqual([
      { state: 'sent', sent_version: 4, wanted_version: 4 },
    ]);
  });

  test('keeps what it does not know apart, looks again when due, and says why it gave up', async () => {
    await add(message());
    await mark(await only(outbox.claim(NOW, 10)), {
      state: 'unknown',
      dueAt: NOW + 2,
      attempts: 0,
      unanswered: 1,
      error: 'hung',
    });
    expect(await query('select state, unsure, error from outbox')).toEqual([
      { state: 'unknown', unsure: true, error: 'hung' },
    ]);
    expect(await outbox.claim(NOW, 10)).toEqual([]);
    const row = await only(outbox.claim(NOW + 2, 10));
    expect(row).toMatchObject({ unsure: true, unanswered: 1 });
    await mark(row, { state: 'pending', dueAt: NOW + 4, attempts: 1, error: 'busy' });
    const again = await only(outbox.claim(NOW + 4, 10));
    expect(again).toMatchObject({ unsure: false, unanswered: 1, attempts: 1 });
    await mark(again, { state: 'dead', error: 'archived', fallback: null });
    expect(await query('select state, error from outbox')).toEqual([{ state: 'dead', error: 'archived' }]);
    expect(await outbox.stats(NOW)).toMatchObject({ due: 0, dead: 1 });
  });

  test('says elsewhere, once, what was refused', async () => {
    const channel = { platform: 'slack', scope: 'T1', channel: 'C1' } as const;
    const whisper = message({ destination: { to: 'whisper', channel, person: ana.id } });
    await add(whisper);
    const row = await only(outbox.claim(NOW, 10));
    const refused = {
      state: 'dead',
      error: 'not in channel',
      fallback: { to: 'person', person: ana.id },
    } as const;
    await Promise.all([mark(row, refused), mark(row, refused)]);
    const fallback = await only(outbox.claim(NOW, 10));
    expect(fallback).toMatchObject({
      body: whisper.body,
      destination: refused.fallback,
      dedupeKey: `${whisper.dedupeKey}:fallback`,
    });
  });

  test('drops what there is nothing left to say of', async () => {
    await add(message());
    await mark(await only(outbox.claim(NOW, 10)), { state: 'dropped' });
    expect(await query('select 1 from outbox')).toHaveLength(0);
  });

  test('leaves a row alone that is no longer under a lease', async () => {
    await add(message());
    const row = await only(outbox.claim(NOW, 10));
    await mark(row, { state: 'sent', ref, version: 1 });
    await mark(row, { state: 'pending', dueAt: NOW, attempts: 3, error: 'late' });
    await mark(row, { state: 'dropped' });
    expect(await query('select state, attempts from outbox')).toEqual([{ state: 'sent', attempts: 0 }]);
  });

  test('shows a card once more when a send of it came late, after another process had sent it', async () => {
    const { item, entries } = newItem(1, ana.id);
    await store.transact(workspace, (tx) => tx.items.insert(item, entries, [cardOf(item)]));
    const late = await only(outbox.claim(NOW, 10));
    await query(`update outbox set lease_until = now() - interval '1 second'`);
    await outbox.sweep();
    await store.transact(workspace, (tx) => tx.outbox.refreshCards(item.id, NOW));
    await mark(await only(outbox.claim(NOW, 10)), { state: 'sent', ref, version: 2 });

    await mark(late, { state: 'sent', ref, version: 1 });
    await mark(await only(outbox.claim(NOW, 10)), { state: 'sent', ref, version: 2 });
    expect(await query('select state, sent_version from outbox')).toEqual([
      { state: 'sent', sent_version: 2 },
    ]);
    expect(await outbox.claim(NOW, 10)).toEqual([]);
  });

  test('gives up a row that this version cannot read, and sends its neighbours', async () => {
    await add(message({ dedupeKey: 'bad' }), message({ dedupeKey: 'good' }));
    await query(`update outbox set body = '{"body":"hologram"}' where dedupe_key = 'bad'`);
    expect(await only(outbox.claim(NOW, 10))).toMatchObject({ dedupeKey: 'good' });
    const [bad] = await query(`select state, error from outbox where dedupe_key = 'bad'`);
    expect(bad).toMatchObject({ state: 'dead', error: expect.stringContaining('hologram') });
  });
});

describe('many workspaces', () => {
  test('are claimed and marked together, each row in its own', async () => {
    const others = await Promise.all(Array.from({ length: 20 }, () => makeWorkspace(database.client)));
    for (const one of others) {
      await store.transact(one, (tx) =>
        tx.outbox.add([message({ dedupeKey: one }), message({ dedupeKey: `${one} 2` })]),
      );
    }
    const rows = await outbox.claim(NOW, 100);
    expect(rows).toHaveLength(40);
    for (const row of rows) expect(row.dedupeKey).toContain(row.workspace);
    await outbox.mark(
      rows.map((row) => ({
        row,
        next: { state: 'sent', ref: { ...ref, scope: row.workspace }, version: 1 },
      })),
    );
    const wrong = await query(
      `select 1 from outbox where state <> 'sent' or sent_scope <> workspace_id::text`,
    );
    expect(wrong).toHaveLength(0);
  });

  test('with a clock that is ahead have their own idea of what is due', async () => {
    const ahead = await makeWorkspace(database.client, { clockOffset: 10 * MINUTE });
    for (const one of [workspace, ahead]) {
      await store.transact(one, (tx) =>
        tx.outbox.add([message({ dueAt: NOW }), message({ dueAt: NOW + 10 * MINUTE })]),
      );
    }
    const rows = await outbox.claim(NOW, 10);
    expect(rows.map((row) => [row.workspace, row.dueAt - NOW, row.ahead]).toSorted()).toEqual(
      [
        [workspace, 0, 0],
        [ahead, 0, 10 * MINUTE],
        [ahead, 10 * MINUTE, 10 * MINUTE],
      ].toSorted(),
    );
  });

  test('are counted for an operator', async () => {
    await add(
      message(),
      message({ dueAt: NOW - 5_000 }),
      message({ dueAt: NOW + 1 }),
      message({ dueAt: NOW - 9_000 }),
    );
    expect(await outbox.stats(NOW)).toEqual({ due: 3, leased: 0, unknown: 0, dead: 0, lagMs: 9_000 });
    await outbox.claim(NOW, 1);
    expect(await outbox.stats(NOW)).toEqual({ due: 2, leased: 1, unknown: 0, dead: 0, lagMs: 5_000 });
    expect(await inboxQueue.stats(NOW)).toEqual({ due: 0, leased: 0, unknown: 0, dead: 0, lagMs: 0 });
  });

  test('tell when something is next due in each', async () => {
    expect(await nextDue(database.client, workspace)).toBeNull();
    await add(message({ dueAt: NOW + MINUTE }));
    expect(await nextDue(database.client, workspace)).toBe(NOW + MINUTE);
    await inbox.receive(workspace, { key: 'e1', intent: {}, dueAt: NOW - MINUTE });
    expect(await nextDue(database.client, workspace)).toBe(NOW - MINUTE);
    expect(await nextDue(database.client, await makeWorkspace(database.client))).toBeNull();
  });
});

describe('the clocks', () => {
  const due = (of: WorkspaceId, count: number, at: number) => database.client.sql`
    insert into clocks (workspace_id, id, kind, state, due_at, detail)
    select ${of}, gen_random_uuid(), 'item', 'pending', ${new Date(at).toISOString()}::timestamptz, '{}'
    from generate_series(1, ${count}::int)`;

  test('come with all that is due in their workspace, though little room is left, and with none of another', async () => {
    const other = await makeWorkspace(database.client);
    await due(workspace, 60, NOW - 1);
    await due(workspace, 5, NOW + 1);
    await due(other, 60, NOW);
    const clocks = createClockQueue(database.client);
    const first = await only(clocks.claim(NOW, 1));
    expect(first).toMatchObject({ workspace });
    expect(first.items).toHaveLength(60);
    const next = await only(clocks.claim(NOW, 1));
    expect(next).toMatchObject({ workspace: other });
    expect(next.items).toHaveLength(60);
    expect(await clocks.claim(NOW, 1)).toEqual([]);
  });

  test('of a workspace where very much is due come by parts', async () => {
    await due(workspace, 260, NOW);
    const clocks = createClockQueue(database.client);
    const parts: number[] = [];
    for (let rows = await clocks.claim(NOW, 1); rows.length > 0; rows = await clocks.claim(NOW, 1))
      parts.push((await only(Promise.resolve(rows))).items.length);
    expect(parts).toEqual([100, 100, 60]);
  });
});
