/** What an approval asked ends with the item it was asked of. */
import type { WorkItem } from '../work-items/item.ts';
import { type EndedWith, isPending } from './approval.ts';
import { happen, results, type Saving, votersOf } from './record.ts';
import { closingOf } from './tally.ts';

const RULES: Readonly<Record<EndedWith, string>> = {
  done: 'what is done needs no approval any more',
  cancelled: 'what is cancelled needs no approval any more',
  'sent back': 'what is sent back is not done yet',
};

/** For an item that is locked. Sent back, only what `done` asked for is over. */
export async function endOpen(ctx: Saving, item: WorkItem, how: EndedWith): Promise<void> {
  for (const approval of await ctx.tx.approvals.ofItem(item.id, true)) {
    if (!isPending(approval) || (how === 'sent back' && !approval.gate)) continue;
    const closing = closingOf(approval, await votersOf(ctx, approval));
    const over = await happen(ctx, approval, {
      act: 'withdrawn',
      rule: RULES[how],
      event: { event: 'ended', state: 'withdrawn', at: ctx.now, closing, with: how },
    });
    await ctx.tx.outbox.add(await results(ctx, over, item));
  }
}
