import { withdraw } from '../../coordination/handoffs/answer.ts';
import { itemOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';

export const handoffWithdrawVerb = verb({
  name: 'handoff withdraw',
  aliases: ['withdraw'],
  description: 'Take back an offer that nobody has accepted yet',
  examples: ['withdraw W-12'],
  options: { item: itemOption() },
  showsOnCard: true,
  async run(ctx, { item: key }) {
    const item = await withdraw(ctx, key);
    return aboutItem(item, 'is taken back.', itemButton(item, 'Hand off again', 'handoff give'));
  },
});
