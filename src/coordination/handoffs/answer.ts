/** What those do who take part in a handoff: accept it, decline it, take it back, ask about it and answer. */
import type { ActContext } from '../context.ts';
import type { ItemKey } from '../ids.ts';
import { routes } from '../people/route.ts';
import type { WorkItem } from '../work-items/item.ts';
import { locked, save, take, tell } from '../work-items/record.ts';
import { accepting, answering, asking, declining, withdrawing } from './decide.ts';
import { mayAnswer, openHandoff } from './handoff.ts';

/** Locked; whoever stands in for someone who was asked, and is away, counts as asked. */
async function asked(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const item = await locked(ctx, key);
  const open = openHandoff(item.handoff);
  if (!open || mayAnswer(open).includes(ctx.me.id)) return item;
  const people = await ctx.tx.people.byIds(open.asked);
  const inPlace = await routes(ctx, people, open.giver);
  const standsIn = people.some(({ id }) => inPlace.get(id)?.to.id === ctx.me.id);
  return standsIn ? { ...item, handoff: { ...open, asked: [...open.asked, ctx.me.id] } } : item;
}

const next = (item: WorkItem) => ({ ...item, version: item.version + 1 });

/** `seen` is the number of the offer that was answered, where it is known. */
export async function accept(ctx: ActContext, key: ItemKey, seen?: number): Promise<WorkItem> {
  const item = await asked(ctx, key);
  const people = await ctx.tx.people.byIds([...item.reviewers, ...(item.owner ? [item.owner] : [])]);
  const reviewers = people.filter((p) => item.reviewers.includes(p.id));
  const giver = people.find((p) => p.id === item.owner) ?? ctx.me;
  const decision = accepting(item, seen, ctx.me, reviewers, giver, ctx.now);
  return save(ctx, item, decision, await tell(ctx, [item.owner, item.requester], 'accepted', next(item)));
}

export async function decline(
  ctx: ActContext,
  key: ItemKey,
  reason: string,
  seen?: number,
): Promise<WorkItem> {
  const item = await asked(ctx, key);
  const decision = declining(item, seen, ctx.me, reason, ctx.now);
  const isOver = decision.changes.handoff?.state === 'declined';
  return save(ctx, item, decision, isOver ? await tell(ctx, [item.owner], 'declined', next(item)) : []);
}

export async function withdraw(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const item = await take(ctx, key, 'hand off');
  return save(ctx, item, withdrawing(item, ctx.me, ctx.now));
}

export async function ask(ctx: ActContext, key: ItemKey, question: string, seen?: number): Promise<WorkItem> {
  const item = await asked(ctx, key);
  const decision = asking(item, seen, ctx.me, question);
  return save(ctx, item, decision, await tell(ctx, [item.owner], 'asked', next(item)));
}

export async function answer(ctx: ActContext, key: ItemKey, words: string): Promise<WorkItem> {
  const item = await take(ctx, key, 'hand off');
  const { asker, ...decision } = answering(item, words);
  return save(ctx, item, decision, await tell(ctx, [asker], 'answered', next(item)));
}
