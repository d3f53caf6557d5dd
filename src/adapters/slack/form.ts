/** A form as a modal, and what comes back when it is sent. */
import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/web-api';
import { z } from 'zod';
import type { Place } from '../../commands/intent.ts';
import type { Action, Choice, Form, FormField } from '../../coordination/message.ts';
import type { MessageRef } from '../../coordination/places.ts';
import { clip } from '../../coordination/work-items/add.ts';
import { DoesNotFit, LIMITS } from './limits.ts';
import type { SentView } from './payloads.ts';
import { jsonIn } from './press.ts';

/** Where a form was opened, and by which message's button: what is sent acts there. */
export interface Carried {
  readonly place: Place;
  readonly on?: MessageRef | undefined;
}

/** A form as it was sent: the action with its fields' values, emptied ones as ''. */
export interface Sent extends Carried {
  readonly action: Action;
  /** The names of its fields, in order. */
  readonly fields: readonly string[];
}

/** Slack asks that every input has a name; each has a block of its own, named as the field. */
const ELEMENT = 'value';

const metadata = z.object({
  action: z.tuple([z.string().min(1), z.record(z.string(), z.string())]),
  place: z.object({
    platform: z.literal('slack'),
    scope: z.string(),
    channel: z.string(),
    channelKind: z.enum(['public', 'private', 'direct']),
    channelName: z.string(),
    thread: z.string().optional(),
  }),
  on: z.object({ message: z.string(), thread: z.string().optional() }).optional(),
});

/** @throws DoesNotFit where the action is too long to be carried. */
export function renderForm(form: Form, { place, on }: Carried): ModalView {
  const carried: z.input<typeof metadata> = {
    action: [form.action.verb, { ...form.action.options }],
    place: { ...place, platform: 'slack' },
    ...(on ? { on: { message: on.message, thread: on.thread } } : {}),
  };
  const private_metadata = JSON.stringify(carried);
  const most = LIMITS.view.privateMetadata;
  if (private_metadata.length > most)
    throw new DoesNotFit(`the action of a form, ${form.action.verb},`, private_metadata.length, most);
  const whole: KnownBlock[] =
    form.title.length > LIMITS.view.title ? [{ type: 'section', text: plain(form.title) }] : [];
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain(clip(form.title, LIMITS.view.title)),
    submit: plain(clip(form.submit, LIMITS.view.submit)),
    close: plain('Cancel'),
    private_metadata,
    blocks: [...whole, ...form.fields.map(inputOf)],
  };
}

function inputOf(field: FormField): KnownBlock {
  if (field.value !== undefined && field.value.length > LIMITS.textInput) return tooLong(field);
  const hint = hintOf(field);
  return {
    type: 'input',
    block_id: field.name,
    label: plain(clip(field.label, LIMITS.input.label)),
    optional: field.required !== true,
    ...(hint ? { hint: plain(clip(hint, LIMITS.input.hint)) } : {}),
    element: field.field === 'choice' && fits(field.choices) ? selectOf(field) : textOf(field),
  };
}

/** What no input holds is left out of the form, so that saving the rest does not cut it. */
const tooLong = ({ label, name }: FormField): KnownBlock => ({
  type: 'section',
  text: plain(
    `${label} is too long to be changed in a form of Slack, and stays as it is. Set it anew with ${name}: in the command.`,
  ),
});

const EXAMPLES: Readonly<Partial<Record<FormField['field'], string>>> = {
  date: 'Such as friday 5pm, in 2 working days or 2026-12-24',
  person: 'A short name, such as @lena',
  people: 'Short names, such as @lena @bo',
};

function hintOf(field: FormField): string | undefined {
  const example = EXAMPLES[field.field];
  if (field.field === 'date') return field.hint ?? example;
  return [field.hint, example].filter(Boolean).join('. ') || undefined;
}

function textOf(field: FormField): InputBlock['element'] {
  const most = field.field === 'text' ? Math.min(field.max, LIMITS.textInput) : LIMITS.textInput;
  return {
    type: 'plain_text_input',
    action_id: ELEMENT,
    multiline: field.field === 'text' && field.lines === 'many',
    max_length: Math.max(1, most, field.value?.length ?? 0),
    ...(field.value ? { initial_value: field.value } : {}),
  };
}

/** Otherwise the choice is typed: what is typed is read as the verb's option anyway. */
const fits = (choices: readonly Choice[]): boolean =>
  choices.length > 0 && choices.length <= LIMITS.select.options && choices.every(fitsOption);

export const fitsOption = ({ value }: Choice): boolean =>
  value.length > 0 && value.length <= LIMITS.select.value;

export const optionOf = ({ value, label }: Choice): PlainTextOption => ({
  text: plain(clip(label === '' ? value : label, LIMITS.select.text)),
  value,
});

function selectOf({ choices, value }: Extract<FormField, { field: 'choice' }>): InputBlock['element'] {
  const chosen = choices.find((choice) => choice.value === value);
  return {
    type: 'static_select',
    action_id: ELEMENT,
    options: choices.map(optionOf),
    ...(chosen ? { initial_option: optionOf(chosen) } : {}),
  };
}

/** Words and nothing but words: no markup, no codes of emoji. */
export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

/** Null for a modal that no form of this version opened. */
export function readForm({ private_metadata, state, blocks }: SentView): Sent | null {
  const read = metadata.safeParse(jsonIn(private_metadata));
  if (!read.success) return null;
  const [verb, options] = read.data.action;
  const { platform, scope, channel } = read.data.place;
  const values = Object.entries(state.values).flatMap(([name, { [ELEMENT]: input }]) =>
    input ? [[name, input.selected_option?.value ?? input.value ?? ''] as const] : [],
  );
  const shown = blocks.flatMap((b) => (b.type === 'input' && b.block_id ? [b.block_id] : []));
  return {
    action: { verb, options: { ...options, ...Object.fromEntries(values) } },
    place: read.data.place,
    ...(read.data.on ? { on: { platform, scope, channel, ...read.data.on } } : {}),
    fields: shown.length > 0 ? shown : values.map(([name]) => name),
  };
}

export interface FieldErrors {
  readonly response_action: 'errors';
  readonly errors: Record<string, string>;
}

/** Errors stand beside their fields; those of no field in the form, beside the first. Null where there is no field. */
export function fieldErrorsResponse(
  errors: Readonly<Record<string, string>>,
  fields: readonly string[],
): FieldErrors | null {
  const [first] = fields;
  if (first === undefined) return null;
  const beside: Record<string, string> = {};
  for (const [name, words] of Object.entries(errors)) {
    const field = fields.includes(name) ? name : first;
    beside[field] = field in beside ? `${beside[field]} ${words}` : words;
  }
  return { response_action: 'errors', errors: beside };
}
