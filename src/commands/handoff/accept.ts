import { accept } from '../../coordination/handoffs/answer.ts';
import { itemOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';
import { numberIn, numberOption } from './item-field.ts';

export const handoffAcceptVerb = verb({
  name: 'handoff accept',
  aliases: ['accept'],
  description: 'Take over an item that was offered to you or your team',
  examples: ['accept W-12'],
  options: { item: itemOption(), number: numberOption },
  showsOnCard: true,
  async run(ctx, { item: key, number }) {
    const item = await accept(ctx, key, numberIn(number));
    return aboutItem(item, 'is yours now.', itemButton(item, 'Start', 'start'));
  },
});
