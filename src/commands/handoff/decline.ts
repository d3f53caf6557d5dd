import { decline } from '../../coordination/handoffs/answer.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import { see } from '../../coordination/work-items/record.ts';
import { itemOption, textOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';
import { itemField, numberIn, numberOption } from './item-field.ts';

const MAX_REASON = 500;

export const handoffDeclineVerb = verb({
  name: 'handoff decline',
  aliases: ['decline'],
  description: 'Refuse an item that was offered to you, and say why',
  examples: ['decline W-12 I am away until monday'],
  options: {
    item: itemOption(),
    reason: textOption('why not', { example: 'I am away until monday', lines: 'many', max: MAX_REASON }),
    number: numberOption,
  },
  showsOnCard: true,
  async run(ctx, { item: key, reason, number }) {
    const item = await decline(ctx, key, reason, numberIn(number));
    return aboutItem(item, 'is declined. Who gave it is told why.');
  },
  async form(ctx, { item: key, number }) {
    const item = key === undefined ? null : await see(ctx, key);
    return {
      title: item ? `Decline ${formatItemKey(item.key)}` : 'Decline a handoff',
      submit: 'Decline',
      action: {
        verb: 'handoff decline',
        options: { ...(item ? { item: formatItemKey(item.key) } : {}), ...(number ? { number } : {}) },
      },
      fields: [
        ...itemField(item),
        {
          field: 'text',
          name: 'reason',
          label: 'Why not?',
          hint: 'Whoever gave it to you reads this',
          lines: 'many',
          max: MAX_REASON,
          required: true,
        },
      ],
    };
  },
});
