import type { ActContext } from '../context.ts';
import type { ItemKey } from '../ids.ts';
import { claiming } from './decide.ts';
import type { WorkItem } from './item.ts';
import { save, take } from './record.ts';

/** Makes an item mine that nobody owns. */
export async function claim(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const item = await take(ctx, key, 'claim');
  const people = await ctx.tx.people.byIds([
    item.requester,
    ...item.reviewers,
    ...(item.owner ? [item.owner] : []),
  ]);
  const named = (id: string | null) => people.find((p) => p.id === id);
  const requester = named(item.requester) ?? ctx.me;
  const reviewers = people.filter((p) => item.reviewers.includes(p.id));
  return save(ctx, item, claiming(item, ctx.me, named(item.owner)?.name ?? null, requester, reviewers));
}
