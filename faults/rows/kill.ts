/** `kill -9` at each step of a message's way, and at any instant between. */
import { setTimeout as sleep } from 'node:timers/promises';
import { check, untilQuiet } from '../check/check.ts';
import { type BatonProcess, STEPS } from '../rig/baton.ts';
import type { Sql } from '../rig/database.ts';
import { moveIn } from '../rig/neighbour.ts';
import type { Replica } from '../rig/replica.ts';
import type { Rig } from '../rig/rig.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

const RESUMED_MS = 30_000;
/** A step that is not passed within this time under load is passed by nobody. */
const PASSED_MS = 20_000;

export const kill: Row = {
  name: 'kill',
  fault: '`kill -9` at each step and at any instant',
  async run(rig) {
    const totals = { kills: 0, done: 0, unknown: 0, slowestMs: 0 };
    for (const replicas of rig.short ? [1] : [1, 2, 1, 2]) {
      const round = await play(rig, replicas);
      totals.kills += round.kills;
      totals.done += round.done;
      totals.unknown += round.unknown;
      totals.slowestMs = Math.max(totals.slowestMs, round.slowestMs);
    }
    return `${totals.kills} kills, ${totals.done} operations done, ${totals.unknown} unanswered; resumed within ${seconds(totals.slowestMs)}`;
  },
};

async function play(rig: Rig, count: number) {
  const database = await rig.database();
  const replicas: Replica[] = [];
  for (let i = 0; i < count; i += 1) replicas.push(await rig.replica(database.url));
  const changedNextDoor = await moveIn(database);
  const url = (): string => rig.random.pick(replicas.filter((r) => r.alive).concat(replicas)).url;
  const load = rig.load({ url, ...(rig.short ? { people: 2, everyMs: 60 } : {}) });
  await load.done(20);
  const resumed: Promise<number>[] = [];
  const killed = async (replica: Replica, ending: () => Promise<unknown>): Promise<void> => {
    await ending();
    const resuming = untilResumed(database.sql);
    // Awaited in the end.
    resuming.catch(() => {});
    resumed.push(resuming);
    await replica.start();
  };
  for (const step of rig.random.shuffled(STEPS)) {
    const replica = rig.random.pick(replicas);
    await replica.baton.arm(step, 1 + rig.random.below(4));
    await killed(replica, () => diedAt(step, replica.baton));
  }
  for (let instant = 0; instant < (rig.short ? 2 : 6); instant += 1) {
    const replica = rig.random.pick(replicas);
    await sleep(rig.random.next() * 600);
    await killed(replica, () => replica.kill());
  }
  await load.stop();
  const slowestMs = Math.max(...(await Promise.all(resumed)), await untilQuiet(database.sql, RESUMED_MS));
  expect(slowestMs <= RESUMED_MS, `work resumed after ${seconds(slowestMs)}, not within 30 s`);
  expectNone([
    ...replicas.flatMap((r) => r.unasked),
    ...(await check(database, load.tried)),
    ...(await changedNextDoor()),
  ]);
  const { tried } = load;
  return { kills: resumed.length, done: tried.count('done'), unknown: tried.count('unknown'), slowestMs };
}

export async function diedAt(step: string, { ended }: BatonProcess): Promise<void> {
  const end = await Promise.race([ended, sleep(PASSED_MS, null, { ref: false })]);
  expect(end !== null, `nobody passed ${step} within ${seconds(PASSED_MS)}`);
  expect(end.signal === 'SIGKILL', `at ${step} it ended with ${end.code ?? end.signal}`);
}

/** How long until all that the dead had begun is begun again or finished, in milliseconds. */
async function untilResumed(sql: Sql): Promise<number> {
  const began = performance.now();
  const leases = () => sql<{ lease: string }[]>`
    select 'inbox ' || id || ' ' || lease_until as lease from inbox where state = 'working'
    union all select 'outbox ' || id || ' ' || lease_until from outbox where state = 'sending'`;
  const left = new Set((await leases()).map(({ lease }) => lease));
  while (left.size > 0 && performance.now() - began < 2 * RESUMED_MS) {
    await sleep(200);
    const now = new Set((await leases()).map(({ lease }) => lease));
    for (const lease of left) if (!now.has(lease)) left.delete(lease);
  }
  return performance.now() - began;
}
