/** The ends of an item, and the way back: done, reviewed, cancelled, reopened. What waits for it is told. */
import { endOpen } from '../approvals/ending.ts';
import { answerGate, gateOf, type HandingIn, handIn } from '../approvals/hand-in.ts';
import type { ActContext } from '../context.ts';
import type { ItemKey } from '../ids.ts';
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
import { followers, save, see, take, takeWithWaiting, tell } from './record.ts';
import { refreshNeighbours, release } from './release.ts';

/** Done by its owner; in review, finished by a reviewer. Where it needs an approval, both go by that. */
export async function finish(ctx: HandingIn, key: ItemKey): Promise<WorkItem> {
  const inReview = categoryOfItem(await see(ctx, key)) === 'review';
  const { item, waiting } = await takeWithWaiting(ctx, key, inReview ? 'finish the review of' : 'done');
  const [owner = null] = item.owner ? await ctx.tx.people.byIds([item.owner]) : [];
  const needed = await gateOf(ctx, item, owner);
  const answered = inReview ? await answerGate(ctx, { item, waiting }, needed) : null;
  if (answered) return answered;
  if (needed && !inReview) return handIn(ctx, item, needed);
  const decision = inReview ? passingReview(item, ctx.me, owner, ctx.now) : finishing(item, ctx.now);
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
  if (!ended) return after;
  await endOpen(ctx, after, 'done');
  await release(ctx, after, waiting);
  return after;
}

export async function cancel(ctx: ActContext, key: ItemKey, reason?: string): Promise<WorkItem> {
  const { item, waiting } = await takeWithWaiting(ctx, key, 'cancel');
  const decision = cancelling(item, reason, ctx.now);
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const after = await save(ctx, item, decision, await tell(ctx, followers(item), 'cancelled', next));
  await endOpen(ctx, after, 'cancelled');
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
  if (inReview) await endOpen(ctx, after, 'sent back');
  await refreshNeighbours(ctx, after);
  return after;
}
