import type { ActContext } from '../context.ts';
import type { ItemKey } from '../ids.ts';
import { starting } from './decide.ts';
import type { WorkItem } from './item.ts';
import { save, take } from './record.ts';

/** Takes an item up. */
export async function start(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const item = await take(ctx, key, 'start');
  return save(ctx, item, starting(item, ctx.now));
}
