/** Standups run by two replicas at once, on a real PostgreSQL: everyone is asked once, and one digest comes of each. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../../src/adapters/postgres/client.ts';
import { createClockQueue } from '../../../src/adapters/postgres/clocks.ts';
import { createInboxQueue } from '../../../src/adapters/postgres/inbox.ts';
import { createOutboxQueue } from '../../../src/adapters/postgres/outbox.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { type Loops, startLoops } from '../../../src/adapters/scheduler/loops.ts';
import type { StandupId, WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Message } from '../../../src/coordination/message.ts';
import type { MessageRef } from '../../../src/coordination/places.ts';
import type { Address, Chat } from '../../../src/coordination/ports.ts';
import { parseRule } from '../../../src/coordination/schedule.ts';
import { type Standup, USUAL_QUESTIONS } from '../../../src/coordination/standups/standup.ts';
import { NO_PACING } from '../../support/baton.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { channel, makeWorkspace, person, salt, savePeople, sha256 } from '../../support/records.ts';

const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-03-02T09:30:00Z');
const STANDUPS = 20;
const people = ['ana', 'bo', 'lena'].map((handle) => person(handle, { zone: 'Europe/London' }));

let database: TestDatabase;
let now = MONDAY - HOUR;
let running: Loops[] = [];
const ended: (() => Promise<void>)[] = [];

interface Accepted {
  readonly to: Address;
  readonly message: Message;
  readonly replaces: MessageRef | null;
}
const accepted: Accepted[] = [];

/** Takes a moment to answer, so that both replicas have messages in hand at once. */
const chat: Chat = {
  platform: 'playground',
  async send(to, message, key, replaces) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    accepted.push({ to, message, replaces });
    return {
      outcome: 'sent',
      ref: { platform: 'playground', scope: 'here', channel: 'general', message: key },
    };
  },
  find: async () => null,
  read: async () => null,
  reactions: async () => null,
  react: async () => {},
  person: async () => null,
  channel: async () => null,
  inside: async () => null,
};

beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  for (const loops of running) await loops.stop(5_000);
  for (const end of ended) await end();
  running = [];
});
afterAll(() => database.drop());

/** With connections of its own, as another process has. */
function replica(): Loops {
  const client = createClient(database.url, { max: 8 });
  ended.push(() => client.end());
  const loops = startLoops({
    store: createStore(client),
    inbox: createInboxQueue(client),
    outbox: createOutboxQueue(client),
    clocks: createClockQueue(client),
    chats: new Map([['playground', chat]]),
    handle: async () => {},
    clock: { now: () => now },
    ids: { uuid: () => randomUUID(), salt },
    sha256,
    pacing: NO_PACING,
    chance: () => 0,
    log: { error: () => {}, warn: () => {} },
    watch: { delivered: () => {} },
    retain: async () => {},
    audit: async () => {},
    failpoint: () => {},
  });
  running.push(loops);
  return loops;
}

/** What one replica leaves to be done, the other may have in hand. */
async function at(instant: number): Promise<void> {
  now = instant;
  for (const loops of running) loops.wake();
  await expect.poll(left, { timeout: 20_000 }).toBe(0);
}

async function left(): Promise<number> {
  const until = new Date(now).toISOString();
  const [row] = await database.client.sql`
    select (select count(*) from outbox where state in ('pending', 'sending', 'unknown') and due_at <= ${until})::int
      + (select count(*) from clocks where state in ('pending', 'working') and due_at <= ${until})::int as due`;
  return row?.due ?? 0;
}

async function filled(): Promise<WorkspaceId> {
  const workspace = await makeWorkspace(database.client);
  const store = createStore(database.client);
  await savePeople(store, workspace, ...people);
  await store.transact(workspace, async (tx) => {
    for (const { id, handle } of people)
      await tx.people.saveAccount(id, { platform: 'playground', scope: workspace, account: handle });
    for (let n = 0; n < STANDUPS; n += 1) {
      const home = channel(`channel-${n}`);
      await tx.channels.save(home);
      const standup: Standup = {
        id: randomUUID() as StandupId,
        name: home.name,
        channel: home.id,
        rule: parseRule('weekdays 09:30'),
        words: 'weekdays 09:30',
        zone: 'Europe/London',
        clock: 'channel',
        participants: { who: 'people', people: people.map(({ id }) => id) },
        joined: [],
        left: [],
        questions: USUAL_QUESTIONS,
        window: 60,
        skipsHolidays: true,
        quietDays: 'line',
        looks: 'all',
        paused: false,
        madeBy: people[0]?.id as Standup['madeBy'],
        since: MONDAY - HOUR,
      };
      await tx.standups.save(standup);
      await tx.standups.wakeEach(new Map([[standup.id, MONDAY]]));
    }
  });
  return workspace;
}

const toPeople = (): number => accepted.filter(({ to }) => to.to === 'account').length;
const toChannels = (): string[] =>
  accepted.flatMap(({ to }) => (to.to === 'channel' ? [to.channel.channel] : [])).toSorted();

test('two replicas around asking and posting: each person is asked once, each digest comes once', async () => {
  const workspace = await filled();
  replica();
  replica();
  await at(MONDAY);
  expect(toPeople()).toBe(STANDUPS * people.length);
  expect(toChannels()).toEqual([]);
  await at(MONDAY + HOUR);
  const channels = Array.from({ length: STANDUPS }, (_, n) => `channel-${n}`).toSorted();
  expect(toChannels()).toEqual(channels);
  await at(MONDAY + 2 * HOUR);
  expect(accepted.length).toBe(STANDUPS * (people.length + 1));
  await at(MONDAY + 24 * HOUR);
  await at(MONDAY + 25 * HOUR);
  expect(toPeople()).toBe(2 * STANDUPS * people.length);
  expect(toChannels()).toEqual([...channels, ...channels].toSorted());
  const rounds = await database.client.sql`
    select date, state, count(*)::int as count from standup_rounds where workspace_id = ${workspace} group by 1, 2 order by 1`;
  expect(rounds.map(({ date, state, count }) => `${date} ${state} ${count}`)).toEqual([
    `2026-03-02 posted ${STANDUPS}`,
    `2026-03-03 posted ${STANDUPS}`,
  ]);
});
