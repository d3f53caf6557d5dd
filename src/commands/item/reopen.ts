import { reopen } from '../../coordination/work-items/end.ts';
import { itemOption, optional, textOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';

export const reopenVerb = verb({
  name: 'reopen',
  description: 'Take up an item again that had ended, or send one back from review',
  examples: ['reopen W-12 the file was empty'],
  options: { item: itemOption(), reason: optional(textOption('why', { example: 'the file was empty' })) },
  showsOnCard: true,
  async run(ctx, { item: key, reason }) {
    const item = await reopen(ctx, key, reason);
    return aboutItem(item, item.owner ? 'is in progress again.' : 'is open again.');
  },
});
