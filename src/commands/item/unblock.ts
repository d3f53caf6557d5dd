import { formatItemKey } from '../../coordination/ids.ts';
import { unblock, unblockBy } from '../../coordination/work-items/block.ts';
import { itemOption, optional, otherItemOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';

export const unblockVerb = verb({
  name: 'unblock',
  description: 'Say that an item waits no longer: for anything, or for one other item',
  examples: ['unblock W-12', 'unblock W-12 W-7'],
  options: {
    item: itemOption('the item that waited'),
    by: optional(otherItemOption('the item it waited for')),
  },
  showsOnCard: true,
  async run(ctx, { item: key, by }) {
    if (by === undefined) return aboutItem(await unblock(ctx, key), 'waits for nothing any more.');
    return aboutItem(await unblockBy(ctx, key, by), `waits for ${formatItemKey(by)} no longer.`);
  },
});
