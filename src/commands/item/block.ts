import { refuse } from '../../coordination/errors.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import { block, blockBy } from '../../coordination/work-items/block.ts';
import { itemOption, optional, otherItemOption, textOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';

const MAX_REASON = 500;

export const blockVerb = verb({
  name: 'block',
  description: 'Say what an item waits for: another item, or a reason',
  examples: ['block W-12 W-7', 'block W-12 waiting for legal'],
  options: {
    item: itemOption('the item that waits'),
    by: optional(otherItemOption('the item it waits for')),
    reason: optional(
      textOption('what it waits for, in words', { example: 'waiting for legal', max: MAX_REASON }),
    ),
  },
  showsOnCard: true,
  async run(ctx, { item: key, by, reason }) {
    if (by !== undefined) {
      const item = await blockBy(ctx, key, by);
      if (reason) await block(ctx, key, reason);
      return aboutItem(item, `waits for ${formatItemKey(by)} now.`, itemButton(item, 'Unblock', 'unblock'));
    }
    if (!reason)
      refuse(
        { code: 'missing_option', verb: 'block', option: 'reason', example: 'block W-12 waiting for legal' },
        'reason',
      );
    const item = await block(ctx, key, reason);
    return aboutItem(item, 'is blocked.', itemButton(item, 'Unblock', 'unblock'));
  },
  wantsForm: ({ by, reason }) => by === undefined && !reason,
  async form(_ctx, { item }) {
    const key = item === undefined ? null : formatItemKey(item);
    return {
      title: key ? `What does ${key} wait for?` : 'What does it wait for?',
      submit: 'Block',
      action: { verb: 'block', options: key ? { item: key } : {} },
      fields: [
        ...(key
          ? []
          : ([
              { field: 'text', name: 'item', label: 'Item', lines: 'one', max: 12, required: true },
            ] as const)),
        {
          field: 'text',
          name: 'reason',
          label: 'Reason',
          hint: 'In words, such as: waiting for legal',
          lines: 'one',
          max: MAX_REASON,
        },
        {
          field: 'text',
          name: 'by',
          label: 'Or another item',
          hint: 'Its key, such as W-7',
          lines: 'one',
          max: 12,
        },
      ],
    };
  },
});
