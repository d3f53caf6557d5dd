import { formatItemKey } from '../../coordination/ids.ts';
import { due } from '../../coordination/work-items/edit.ts';
import { see } from '../../coordination/work-items/record.ts';
import { dueSpan } from '../../coordination/work-items/words.ts';
import { dateOption, emptiable, itemOption, optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { writeDue } from './edit.ts';

export const dueVerb = verb({
  name: 'due',
  description: 'Move the due date of an item; none takes it away',
  examples: ['due W-12 friday 5pm', 'due W-12 none'],
  options: {
    item: itemOption(),
    date: emptiable(dateOption('when it is due')),
    reason: optional(textOption('why it moves', { example: 'legal needs a day more', max: 500 })),
  },
  showsOnCard: true,
  async run(ctx, { item: key, date, reason }) {
    const item = await due(ctx, key, date, reason);
    const words = date ? [' is due ', dueSpan(date), '.'] : [' has no due date any more.'];
    return {
      message: {
        summary: `${formatItemKey(key)} ${date ? 'has a new due date' : 'has no due date any more'}`,
        tone: 'good',
        blocks: [{ block: 'text', text: [{ bold: formatItemKey(key) }, ` ${item.title}`, ...words] }],
      },
    };
  },
  async form(ctx, { item: key }) {
    const item = key === undefined ? null : await see(ctx, key);
    return {
      title: item ? `When is ${formatItemKey(item.key)} due?` : 'When is it due?',
      submit: 'Move',
      action: { verb: 'due', options: item ? { item: formatItemKey(item.key) } : {} },
      fields: [
        ...(item
          ? []
          : ([
              { field: 'text', name: 'item', label: 'Item', lines: 'one', max: 12, required: true },
            ] as const)),
        {
          field: 'date',
          name: 'date',
          label: 'Due',
          hint: 'Such as friday 5pm, in 2 working days, end of month; empty for no date',
          ...(item?.due ? { value: writeDue(item.due, ctx.myTime.zone) } : {}),
        },
        {
          field: 'text',
          name: 'reason',
          label: 'Why it moves',
          hint: 'Whoever looks at its history reads this; may be left out',
          lines: 'one',
          max: 500,
        },
      ],
    };
  },
});
