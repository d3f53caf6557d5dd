import type { MessageRef } from '../places.ts';
import { type SaveContext, save } from './record.ts';

/** The message an item came from was edited or deleted: its card says so; what was deleted is no longer quoted. */
export async function sourceChanged(
  ctx: SaveContext,
  ref: MessageRef,
  change: 'edited' | 'deleted',
): Promise<void> {
  const found = await ctx.tx.items.bySource(ref);
  if (!found) return;
  const [item] = await ctx.tx.items.byIds([found.id], true);
  if (!item || item.sourceNote === change || item.sourceNote === 'deleted') return;
  const quote = change === 'deleted' ? null : item.quote;
  await save(
    ctx,
    { ...item, quote },
    { act: `source ${change}`, rule: 'a source message changed', changes: { sourceNote: change } },
  );
}
