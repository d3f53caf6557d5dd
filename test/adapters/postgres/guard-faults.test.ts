import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Scope, transact } from '../../../src/adapters/postgres/guard.ts';
import { channels, people, workspaces } from '../../../src/adapters/postgres/schema.ts';
import { StoreUnavailable } from '../../../src/adapters/postgres/store-unavailable.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import { testDatabase } from '../../support/postgres.ts';

const database = await testDatabase({ max: 16 });
afterAll(database.drop);

const workspaceId = '00000000-0000-4000-8000-000000000001' as WorkspaceId;
const app = { role: 'baton_app', workspaceId } as const;

beforeAll(async () => {
  await transact(database.client, app, async ({ db }) => {
    await db
      .insert(workspaces)
      .values({ id: workspaceId, name: 'A', zone: 'UTC', hours: {}, quiet: {}, settings: {}, createdAt: 0 });
  });
});

const uncaught: unknown[] = [];
const note = (error: unknown): number => uncaught.push(error);
beforeAll(() => void process.on('uncaughtException', note).on('unhandledRejection', note));
afterEach(() => void expect(uncaught.splice(0)).toEqual([]));
afterAll(() => void process.off('uncaughtException', note).off('unhandledRejection', note));

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const uuid = (next: () => number): string => {
  const hex = Array.from({ length: 32 }, () => Math.floor(next() * 16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/** Between two statements: nothing, a turn of the loop, or some time. */
async function pause(next: () => number): Promise<void> {
  const which = next();
  if (which < 0.3) return;
  if (which < 0.6) await immediate();
  else await sleep(next() * 6);
}

/** Two rows that belong together, in two tables. */
async function writePair({ db }: Scope, id: string, next: () => number): Promise<void> {
  await pause(next);
  await db.insert(people).values({ workspaceId, id, handle: id, name: 'n', kind: 'human', role: 'member' });
  await pause(next);
  await db.select().from(workspaces);
  await pause(next);
  await db
    .insert(channels)
    .values({ workspaceId, id, platform: 'p', scope: 's', channel: id, kind: 'public', name: 'n' });
  await pause(next);
}

type Outcome = 'written' | 'nothing' | 'unknown';

async function attempt(id: string, next: () => number): Promise<Outcome> {
  try {
    await transact(database.client, app, (scope) => writePair(scope, id, next));
    return 'written';
  } catch (error) {
    if (error instanceof StoreUnavailable) return error.written;
    throw error;
  }
}

async function killSome(next: () => number): Promise<void> {
  const count = 1 + Math.floor(next() * 5);
  await database.client.sql`
    select pg_terminate_backend(pid) from (
      select pid from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and usename = current_user
        and query not like '%pg_terminate_backend%'
      order by random() limit ${count}) victims`;
}

test('backends killed under concurrent transactions leave no half-written pair, no hung caller and no uncaught error', async () => {
  const outcomes = new Map<string, { seed: number; outcome: Outcome }>();
  for (let seed = 1; seed <= 15; seed += 1) {
    const next = random(seed);
    let working = true;
    const killer = (async () => {
      while (working) {
        await sleep(5 + next() * 20);
        await killSome(next);
      }
    })();
    await Promise.all(
      Array.from({ length: 16 }, async (_, worker) => {
        const own = random(seed * 1_000 + worker);
        for (let turn = 0; turn < 5; turn += 1) {
          const id = uuid(own);
          outcomes.set(id, { seed, outcome: await attempt(id, own) });
        }
      }),
    );
    working = false;
    await killer;
  }
  const ids = (rows: readonly { id: string }[]): Set<string> => new Set(rows.map(({ id }) => id));
  const firsts = ids(await database.client.sql<{ id: string }[]>`select id from people`);
  const seconds = ids(await database.client.sql<{ id: string }[]>`select id from channels`);
  const tally = { written: 0, nothing: 0, unknown: 0 };
  for (const [id, { seed, outcome }] of outcomes) {
    tally[outcome] += 1;
    expect(seconds.has(id), `a pair of seed ${seed} is half written`).toBe(firsts.has(id));
    if (outcome === 'unknown') continue;
    expect(firsts.has(id), `seed ${seed}: said to be ${outcome}`).toBe(outcome === 'written');
  }
  expect(tally.nothing, 'the faults did hit').toBeGreaterThan(50);
  expect(tally.written).toBeGreaterThan(50);
}, 60_000);
