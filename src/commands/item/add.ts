import { PRIORITIES } from '../../coordination/work-items/item.ts';
import { capture, captured, readItem } from '../capture.ts';
import { choiceOption, dateOption, optional, personOption, textOption } from '../option.ts';
import { verb } from '../verb.ts';

const MAX_WORDS = 2000;

export const addVerb = verb({
  name: 'add',
  description:
    'Make a work item: @name is the owner, a date the due date, !high the priority, the rest the title',
  examples: [
    'add Send the offer to Acme @lena by friday 5pm !high',
    'add Renew the certificate in 2 working days',
  ],
  options: {
    words: textOption('what is to be done, in your words', {
      example: 'Send the offer @lena by friday',
      max: MAX_WORDS,
      lines: 'many',
    }),
    owner: optional(personOption('who owns it, if the words do not say')),
    due: optional(dateOption('when it is due, if the words do not say')),
    priority: optional(choiceOption('how urgent it is', PRIORITIES)),
  },
  free: true,
  async run(ctx, { words, owner, due, priority }) {
    const read = await readItem(ctx, words, 'command');
    const reading = {
      ...read,
      ...(owner ? { owner } : {}),
      ...(due ? { due, datePhrase: null } : {}),
      ...(priority ? { priority } : {}),
    };
    return captured(await capture(ctx, { ...reading, source: null }), reading);
  },
  async form() {
    return {
      title: 'New work item',
      submit: 'Add',
      action: { verb: 'add', options: {} },
      fields: [
        {
          field: 'text',
          name: 'words',
          label: 'What is to be done',
          lines: 'many',
          max: MAX_WORDS,
          required: true,
        },
        { field: 'person', name: 'owner', label: 'Owner', hint: 'Left empty, anyone may claim it' },
        {
          field: 'date',
          name: 'due',
          label: 'Due',
          hint: 'Such as friday 5pm, in 2 working days, end of month',
        },
        {
          field: 'choice',
          name: 'priority',
          label: 'Priority',
          value: 'normal',
          choices: PRIORITIES.map((value) => ({ value, label: value })),
        },
      ],
    };
  },
});
