/** Blocked is a flag with a reason, or another item that must be done first. */
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import { formatItemKey, type ItemKey } from '../ids.ts';
import type { Relation } from '../relations/relation.ts';
import { blocking, isEndedItem } from './decide.ts';
import type { WorkItem } from './item.ts';
import { authorise, save, see, take } from './record.ts';

export async function block(ctx: ActContext, key: ItemKey, reason: string): Promise<WorkItem> {
  const item = await take(ctx, key, 'block');
  return save(ctx, item, blocking(item, reason));
}

/** Makes `key` wait until `byKey` is done. */
export async function blockBy(ctx: ActContext, key: ItemKey, byKey: ItemKey): Promise<WorkItem> {
  if (key === byKey) refuse({ code: 'blocks_itself', item: key });
  const { item, by } = await takeBoth(ctx, key, byKey, 'block');
  if (isEndedItem(item)) refuse({ code: 'wrong_stage', act: 'block', item: key, stage: item.stage });
  if (isEndedItem(by)) refuse({ code: 'blocker_ended', item: key, by: byKey });
  if (await waitsFor(ctx, item, by)) refuse({ code: 'nothing_to_change', item: key });
  if (await ctx.tx.items.reaches('blocks', item.id, by.id))
    refuse({ code: 'blocking_loop', item: key, by: byKey });
  await ctx.tx.items.relate({ kind: 'blocks', from: by.id, to: item.id });
  await ctx.tx.outbox.refreshCards(by.id, ctx.now);
  return save(ctx, item, { act: 'made to wait', rule: null, changes: {}, other: by.id });
}

/** Lifts the reason and every blocking item. */
export async function unblock(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const item = await take(ctx, key, 'unblock');
  const blockers = (await ctx.tx.items.relations(item.id)).filter(
    (r) => r.kind === 'blocks' && r.to === item.id,
  );
  if (item.blockedReason === null && blockers.length === 0) refuse({ code: 'not_blocked', item: key });
  for (const relation of blockers) await part(ctx, relation);
  return save(ctx, item, {
    act: 'unblocked',
    rule: null,
    changes: item.blockedReason === null ? {} : { blockedReason: null },
  });
}

export async function unblockBy(ctx: ActContext, key: ItemKey, byKey: ItemKey): Promise<WorkItem> {
  const { item, by } = await takeBoth(ctx, key, byKey, 'unblock');
  if (!(await waitsFor(ctx, item, by))) refuse({ code: 'not_blocked', item: key });
  await part(ctx, { kind: 'blocks', from: by.id, to: item.id });
  return save(ctx, item, { act: 'no longer waits', rule: null, changes: {}, other: by.id });
}

const waitsFor = async (ctx: ActContext, item: WorkItem, by: WorkItem): Promise<boolean> =>
  (await ctx.tx.items.relations(item.id)).some((r) => r.kind === 'blocks' && r.from === by.id);

/** The card of what held an item up says so no longer. */
async function part(ctx: ActContext, relation: Relation): Promise<void> {
  await ctx.tx.items.unrelate(relation);
  await ctx.tx.outbox.refreshCards(relation.from, ctx.now);
}

/** Both items locked in key order; the right is asked of the one that waits, sight of both. */
async function takeBoth(
  ctx: ActContext,
  key: ItemKey,
  byKey: ItemKey,
  act: 'block' | 'unblock',
): Promise<{ readonly item: WorkItem; readonly by: WorkItem }> {
  const seen = [await see(ctx, key), await see(ctx, byKey)];
  const locked = await ctx.tx.items.byIds(
    seen.map((i) => i.id),
    true,
  );
  const named = (wanted: ItemKey): WorkItem =>
    locked.find((i) => i.key === wanted) ?? refuse({ code: 'unknown_item', words: formatItemKey(wanted) });
  const item = named(key);
  await authorise(ctx, item, act);
  return { item, by: named(byKey) };
}
