import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClockQueue } from '../../../src/adapters/postgres/clocks.ts';
import { erasePerson } from '../../../src/adapters/postgres/erase.ts';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import { closed } from '../../../src/coordination/delivery/closed.ts';
import type { OutboxId, StandupId, WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Transaction } from '../../../src/coordination/ports.ts';
import { parseRule } from '../../../src/coordination/schedule.ts';
import { runDueStandups } from '../../../src/coordination/standups/run.ts';
import { type Standup, USUAL_QUESTIONS } from '../../../src/coordination/standups/standup.ts';
import { buttonsOf } from '../../support/message-text.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { channel, MINUTE, makeWorkspace, person, salt, savePeople, sha256 } from '../../support/records.ts';

const HOUR = 60 * MINUTE;
const at = (iso: string): number => Date.parse(iso);
const MONDAY = at('2026-03-02T09:30:00Z');

let database: TestDatabase;
let store: PostgresStore;
let workspace: WorkspaceId;
let standup: Standup;
const ana = person('ana', { role: 'admin' });
const bo = person('bo', { name: 'Bo van Dyke' });
const general = channel('general');
const ids = { uuid: () => randomUUID(), salt };

const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => store.transact(workspace, work);
const run = (now: number): Promise<void> => within((tx) => runDueStandups({ tx, now, ids }, [standup.id]));
const said = async (): Promise<string[]> => {
  const rows = await database.client.sql`
    select body ->> 'body' as body, destination ->> 'to' as goes from outbox where workspace_id = ${workspace} order by 1, 2`;
  return rows.map((row) => `${row.body} to ${row.goes}`);
};
const nextAt = async (): Promise<string> => {
  const [row] = await database.client.sql`select due_at, state from clocks where id = ${standup.id}`;
  return row?.state === 'pending' ? new Date(row.due_at).toISOString() : 'never';
};
const rounds = () => within((tx) => tx.standups.rounds(standup.id, 10));

beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
});
afterAll(() => database.drop());
beforeEach(async () => {
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana, bo);
  standup = {
    id: randomUUID() as StandupId,
    name: 'general',
    channel: general.id,
    rule: parseRule('weekdays 09:30'),
    words: 'weekdays 09:30',
    zone: 'Europe/London',
    clock: 'channel',
    participants: { who: 'people', people: [ana.id, bo.id] },
    joined: [],
    left: [],
    questions: USUAL_QUESTIONS,
    window: 60,
    skipsHolidays: true,
    quietDays: 'line',
    looks: 'all',
    paused: false,
    madeBy: ana.id,
    since: MONDAY - 24 * HOUR,
  };
  await within(async (tx) => {
    await tx.channels.save(general);
    await tx.standups.save(standup);
    await tx.standups.wakeEach(new Map([[standup.id, MONDAY]]));
  });
});

describe('a standup', () => {
  test('is read as it was written', async () => {
    const other: Standup = {
      ...standup,
      rule: parseRule('every 2 weeks friday 16:00'),
      participants: { who: 'channel' },
      joined: [bo.id],
      left: [ana.id],
      questions: [],
      paused: true,
      clock: 'each',
      quietDays: 'nothing',
      looks: 'needs',
    };
    await within((tx) => tx.standups.save(other));
    expect(await within((tx) => tx.standups.byName('general'))).toEqual(other);
  });

  test('asks each once and posts one digest, though several processes run it at once', async () => {
    await Promise.all([run(MONDAY), run(MONDAY), run(MONDAY)]);
    expect(await said()).toEqual(['words to person', 'words to person']);
    expect(await nextAt()).toBe('2026-03-02T10:30:00.000Z');
    await Promise.all([run(MONDAY + HOUR), run(MONDAY + HOUR)]);
    expect(await said()).toEqual(['standup to channel', 'words to person', 'words to person']);
    expect(await nextAt()).toBe('2026-03-03T09:30:00.000Z');
    expect((await rounds()).map(({ date, state }) => `${date} ${state}`)).toEqual(['2026-03-02 posted']);
  });

  test('is claimed by the loop that runs clocks, under a lease', async () => {
    const queue = createClockQueue(database.client);
    const claimed = (await queue.claim(MONDAY, 10)).filter((row) => row.workspace === workspace);
    expect(claimed.map((row) => row.standups)).toEqual([[standup.id]]);
    expect((await queue.claim(MONDAY, 10)).filter((row) => row.workspace === workspace)).toEqual([]);
    await run(MONDAY);
    expect(await nextAt()).toBe('2026-03-02T10:30:00.000Z');
  });

  test('late by up to 2 h runs once and says so', async () => {
    await run(MONDAY + 2 * HOUR);
    expect(await said()).toHaveLength(2);
    const [round] = await rounds();
    expect(round).toMatchObject({ state: 'open', lateBy: 2 * HOUR, postsAt: MONDAY + 3 * HOUR });
    const [row] = await database.client
      .sql`select body::text as body from outbox where workspace_id = ${workspace} limit 1`;
    expect(row?.body).toContain('This comes 2 h late.');
  });

  test('later than that is skipped and recorded, each date of an outage', async () => {
    await run(at('2026-03-06T12:00:00Z'));
    expect(await said()).toEqual([]);
    const known = (await rounds()).map(({ date, state, because }) => `${date} ${state}: ${because}`);
    expect(known).toEqual(
      ['06', '05', '04', '03', '02'].map((day) => `2026-03-${day} skipped: more than 2 h late`),
    );
    expect(await nextAt()).toBe('2026-03-09T09:30:00.000Z');
  });

  test('a digest that could not be posted in time is skipped and recorded', async () => {
    await run(MONDAY);
    await run(MONDAY + 4 * HOUR);
    expect(await said()).toEqual(['words to person', 'words to person']);
    expect((await rounds())[0]).toMatchObject({ state: 'skipped', because: 'more than 2 h late' });
  });

  test('who is away is not asked, and who answered before is not either', async () => {
    await within(async (tx) => {
      await tx.people.setAway(ana.id, { from: MONDAY - HOUR, to: null, delegate: null });
      const answer = { said: 'answer', words: [{ question: 'x', answer: 'y' }], late: false } as const;
      await tx.standups.saveAnswer(standup.id, {
        ...answer,
        person: bo.id,
        date: '2026-03-02',
        at: MONDAY - HOUR,
        editedAt: null,
      });
    });
    await run(MONDAY);
    expect(await said()).toEqual([]);
    const states = (await rounds())[0]?.asks.map(({ person: id, state }) => [id, state]);
    expect(new Map(states as [])).toEqual(
      new Map([
        [ana.id, 'away'],
        [bo.id, 'early'],
      ]),
    );
  });

  test('whose channel takes nothing any more tells its maker once, with what mends it', async () => {
    await run(MONDAY);
    await run(MONDAY + HOUR);
    await run(MONDAY + 24 * HOUR);
    await run(MONDAY + 25 * HOUR);
    for (const { id } of await rounds())
      await within((tx) =>
        closed(
          { tx, ids, now: MONDAY + 26 * HOUR },
          {
            row: {
              id: randomUUID() as OutboxId,
              destination: { to: 'channel', channel: general.ref },
              body: { body: 'standup', round: id },
              sent: null,
            },
            message: null,
            account: null,
            reason: 'is_archived',
          },
        ),
      );
    const told = await database.client.sql`
      select destination ->> 'person' as person, body -> 'message' as message from outbox
      where workspace_id = ${workspace} and body -> 'message' ->> 'summary' like '%cannot be posted%'`;
    expect(told.map(({ person: who }) => who)).toEqual([ana.id]);
    expect(told[0]?.message.summary).toContain('#general: it is archived');
    expect(buttonsOf(told[0]?.message).map(({ action }) => action.verb)).toEqual([
      'standup edit',
      'standup preview',
      'standup pause',
    ]);
    expect((await within((tx) => tx.channels.byId(general.id)))?.off).toBe('is_archived');
  });

  test('that is deleted asks nobody any more', async () => {
    await run(MONDAY);
    await within((tx) => tx.standups.remove(standup.id));
    await run(MONDAY + HOUR);
    expect(await said()).toEqual(['words to person', 'words to person']);
    expect(await rounds()).toEqual([]);
  });

  test('keeps nothing of a person who was erased, in answers of their own or of others', async () => {
    await run(MONDAY);
    const answer = (who: typeof ana, words: string) => ({
      person: who.id,
      date: '2026-03-02',
      said: 'answer' as const,
      words: [{ question: 'In progress', answer: words }],
      at: MONDAY,
      editedAt: null,
      late: false,
    });
    await within(async (tx) => {
      await tx.standups.saveAnswer(standup.id, answer(bo, 'canary of mine'));
      await tx.standups.saveAnswer(standup.id, answer(ana, 'I wait for Bo van Dyke and @bo'));
    });
    await run(MONDAY + HOUR);
    const deps = { client: database.client, workspace, now: MONDAY + 2 * HOUR, ids, sha256 };
    await erasePerson(deps, 'bo', () => {});
    const left = await within((tx) => tx.standups.answers(standup.id, '2026-03-02'));
    expect(left.map(({ words }) => words[0]?.answer)).toEqual(['I wait for someone and someone']);
    const [digest] = await database.client.sql`
      select wanted_version from outbox where workspace_id = ${workspace} and kind = 'card'`;
    expect(digest?.wanted_version).toBeGreaterThan(1);
  });
});
