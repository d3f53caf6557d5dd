/** The message action Track with Baton: a form, filled with what the message says; sent, it captures the message. */
import type { MessageRef } from '../../coordination/places.ts';
import { MAX_TITLE } from '../../coordination/work-items/add.ts';
import { PRIORITIES } from '../../coordination/work-items/item.ts';
import { alreadyTracked, capture, captured, readItem } from '../capture.ts';
import type { CommandContext } from '../context.ts';
import type { CapturedMessage } from '../intent.ts';
import {
  carried,
  choiceOption,
  dateOption,
  emptiable,
  optional,
  personOption,
  textOption,
} from '../option.ts';
import { verb } from '../verb.ts';
import { writeDue } from './edit.ts';

const refOption = (description: string) =>
  carried(textOption(description, { example: '1700000000.000100', max: 200 }));

/** Characters that a platform's forms carry beside all else. */
const MOST_CARRIED = 1_000;

export const trackVerb = verb({
  name: 'track',
  description: 'Make a message a work item',
  examples: [],
  hidden: true,
  options: {
    message: refOption('the message'),
    thread: optional(refOption('the thread it stands in')),
    quote: optional(carried(textOption('what it says', { example: 'The offer is due', max: MOST_CARRIED }))),
    author: optional(refOption('the account that wrote it')),
    title: textOption('the title', { example: 'Send the offer', max: MAX_TITLE }),
    owner: optional(emptiable(personOption('the owner'))),
    due: optional(emptiable(dateOption('the due date'))),
    priority: optional(choiceOption('how urgent it is', PRIORITIES)),
  },
  async run(ctx, { message, thread, quote, author, title, owner, due, priority }) {
    const ref: MessageRef = { ...ctx.channel.ref, message, ...(thread ? { thread } : {}) };
    const source = quote === undefined ? await ctx.read(ref) : { ref, text: quote, author: author ?? null };
    const reading = {
      title,
      owner: owner ?? null,
      due: due ?? null,
      priority: priority ?? 'normal',
      datePhrase: null,
    } as const;
    return captured(await capture(ctx, { ...reading, source }), reading);
  },
});

/** Where Baton is no member it could not read the message later, so what it says goes with the form, if there is room. */
const saying = ({ text, author }: CapturedMessage) =>
  text === '' || text.length > MOST_CARRIED ? {} : { quote: text, ...(author ? { author } : {}) };

/** The form of the action; a message that is an item already shows which. */
export async function trackForm(ctx: CommandContext, message: CapturedMessage) {
  const existing = await ctx.tx.items.bySource(message.ref);
  if (existing) return { message: alreadyTracked(existing) };
  const reading = await readItem(ctx, message.text, 'message', message.author);
  return {
    form: {
      title: 'Track with Baton',
      submit: 'Track',
      action: {
        verb: 'track',
        options: {
          message: message.ref.message,
          ...(message.ref.thread ? { thread: message.ref.thread } : {}),
          ...saying(message),
        },
      },
      fields: [
        {
          field: 'text',
          name: 'title',
          label: 'Title',
          lines: 'one',
          max: MAX_TITLE,
          required: true,
          value: reading.title,
        },
        {
          field: 'person',
          name: 'owner',
          label: 'Owner',
          hint: 'Left empty, anyone may claim it',
          ...(reading.owner ? { value: `@${reading.owner.handle}` } : {}),
        },
        {
          field: 'date',
          name: 'due',
          label: 'Due',
          hint: 'Such as friday 5pm, in 2 working days, end of month',
          ...(reading.due ? { value: writeDue(reading.due, ctx.myTime.zone) } : {}),
        },
        {
          field: 'choice',
          name: 'priority',
          label: 'Priority',
          value: reading.priority,
          choices: PRIORITIES.map((value) => ({ value, label: value })),
        },
      ],
    },
  } as const;
}
