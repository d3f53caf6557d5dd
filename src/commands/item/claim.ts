import { claim } from '../../coordination/work-items/claim.ts';
import { itemOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';

export const claimVerb = verb({
  name: 'claim',
  aliases: ['take'],
  description: 'Make an item yours that nobody owns',
  examples: ['claim W-12'],
  options: { item: itemOption() },
  showsOnCard: true,
  async run(ctx, { item: key }) {
    const item = await claim(ctx, key);
    return aboutItem(item, 'is yours now.', itemButton(item, 'Start', 'start'));
  },
});
