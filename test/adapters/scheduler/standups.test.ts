/** Standups run by two replicas at once, on a real PostgreSQL: everyone is asked once, and one digest comes of each. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import type { StandupId, WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Message } from '../../../src/coordination/message.ts';
import type { MessageRef } from '../../../src/coordination/places.ts';
import type { Address, Chat } from '../../../src/coordination/ports.ts';
import { parseRule } from '../../../src/coordination/schedule.ts';
import { type Standup, USUAL_QUESTIONS } from '../../../src/coordination/standups/standup.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { channel, makeWorkspace, person, savePeople } from '../../support/records.ts';
import { type Replicas, replicasOf } from '../../support/replicas.ts';

const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-03-02T09:30:00Z');
const STANDUPS = 20;
const people = ['ana', 'bo', 'lena'].map((handle) => person(handle, { zone: 'Europe/London' }));

let database: TestDatabase;
let replicas: Replicas;

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
  replicas = replicasOf(database, chat, MONDAY - HOUR);
});
afterAll(async () => {
  await replicas.stop();
  await database.drop();
});

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
  replicas.start();
  replicas.start();
  await replicas.at(MONDAY);
  expect(toPeople()).toBe(STANDUPS * people.length);
  expect(toChannels()).toEqual([]);
  await replicas.at(MONDAY + HOUR);
  const channels = Array.from({ length: STANDUPS }, (_, n) => `channel-${n}`).toSorted();
  expect(toChannels()).toEqual(channels);
  await replicas.at(MONDAY + 2 * HOUR);
  expect(accepted.length).toBe(STANDUPS * (people.length + 1));
  await replicas.at(MONDAY + 24 * HOUR);
  await replicas.at(MONDAY + 25 * HOUR);
  expect(toPeople()).toBe(2 * STANDUPS * people.length);
  expect(toChannels()).toEqual([...channels, ...channels].toSorted());
  const rounds = await database.client.sql`
    select date, state, count(*)::int as count from standup_rounds where workspace_id = ${workspace} group by 1, 2 order by 1`;
  expect(rounds.map(({ date, state, count }) => `${date} ${state} ${count}`)).toEqual([
    `2026-03-02 posted ${STANDUPS}`,
    `2026-03-03 posted ${STANDUPS}`,
  ]);
});
