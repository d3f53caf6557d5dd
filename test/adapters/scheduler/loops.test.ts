import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClockQueue } from '../../../src/adapters/postgres/clocks.ts';
import { createInbox, createInboxQueue } from '../../../src/adapters/postgres/inbox.ts';
import { createOutboxQueue } from '../../../src/adapters/postgres/outbox.ts';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import type { Failpoint, LoopDeps } from '../../../src/adapters/scheduler/deps.ts';
import { type Loops, startLoops } from '../../../src/adapters/scheduler/loops.ts';
import type { Intent } from '../../../src/commands/intent.ts';
import type { Outcome } from '../../../src/coordination/delivery/outbox.ts';
import { PACING } from '../../../src/coordination/delivery/pacing.ts';
import type { OutboxId, WorkspaceId } from '../../../src/coordination/ids.ts';
import { type Message, say } from '../../../src/coordination/message.ts';
import type { MessageRef } from '../../../src/coordination/places.ts';
import type { Address, Chat, Inbox } from '../../../src/coordination/ports.ts';
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
  salt,
  savePeople,
  sha256,
} from '../../support/records.ts';

let database: TestDatabase;
let store: PostgresStore;
let inbox: Inbox;
let workspace: WorkspaceId;
let loops: Loops | undefined;
let now = NOW;
const ana = person('ana');

/** A platform that does as it is told, and remembers what it accepted. */
class FakeChat implements Chat {
  readonly platform = 'playground';
  readonly accepted: {
    readonly to: Address;
    readonly message: Message;
    readonly key: OutboxId;
    readonly replaces: MessageRef | null;
  }[] = [];
  readonly looks: OutboxId[] = [];
  answer: (nth: number, message: Message) => Outcome | Promise<Outcome> = () => this.sent();
  #calls = 0;

  sent(): Outcome {
    const message = `m${this.accepted.length}`;
    return { outcome: 'sent', ref: { platform: 'playground', scope: 'here', channel: 'general', message } };
  }

  async reactions() {
    return null;
  }

  async react() {}

  async send(to: Address, said: Message, key: OutboxId, replaces: MessageRef | null): Promise<Outcome> {
    this.#calls += 1;
    const outcome = await this.answer(this.#calls, said);
    if (outcome.outcome === 'sent') this.accepted.push({ to, message: said, key, replaces });
    return outcome;
  }

  person = async () => null;
  channel = async () => null;
  inside = async () => null;

  async find(_: Address, key: OutboxId): Promise<MessageRef | null> {
    this.looks.push(key);
    const at = this.accepted.findIndex((one) => one.key === key);
    return at < 0 ? null : { platform: 'playground', scope: 'here', channel: 'general', message: `m${at}` };
  }

  read = async () => null;
  get words(): string[] {
    return this.accepted.map((one) => one.message.summary);
  }
}

let chat: FakeChat;

function start(values: Partial<LoopDeps> = {}): Loops {
  loops = startLoops({
    store,
    inbox: createInboxQueue(database.client),
    outbox: createOutboxQueue(database.client),
    clocks: createClockQueue(database.client),
    sha256,
    chats: new Map([['playground', chat]]),
    handle: async () => {},
    clock: { now: () => now },
    ids: { uuid: () => randomUUID(), salt },
    pacing: PACING,
    chance: () => 0,
    log: { error: () => {}, warn: () => {} },
    watch: { delivered: () => {} },
    retain: async () => {},
    audit: async () => {},
    failpoint: () => {},
    ...values,
  });
  return loops;
}

const query = (text: string) => database.client.sql.unsafe(text);
const words = (summary: string, values: Parameters<typeof message>[0] = {}) =>
  message({ dedupeKey: summary, body: { body: 'words', message: say(summary) }, ...values });
const add = (...outgoing: ReturnType<typeof message>[]) =>
  store.transact(workspace, (tx) => tx.outbox.add(outgoing));
const states = async (table = 'outbox') =>
  (
    await query(
      `select state, attempts, error from ${table} order by ${table === 'outbox' ? 'dedupe_key' : 'key'}`,
    )
  ).map((row) => ({ ...row }));
const intent = (key: string, text = 'hello'): Intent => ({
  v: 1,
  key,
  at: NOW,
  actor: 'U1',
  place: {
    platform: 'playground',
    scope: 'here',
    channel: 'general',
    channelKind: 'public',
    channelName: 'general',
  },
  kind: 'words',
  text,
});
const receive = (key: string, what: unknown = intent(key)) =>
  inbox.receive(workspace, { key, intent: what, dueAt: NOW });

beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
  inbox = createInbox(database.client);
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = NOW;
  chat = new FakeChat();
  await query('truncate workspaces cascade');
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana);
});
afterEach(async () => {
  expect(await loops?.stop(5_000)).not.toBe(false);
  loops = undefined;
});

describe('the outbox', () => {
  test('sends what is due, in order at one place, and nothing before its time', async () => {
    await add(words('two'), words('later', { dueAt: NOW + MINUTE }));
    await add(words('three'));
    await query(`update outbox set due_at = due_at - interval '1 second' where dedupe_key = 'two'`);
    await start().drained();
    expect(chat.words).toEqual(['two', 'three']);
    now += MINUTE;
    await loops?.drained();
    expect(chat.words).toEqual(['two', 'three', 'later']);
  });

  test('is found by the tick when nobody wakes it', async () => {
    await start().drained();
    await add(words('found'));
    await expect.poll(() => chat.words, { timeout: 3_000 }).toEqual(['found']);
  });

  test('sends a card once for many changes, and edits it from then on', async () => {
    const { item, entries } = newItem(1, ana.id);
    await store.transact(workspace, (tx) => tx.items.insert(item, entries, [cardOf(item)]));
    await start().drained();
    const next = changed(item, ana.id, { changes: { title: 'A new title' } });
    await store.transact(workspace, (tx) => tx.items.update(next.item, next.entries, []));
    now = next.item.updatedAt;
    await loops?.drained();
    expect(chat.accepted.map((one) => one.replaces?.message ?? null)).toEqual([null, 'm0']);
    expect(chat.words[1]).toContain('A new title');
  });

  test('tries again later what was not taken, and gives it up with the reason', async () => {
    chat.answer = () => ({ outcome: 'again', reason: 'internal error' });
    await add(words('one'));
    start();
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      await loops?.drained();
      now += 11 * MINUTE;
    }
    expect(await states()).toEqual([{ state: 'dead', attempts: 9, error: 'internal error' }]);
  });

  test('waits as long as it is asked to, with all that goes to the same place, at no cost; others go on', async () => {
    const elsewhere = {
      to: 'channel',
      channel: { platform: 'playground', scope: 'here', channel: 'other' },
    } as const;
    chat.answer = (nth) => (nth === 1 ? { outcome: 'wait', after: 30_000 } : chat.sent());
    await add(words('a'));
    await start().drained();
    await add(words('b'), words('c', { destination: elsewhere }));
    await loops?.drained();
    expect(chat.words).toEqual(['c']);
    expect(await states()).toEqual([
      { state: 'pending', attempts: 0, error: null },
      { state: 'pending', attempts: 0, error: null },
      { state: 'sent', attempts: 0, error: null },
    ]);
    now += 29_999;
    await loops?.drained();
    expect(chat.words).toEqual(['c']);
    now += 1;
    await loops?.drained();
    expect(chat.words).toEqual(['c', 'a', 'b']);
  });

  test('looks for what was accepted without an answer, and does not say it twice', async () => {
    chat.answer = () => {
      chat.answer = () => chat.sent();
      return Promise.reject(new Error('socket hung up'));
    };
    await add(words('lost'));
    await start().drained();
    expect(await states()).toEqual([{ state: 'unknown', attempts: 0, error: 'Error: socket hung up' }]);
    const [row] = await query('select id from outbox');
    chat.accepted.push({ to: null as never, message: say('lost'), key: row?.id, replaces: null });
    now += 2_000;
    await loops?.drained();
    expect(chat.words).toEqual(['lost']);
    expect(await states()).toEqual([{ state: 'sent', attempts: 0, error: null }]);
  });

  test('says once more what it does not find, and no third time', async () => {
    chat.answer = () => ({ outcome: 'unknown', reason: '502' });
    await add(words('one'));
    start();
    for (let i = 0; i < 4; i += 1) {
      await loops?.drained();
      now += MINUTE;
    }
    expect(chat.looks).toHaveLength(2);
    expect(await states()).toEqual([
      { state: 'dead', attempts: 0, error: 'sent twice without an answer, and not found' },
    ]);
  });

  test('finds a card whose process ended, and shows what changed since', async () => {
    const { item, entries } = newItem(1, ana.id);
    const card = cardOf(item);
    await store.transact(workspace, (tx) => tx.items.insert(item, entries, [card]));
    chat.accepted.push({ to: null as never, message: say('an old card'), key: card.id, replaces: null });
    await query(
      `update outbox set state = 'sending', wanted_version = 3, lease_until = now() - interval '1 second'`,
    );
    await createOutboxQueue(database.client).sweep();
    await start().drained();
    expect(chat.accepted.map((one) => one.replaces?.message ?? null)).toEqual([null, 'm0']);
    expect(await query('select state, sent_version from outbox')).toEqual([
      { state: 'sent', sent_version: 3 },
    ]);
  });

  test('leaves the neighbours of what cannot be said alone', async () => {
    await add(words('bad', { destination: { to: 'person', person: ana.id } }), words('good'));
    await start().drained();
    expect(chat.words).toEqual(['good']);
    expect(await states()).toEqual([
      { state: 'dead', attempts: 0, error: 'no account' },
      { state: 'sent', attempts: 0, error: null },
    ]);
  });

  test('keeps what it could not mark, and marks it when the database is back', async () => {
    const queue = createOutboxQueue(database.client);
    let down = true;
    const failing = {
      ...queue,
      mark: (marks: Parameters<typeof queue.mark>[0]) =>
        down ? Promise.reject(new Error('down')) : queue.mark(marks),
    };
    await add(words('one'));
    start({ outbox: failing });
    await expect.poll(() => chat.words).toEqual(['one']);
    await sleep(50);
    expect(await states()).toMatchObject([{ state: 'sending' }]);
    down = false;
    await expect.poll(() => states(), { timeout: 3_000 }).toMatchObject([{ state: 'sent' }]);
    expect(chat.words).toEqual(['one']);
  });
});

describe('the inbox', () => {
  test('is handled once, in order within a channel', async () => {
    const seen: string[] = [];
    await receive('e1');
    await receive('e2');
    await receive('e1');
    await query(`update inbox set due_at = due_at - interval '1 second' where key = 'e2'`);
    await start({
      handle: async (_, { key }) => {
        await sleep(key === 'e2' ? 20 : 0);
        seen.push(key);
      },
    }).drained();
    expect(seen).toEqual(['e2', 'e1']);
    expect(await query('select distinct state, intent from inbox')).toEqual([
      { state: 'done', intent: null },
    ]);
  });

  test('gives up what always fails, and its neighbours are handled', async () => {
    const handled: string[] = [];
    await receive('bad');
    await receive('good');
    await receive('garbled', { v: 99 });
    start({
      handle: async (_, { key }) => {
        if (key === 'bad') throw new Error('poison');
        handled.push(key);
      },
    });
    for (let i = 0; i < 9; i += 1) {
      await loops?.drained();
      now += 11 * MINUTE;
    }
    expect(handled).toEqual(['good']);
    expect(await states('inbox')).toMatchObject([
      { state: 'dead', attempts: 8, error: 'Error: poison' },
      { state: 'dead', attempts: 8 },
      { state: 'done' },
    ]);
  });

  test('does not handle again what ended its process time after time', async () => {
    await receive('e1');
    await query('update inbox set attempts = 8');
    const handle = () => expect.fail('it was handled');
    await start({ handle }).drained();
    expect(await states('inbox')).toMatchObject([{ state: 'dead', attempts: 8 }]);
  });

  const taken = (key: string) => inbox.take(workspace, { key, intent: intent(key), dueAt: NOW });

  test('is handled as it comes, once, where there is room for it', async () => {
    const seen: string[] = [];
    const { drained, hold } = start({ handle: async (_, { key }) => void seen.push(key) });
    await drained();
    hold()?.(await taken('e1'));
    expect(seen).toEqual([]);
    expect(await taken('e1')).toBeNull();
    await drained();
    expect(seen).toEqual(['e1']);
    expect(await query('select state, intent, lease_until from inbox')).toEqual([
      { state: 'done', intent: null, lease_until: null },
    ]);
  });

  test('is handled after what came before it and waited', async () => {
    const seen: string[] = [];
    await receive('e1');
    const { drained, hold } = start({ handle: async (_, { key }) => void seen.push(key) });
    const put = hold();
    put?.(await taken('e2'));
    await drained();
    expect(seen).toEqual(['e1', 'e2']);
  });

  test('is not held while more waits than there is room for', async () => {
    const hung: (() => void)[] = [];
    for (let n = 0; n < 101; n += 1) await receive(`e${n}`);
    const { drained, hold } = start({ handle: () => new Promise<void>((resolve) => hung.push(resolve)) });
    await expect.poll(() => hung.length).toBe(1);
    expect(hold()).toBeNull();
    const ending = setInterval(() => hung.shift()?.(), 1);
    await drained();
    clearInterval(ending);
    const put = hold();
    put?.(null);
    expect(put).not.toBeNull();
  });

  test('goes back when it is written down during a stop', async () => {
    const { drained, hold, stop } = start();
    await drained();
    const put = hold();
    const stopped = stop(5_000);
    put?.(await taken('e1'));
    expect(await stopped).toBe(true);
    expect(await states('inbox')).toMatchObject([{ state: 'pending', attempts: 0 }]);
  });

  test('is not marked again where its own commit has noted it, and is when that was not so', async () => {
    await receive('e1');
    const { drained } = start({ handle: async () => true });
    await drained();
    expect(await states('inbox')).toMatchObject([{ state: 'working', attempts: 0 }]);
    await query(`update inbox set lease_until = now() - interval '1 second'`);
    await expect.poll(() => states('inbox'), { timeout: 3_000 }).toMatchObject([{ state: 'done' }]);
  });

  test('what it makes others say goes out at once', async () => {
    await receive('e1');
    await start({ handle: () => add(words('said')) }).drained();
    expect(chat.words).toEqual(['said']);
  });
});

test('what a dead process had in hand is taken up within a second of the end of its lease', async () => {
  await receive('e1');
  await add(words('one'));
  await query(`update inbox set state = 'working', lease_until = now() + interval '1 second'`);
  await query(`update outbox set state = 'sending', lease_until = now() + interval '1 second'`);
  start();
  await expect.poll(() => states('inbox'), { timeout: 2_500 }).toMatchObject([{ state: 'done' }]);
  await expect.poll(() => states(), { timeout: 1_000 }).toMatchObject([{ state: 'sent' }]);
});

test('every step can be ended at', async () => {
  const steps: Failpoint[] = [];
  await receive('e1');
  await add(words('one'));
  await start({ failpoint: (name) => void steps.push(name) }).drained();
  expect(steps.filter((step) => step.startsWith('inbox'))).toEqual(['inbox:claimed', 'inbox:handled']);
  expect(steps.filter((step) => step.startsWith('outbox'))).toEqual([
    'outbox:claimed',
    'outbox:rendered',
    'outbox:sent',
    'outbox:marked',
  ]);
});

test('a stop finishes what was begun, and gives back the rest', async () => {
  let begun = 0;
  chat.answer = async () => {
    begun += 1;
    await sleep(100);
    return chat.sent();
  };
  await add(...Array.from({ length: 20 }, (_, i) => words(`${i}`)));
  start();
  await expect.poll(() => begun).toBe(1);
  expect(await loops?.stop(5_000)).toBe(true);
  const counted = await query('select state, attempts, count(*)::int from outbox group by 1, 2 order by 1');
  expect(counted).toEqual([
    { state: 'pending', attempts: 0, count: 19 },
    { state: 'sent', attempts: 0, count: 1 },
  ]);
});

test('at a stop what waits in line goes back at once, while what was begun goes on', async () => {
  const hung: (() => void)[] = [];
  for (let i = 0; i < 12; i += 1) {
    const event = intent(`e${i}`);
    const place = { platform: 'playground', scope: 'here', channel: `c${i}` } as const;
    await receive(event.key, {
      ...event,
      place: { ...place, channelKind: 'public', channelName: 'one of many' },
    });
  }
  start({ handle: () => new Promise<void>((resolve) => hung.push(resolve)) });
  await expect.poll(() => hung.length).toBe(8);
  const stopped = loops?.stop(5_000);
  const counted = () => query('select state, attempts, count(*)::int from inbox group by 1, 2 order by 1');
  await expect.poll(counted).toEqual([
    { state: 'pending', attempts: 0, count: 4 },
    { state: 'working', attempts: 0, count: 8 },
  ]);
  for (const end of hung) end();
  expect(await stopped).toBe(true);
  expect((await counted()).map(({ state }) => state)).toEqual(['done', 'pending']);
});

test('a stop does not wait for ever', async () => {
  const hung: (() => void)[] = [];
  await receive('e1');
  start({ handle: () => new Promise<void>((resolve) => hung.push(resolve)) });
  await expect.poll(() => hung.length).toBe(1);
  expect(await loops?.stop(50)).toBe(false);
  for (const end of hung) end();
});
