import { formatItemKey } from '../../coordination/ids.ts';
import type { Form } from '../../coordination/message.ts';
import { add, MAX_TITLE } from '../../coordination/work-items/add.ts';
import { blockBy } from '../../coordination/work-items/block.ts';
import { carried, emptiable, itemOption, optional, personOption, textOption } from '../option.ts';
import { aboutItem, itemButton } from '../replies.ts';
import { verb } from '../verb.ts';
import { findStandup, standupOption } from './standup-option.ts';

export const standupBlockerVerb = verb({
  name: 'standup blocker',
  description: 'Make what is in the way an item, and say who can clear it',
  examples: [],
  hidden: true,
  options: {
    standup: standupOption,
    title: textOption('what is in the way', { example: 'The icons are missing', max: MAX_TITLE }),
    owner: optional(emptiable(personOption('who can clear it'))),
    waits: optional(emptiable(itemOption('what waits for it'))),
    form: optional(carried(textOption('whether it was asked', { example: 'asked', word: true, max: 10 }))),
  },
  wantsForm: ({ form }) => form === undefined,
  async run(ctx, { standup: name, title, owner, waits }) {
    const standup = await findStandup(ctx, name);
    const channel = (await ctx.tx.channels.byId(standup.channel)) ?? ctx.channel;
    const { item } = await add(ctx, {
      key: await ctx.nextItemKey(),
      title,
      owner: owner ?? null,
      due: null,
      priority: 'normal',
      source: null,
      sourceAuthor: null,
      quote: null,
      channel,
    });
    if (waits) await blockBy(ctx, waits, item.key);
    const held = waits ? ` ${formatItemKey(waits)} waits for it.` : '';
    if (owner) return aboutItem(item, `is made, and ${owner.name} owns it.${held}`);
    const words = `is made, and nobody owns it yet: who can clear it may claim it.${held}`;
    return aboutItem(
      item,
      words,
      itemButton(item, 'Claim', 'claim'),
      itemButton(item, 'Name an owner', 'edit'),
    );
  },
  async form(_ctx, { standup, title, waits }): Promise<Form> {
    return {
      title: 'What is in the way',
      submit: 'Make it an item',
      action: {
        verb: 'standup blocker',
        options: { ...(standup ? { standup } : {}), form: 'asked' },
      },
      fields: [
        {
          field: 'text',
          name: 'title',
          label: 'What has to happen',
          lines: 'one',
          max: MAX_TITLE,
          required: true,
          ...(title ? { value: title } : {}),
        },
        {
          field: 'person',
          name: 'owner',
          label: 'Who can clear it?',
          hint: 'They own it then; left empty, anyone may claim it',
        },
        {
          field: 'text',
          name: 'waits',
          label: 'Which item waits for it',
          hint: 'Its key, such as W-7; may be left out',
          lines: 'one',
          max: 12,
          ...(waits ? { value: formatItemKey(waits) } : {}),
        },
      ],
    };
  },
});
