/** What waits for an item is told when it ends. */
import { ruleName, workflowOf } from '../workflows/workflow.ts';
import { isEndedItem } from './decide.ts';
import type { WorkItem } from './item.ts';
import { save, type TellContext, tell } from './record.ts';

/** The cards of what an item waits for, and of what waits for it, show whether it has ended. */
export async function refreshNeighbours(ctx: TellContext, item: WorkItem): Promise<void> {
  for (const { kind, from, to } of await ctx.tx.items.relations(item.id))
    if (kind === 'blocks') await ctx.tx.outbox.refreshCards(from === item.id ? to : from, ctx.now);
}

/** Tells the owners of what waited for an item that it no longer does, unless something else still holds it up. */
export async function release(
  ctx: TellContext,
  ended: WorkItem,
  waiting: readonly WorkItem[],
): Promise<void> {
  await refreshNeighbours(ctx, ended);
  for (const item of waiting.filter((w) => !isEndedItem(w))) {
    const blockers = (await ctx.tx.items.relations(item.id)).filter(
      (r) => r.kind === 'blocks' && r.to === item.id,
    );
    const others = await ctx.tx.items.byIds(blockers.map((r) => r.from).filter((id) => id !== ended.id));
    const stillHeld = item.blockedReason !== null || others.some((o) => !isEndedItem(o));
    const decision = {
      act: 'blocker ended',
      rule: ruleName(workflowOf(item), 'when a blocking item ends, what waits for it is told'),
      changes: {},
      other: ended.id,
    };
    const next = { ...item, version: item.version + 1 };
    await save(
      ctx,
      item,
      decision,
      stillHeld ? [] : await tell(ctx, [item.owner], 'unblocked', next, [ended.id]),
    );
  }
}
