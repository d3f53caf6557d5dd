import { answer } from '../../coordination/handoffs/answer.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import { clip } from '../../coordination/work-items/add.ts';
import { see } from '../../coordination/work-items/record.ts';
import { itemOption, textOption } from '../option.ts';
import { aboutItem } from '../replies.ts';
import { verb } from '../verb.ts';
import { itemField } from './item-field.ts';

const MAX_WORDS = 1000;

export const handoffAnswerVerb = verb({
  name: 'handoff answer',
  aliases: ['answer'],
  description: 'Answer what was asked about an item you hand over',
  examples: ['answer W-12 the one named Acme'],
  options: {
    item: itemOption(),
    words: textOption('your answer', { example: 'the one named Acme', lines: 'many', max: MAX_WORDS }),
  },
  async run(ctx, { item: key, words }) {
    const item = await answer(ctx, key, words);
    return aboutItem(item, 'is answered. Who asked is told.');
  },
  async form(ctx, { item: key }) {
    const item = key === undefined ? null : await see(ctx, key);
    const asked = item?.handoff?.questions.findLast((q) => q.answer === null)?.words;
    return {
      title: item ? `Answer about ${formatItemKey(item.key)}` : 'Answer a question',
      submit: 'Answer',
      action: {
        verb: 'handoff answer',
        options: { ...(item ? { item: formatItemKey(item.key) } : {}) },
      },
      fields: [
        ...itemField(item),
        {
          field: 'text',
          name: 'words',
          label: 'Your answer',
          ...(asked ? { hint: clip(asked, 150) } : {}),
          lines: 'many',
          max: MAX_WORDS,
          required: true,
        },
      ],
    };
  },
});
