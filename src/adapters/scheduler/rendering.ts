/**
 * Messages are rendered from the record as it stands when they are sent. Those of one workspace that wait for it at the
 * same time are rendered in one transaction, for most of what it costs is the transaction and what all of them read.
 */
import { type Prepared, prepare } from '../../coordination/delivery/prepare.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { ClaimedMessage, Transaction } from '../../coordination/ports.ts';
import type { LoopDeps } from './deps.ts';
import { gate } from './gate.ts';

/** Transactions that render at once: people's own come first, and need connections too. */
const MOST_AT_ONCE = 4;
/** More would keep the first of them waiting for the last. */
const MOST_TOGETHER = 25;

interface Waiting {
  readonly row: ClaimedMessage;
  readonly closing: AbortSignal;
  resolve(prepared: Prepared | null): void;
  reject(error: unknown): void;
}

/** Null when it was not begun before `closing`. */
export type Renderer = (row: ClaimedMessage, closing: AbortSignal) => Promise<Prepared | null>;

export function renderer({ store, clock }: Pick<LoopDeps, 'store' | 'clock'>): Renderer {
  const enter = gate(MOST_AT_ONCE);
  const lines = new Map<WorkspaceId, Waiting[]>();
  const ready = (tx: Transaction, row: ClaimedMessage): Promise<Prepared> =>
    prepare(tx, row.body, row.destination, { now: clock.now() + row.ahead, shown: row.sent !== null });

  /** One that fails takes its transaction with it, and not its neighbours: each gets in line by itself then. */
  async function together(workspace: WorkspaceId, some: readonly Waiting[]): Promise<void> {
    if (some.length === 0) return;
    try {
      const prepared = await store.transact(workspace, (tx) =>
        Promise.all(some.map(({ row }) => ready(tx, row))),
      );
      for (const [n, one] of some.entries()) one.resolve(prepared[n] ?? null);
    } catch (error) {
      if (some.length === 1) some[0]?.reject(error);
      else for (const one of some) inTurn(one, () => together(workspace, [one]));
    }
  }

  /** What another took along by then keeps its answer. */
  function inTurn({ closing, resolve }: Waiting, work: () => Promise<void>): void {
    void enter(() => work().then(() => true), closing).then((entered) => entered ?? resolve(null));
  }

  function taken(workspace: WorkspaceId): Waiting[] {
    const line = lines.get(workspace) ?? [];
    const some = line.splice(0, MOST_TOGETHER);
    if (line.length === 0) lines.delete(workspace);
    return some;
  }

  /** Each call renders what is in line by then; when its own message was taken along by another, that may be nothing. */
  return (row, closing) =>
    new Promise((resolve, reject) => {
      const { workspace } = row;
      const one: Waiting = { row, closing, resolve, reject };
      const line = lines.get(workspace) ?? [];
      line.push(one);
      lines.set(workspace, line);
      inTurn(one, () => together(workspace, taken(workspace)));
    });
}
