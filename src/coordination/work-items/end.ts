/** The ends of an item, and the way back: done, reviewed, cancelled, reopened. What waits for it is told. */
import type { ActContext } from '../context.ts';
import type { ItemKey } from '../ids.ts';
import { ruleName, workflowOf } from '../workflows/workflow.ts';
import {
  cancelling,
  categoryOfItem,
  finishing,
  isEndedItem,
  passingReview,
  reopening,
  sendingBack,
} from './decide.ts';
import type { WorkItem } from './item.ts';
import { followers, save, see, type TellContext, take, takeWithWaiting, tell } from './record.ts';

/** Done by its owner; in review, finished by a reviewer. */
export async function finish(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const inReview = categoryOfItem(await see(ctx, key)) === 'review';
  const { item, waiting } = await takeWithWaiting(ctx, key, inReview ? 'finish the review of' : 'done');
  const [owner] = item.owner ? await ctx.tx.people.byIds([item.owner]) : [];
  const decision = inReview ? passingReview(item, ctx.me, owner ?? null, ctx.now) : finishing(item, ctx.now);
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const ended = isEndedItem(next);
  const outgoing = ended
    ? await tell(ctx, followers(item), 'finished', next)
    : await tell(
        ctx,
        item.reviewers.filter((r) => r !== item.owner),
        'review',
        next,
      );
  const after = await save(ctx, item, decision, outgoing);
  if (ended) await release(ctx, after, waiting);
  return after;
}

export async function cancel(ctx: ActContext, key: ItemKey, reason?: string): Promise<WorkItem> {
  const { item, waiting } = await takeWithWaiting(ctx, key, 'cancel');
  const decision = cancelling(item, reason, ctx.now);
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const after = await save(ctx, item, decision, await tell(ctx, followers(item), 'cancelled', next));
  await release(ctx, after, waiting);
  return after;
}

/** Taken up again after its end; from review, sent back. */
export async function reopen(ctx: ActContext, key: ItemKey, reason?: string): Promise<WorkItem> {
  const inReview = categoryOfItem(await see(ctx, key)) === 'review';
  const item = await take(ctx, key, inReview ? 'send back' : 'reopen');
  const decision = (inReview ? sendingBack : reopening)(item, reason, ctx.now);
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const after = await save(ctx, item, decision, await tell(ctx, followers(item), 'reopened', next));
  await refreshNeighbours(ctx, after);
  return after;
}

/** The cards of what an item waits for, and of what waits for it, show whether it has ended. */
async function refreshNeighbours(ctx: TellContext, item: WorkItem): Promise<void> {
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
