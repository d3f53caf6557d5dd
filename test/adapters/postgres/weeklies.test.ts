/** A team is told of its week once for each occurrence, whoever runs it and however late. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClockQueue } from '../../../src/adapters/postgres/clocks.ts';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import { runDueWeekly, setWeekly } from '../../../src/coordination/flow/weekly-post.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Transaction } from '../../../src/coordination/ports.ts';
import { parseRule } from '../../../src/coordination/schedule.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { channel, makeWorkspace, person, salt, savePeople, team } from '../../support/records.ts';

const MINUTE = 60_000;
const at = (iso: string): number => Date.parse(iso);
const SET = at('2026-03-17T10:00:00Z');
const FRIDAY = at('2026-03-20T16:00:00Z');
/** In summer time by then. */
const NEXT = at('2026-04-03T15:00:00Z');

const ana = person('ana');
const general = channel('general');
const design = team('design', { name: 'Design', homeChannel: general.id });
const ids = { uuid: () => randomUUID(), salt };

let database: TestDatabase;
let store: PostgresStore;
let workspace: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
});
afterAll(() => database.drop());

const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => store.transact(workspace, work);
const run = (now: number): Promise<void> => within((tx) => runDueWeekly({ tx, now, ids }, design.id));
const set = (words: string | null, now = SET): Promise<void> =>
  within((tx) => setWeekly({ tx, now, ids }, design.id, words ? { words, rule: parseRule(words) } : null));
const said = async (): Promise<string[]> =>
  (
    await database.client.sql`
    select dedupe_key as key, body::text as body from outbox where workspace_id = ${workspace} order by dedupe_key`
  ).map(({ key, body }) => `${key.split(':').at(-1)}${/late\./.test(body) ? ' late' : ''}`);
const posts = async (): Promise<string[]> =>
  (
    await database.client.sql`
    select date, state, because from weekly_posts where workspace_id = ${workspace} order by date`
  ).map(({ date, state, because }) => [date, state, because].filter(Boolean).join(' '));
const nextAt = async (): Promise<string> => {
  const [row] = await database.client
    .sql`select due_at, state from clocks where id = ${design.id} and workspace_id = ${workspace}`;
  return row?.state === 'pending' ? new Date(row.due_at).toISOString() : 'never';
};

beforeEach(async () => {
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana);
  await within(async (tx) => {
    await tx.channels.save(general);
    await tx.teams.save(design);
  });
  await set('fridays 16:00');
  await run(SET);
});

describe('a team’s week', () => {
  test('is told when it is due, and then a week later', async () => {
    expect(await nextAt()).toBe('2026-03-20T16:00:00.000Z');
    expect(await said()).toEqual([]);
    await run(FRIDAY);
    expect(await said()).toEqual(['2026-03-20']);
    expect(await nextAt()).toBe('2026-03-27T16:00:00.000Z');
  });

  test('is told once, however often and by however many it is run', async () => {
    await Promise.all([run(FRIDAY), run(FRIDAY + 1), run(FRIDAY + 2)]);
    await run(FRIDAY + MINUTE);
    expect(await said()).toEqual(['2026-03-20']);
    expect(await posts()).toEqual(['2026-03-20 posted']);
  });

  test.each([
    ['an hour late says so', 60, ['2026-03-20 late'], ['2026-03-20 posted']],
    ['two hours late says so', 120, ['2026-03-20 late'], ['2026-03-20 posted']],
    ['later than that is skipped, and recorded', 121, [], ['2026-03-20 skipped more than 2 h late']],
  ])('%s', async (_, minutes, messages, recorded) => {
    await run(FRIDAY + minutes * MINUTE);
    expect(await said()).toEqual(messages);
    expect(await posts()).toEqual(recorded);
  });

  test('after weeks without Baton is told once, and those missed are recorded', async () => {
    await run(NEXT);
    expect(await said()).toEqual(['2026-04-03']);
    expect(await posts()).toEqual([
      '2026-03-20 skipped more than 2 h late',
      '2026-03-27 skipped more than 2 h late',
      '2026-04-03 posted',
    ]);
  });

  test('is not told where the home channel is gone or closed', async () => {
    await within((tx) => tx.channels.save({ ...general, off: 'is_archived' }));
    await run(FRIDAY);
    expect(await said()).toEqual([]);
    expect(await posts()).toEqual(['2026-03-20 skipped no home channel']);
  });

  test('is told no more once that is unset, or the team is gone', async () => {
    await set(null);
    expect(await nextAt()).toBe('never');
    await set('fridays 16:00');
    await within((tx) => tx.teams.remove(design.id));
    await run(FRIDAY);
    expect(await said()).toEqual([]);
    expect(await nextAt()).toBe('never');
  });

  test('is found by its clock', async () => {
    const queue = createClockQueue(database.client);
    await within((tx) => tx.weeklies.wake(design.id, at('2001-01-01T00:00:00Z')));
    const claimed = await queue.claim(at('2001-01-02T00:00:00Z'), 100);
    expect(claimed.find((row) => row.workspace === workspace)?.teams).toEqual([design.id]);
  });
});
