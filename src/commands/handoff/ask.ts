import { ask } from '../../coordination/handoffs/answer.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import { see } from '../../coordination/work-items/record.ts';
import { itemOption, textOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';
import { itemField, numberIn, numberOption } from './item-field.ts';

const MAX_WORDS = 1000;

export const handoffAskVerb = verb({
  name: 'handoff ask',
  aliases: ['ask'],
  description: 'Ask the giver something before you accept; the clock goes on',
  examples: ['ask W-12 which folder?'],
  options: {
    item: itemOption(),
    question: textOption('what you want to know', {
      example: 'which folder?',
      lines: 'many',
      max: MAX_WORDS,
    }),
    number: numberOption,
  },
  async run(ctx, { item: key, question, number }) {
    const item = await ask(ctx, key, question, numberIn(number));
    return aboutItem(item, 'is asked about. The answer comes to you.');
  },
  async form(ctx, { item: key, number }) {
    const item = key === undefined ? null : await see(ctx, key);
    return {
      title: item ? `Ask about ${formatItemKey(item.key)}` : 'Ask about a handoff',
      submit: 'Ask',
      action: {
        verb: 'handoff ask',
        options: { ...(item ? { item: formatItemKey(item.key) } : {}), ...(number ? { number } : {}) },
      },
      fields: [
        ...itemField(item),
        {
          field: 'text',
          name: 'question',
          label: 'Your question',
          lines: 'many',
          max: MAX_WORDS,
          required: true,
        },
      ],
    };
  },
});
