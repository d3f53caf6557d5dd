/** The clocks, run: all that is due in a workspace in one transaction, and one by one where that fails. */
import { setImmediate as breathe } from 'node:timers/promises';
import { afterFault } from '../../coordination/delivery/after-fault.ts';
import { runDueWeekly } from '../../coordination/flow/weekly-post.ts';
import type { ItemId, PersonId, StandupId, TeamId } from '../../coordination/ids.ts';
import { type RunContext, runDue } from '../../coordination/nudges/run.ts';
import type { ClaimedClocks, ClockQueue, RanMark } from '../../coordination/ports.ts';
import { runDueStandups } from '../../coordination/standups/run.ts';
import type { LoopDeps } from './deps.ts';
import { gate } from './gate.ts';
import type { Work } from './queue-loop.ts';

const MOST_IN_HAND = 40;
/** Transactions at once: what people wait for in place needs connections too. */
const MOST_RUNNING = 4;

export function nudging(queue: ClockQueue, deps: LoopDeps, marked: () => void): Work<ClaimedClocks, RanMark> {
  const within = gate(MOST_RUNNING);
  return {
    queue,
    most: MOST_IN_HAND,
    marked,
    lane: ({ workspace }) => workspace,
    enter: () => null,
    async do(row, closing) {
      await deps.failpoint('clocks:claimed');
      const failed = await within(() => runAll(row, deps), closing);
      if (failed === null) return null;
      await deps.failpoint('clocks:ran');
      return { row, failed };
    },
  };
}

async function runAll(row: ClaimedClocks, deps: LoopDeps): Promise<RanMark['failed']> {
  const teams = row.teams.map((id) => ({ id, run: () => runWeekly(row, id, deps) }));
  try {
    if (row.items.length + row.people.length > 0) await runThese(row, row, deps);
    if (row.standups.length > 0) await runStandups(row, row.standups, deps);
    return await oneByOne(row, teams, deps);
  } catch {
    // One of them may be what fails: the others are not to suffer for it.
    const items = row.items.map((id) => ({
      id,
      run: () => runThese(row, { items: [id], people: [] }, deps),
    }));
    const people = row.people.map((id) => ({
      id,
      run: () => runThese(row, { items: [], people: [id] }, deps),
    }));
    const standups = row.standups.map((id) => ({ id, run: () => runStandups(row, [id], deps) }));
    return oneByOne(row, [...items, ...people, ...standups, ...teams], deps);
  }
}

interface One {
  readonly id: ItemId | PersonId | StandupId | TeamId;
  run(): Promise<void>;
}

async function oneByOne(row: ClaimedClocks, all: readonly One[], deps: LoopDeps): Promise<RanMark['failed']> {
  const failed: RanMark['failed'][number][] = [];
  for (const { id, run } of all) {
    try {
      await run();
    } catch (error) {
      deps.log.error({ err: error, clock: id, workspace: row.workspace }, 'a clock could not be run');
      const attempts = row.attempts.get(id) ?? 0;
      const next = afterFault(String(error), attempts, deps.clock.now() + row.ahead, deps.chance());
      failed.push({ id, next });
    }
  }
  return failed;
}

const runStandups = (
  { workspace, ahead }: ClaimedClocks,
  due: readonly StandupId[],
  { store, clock, ids }: LoopDeps,
): Promise<void> =>
  store.transact(workspace, (tx) => runDueStandups({ tx, now: clock.now() + ahead, ids }, due));

const runWeekly = (
  { workspace, ahead }: ClaimedClocks,
  id: TeamId,
  { store, clock, ids }: LoopDeps,
): Promise<void> =>
  store.transact(workspace, (tx) => runDueWeekly({ tx, now: clock.now() + ahead, ids }, id));

const runThese = (
  { workspace, ahead }: ClaimedClocks,
  due: { readonly items: readonly ItemId[]; readonly people: readonly PersonId[] },
  { store, clock, ids, sha256 }: LoopDeps,
): Promise<void> =>
  store.transact(workspace, (tx) => {
    const context: RunContext = { tx, now: clock.now() + ahead, ids, sha256, breathe };
    return runDue(context, due);
  });
