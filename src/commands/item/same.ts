import { refuse } from '../../coordination/errors.ts';
import { formatItemKey } from '../../coordination/ids.ts';
import { apart, sameAs } from '../../coordination/twins/same.ts';
import { choiceOption, itemOption, optional, otherItemOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';

export const sameVerb = verb({
  name: 'same',
  description: 'Say that an item is the same as another',
  examples: ['same W-12 W-8', 'same W-12 undo'],
  options: {
    item: itemOption('the item that ends'),
    as: optional(otherItemOption('the item that stays')),
    undo: optional(choiceOption('take it back', ['undo'])),
  },
  showsOnCard: true,
  async run(ctx, { item: key, as, undo }) {
    if (undo) {
      const { twin, of } = await apart(ctx, key);
      return aboutItem(
        twin,
        `is not the same as ${formatItemKey(of.key)} any more: it is ${twin.stage} again.`,
      );
    }
    if (as === undefined)
      refuse({ code: 'missing_option', verb: 'same', option: 'as', example: 'same W-12 W-8' }, 'as');
    const { twin, of } = await sameAs(ctx, key, as);
    const button = { ...itemButton(twin, 'Undo', 'same') };
    return aboutItem(
      twin,
      `is the same as ${formatItemKey(of.key)}, and ended: who followed it follows that.`,
      {
        ...button,
        action: { ...button.action, options: { ...button.action.options, undo: 'undo' } },
      },
    );
  },
});
