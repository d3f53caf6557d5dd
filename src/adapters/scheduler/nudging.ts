/** The clocks, run: all that is due in a workspace in one transaction, and one by one where that fails. */
import { afterFault } from '../../coordination/delivery/after-fault.ts';
import type { ItemId, PersonId } from '../../coordination/ids.ts';
import { type RunContext, runDue } from '../../coordination/nudges/run.ts';
import type { ClaimedClocks, ClockQueue, RanMark } from '../../coordination/ports.ts';
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
    async do(row) {
      await deps.failpoint('clocks:claimed');
      const failed = await within(() => runAll(row, deps));
      await deps.failpoint('clocks:ran');
      return { row, failed };
    },
  };
}

async function runAll(row: ClaimedClocks, deps: LoopDeps): Promise<RanMark['failed']> {
  try {
    await runThese(row, row, deps);
    return [];
  } catch {
    // One of them may be what fails: the others are not to suffer for it.
    const failed: { id: ItemId | PersonId; next: ReturnType<typeof afterFault> }[] = [];
    const each = [
      ...row.items.map((id) => ({ id, due: { items: [id], people: [] } })),
      ...row.people.map((id) => ({ id, due: { items: [], people: [id] } })),
    ];
    for (const { id, due } of each) {
      try {
        await runThese(row, due, deps);
      } catch (error) {
        deps.log.error({ err: error, clock: id, workspace: row.workspace }, 'a clock could not be run');
        const attempts = row.attempts.get(id) ?? 0;
        const next = afterFault(String(error), attempts, deps.clock.now() + row.ahead, deps.chance());
        failed.push({ id, next });
      }
    }
    return failed;
  }
}

const runThese = (
  { workspace, ahead }: ClaimedClocks,
  due: { readonly items: readonly ItemId[]; readonly people: readonly PersonId[] },
  { store, clock, ids, sha256 }: LoopDeps,
): Promise<void> =>
  store.transact(workspace, (tx) => {
    const context: RunContext = { tx, now: clock.now() + ahead, ids, sha256 };
    return runDue(context, due);
  });
