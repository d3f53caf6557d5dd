import { cancel } from '../../coordination/work-items/end.ts';
import { itemOption, optional, textOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';

export const cancelVerb = verb({
  name: 'cancel',
  description: 'End an item that will not be done',
  examples: ['cancel W-12 the customer withdrew'],
  options: { item: itemOption(), reason: optional(textOption('why', { example: 'the customer withdrew' })) },
  showsOnCard: true,
  async run(ctx, { item: key, reason }) {
    const item = await cancel(ctx, key, reason);
    return aboutItem(item, 'is cancelled.', itemButton(item, 'Reopen', 'reopen'));
  },
});
