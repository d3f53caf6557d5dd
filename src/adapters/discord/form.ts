/**
 * Forms as Discord's modals: pages of at most five fields, with a button between, for a sent modal cannot open another.
 * What was typed is kept with the form, so that neither a next page nor a mistake costs it.
 */
import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Action, Form, FormField, Message } from '../../coordination/message.ts';
import { type Aside, formId, nameOf, pageId } from './custom-id.ts';
import { clipTo, LIMITS } from './limits.ts';
import { oneLine } from './text.ts';

/** A form that someone is filling in. */
export interface Filling {
  readonly form: Form;
  /** By field, what was typed so far. */
  readonly typed: Readonly<Record<string, string>>;
}

/** As it is put aside. */
export const asideOf = (filling: Filling): Aside => ({ id: nameOf(filling), value: filling });

const begin = (page: number): number => page * LIMITS.modalFields;
const fieldsOn = (form: Form, page: number): readonly FormField[] =>
  form.fields.slice(begin(page), begin(page + 1));

export const pagesOf = (form: Form): number =>
  Math.max(1, Math.ceil(form.fields.length / LIMITS.modalFields));

/** One page of a form, from 0. */
export function modalOf(filling: Filling, page: number): APIModalInteractionResponseCallbackData {
  const { form, typed } = filling;
  const pages = pagesOf(form);
  const place = pages > 1 ? ` (${page + 1}/${pages})` : '';
  return {
    custom_id: pageId(nameOf(filling), page),
    title: `${clipTo(oneLine(form.title), LIMITS.modalTitle - place.length) || '…'}${place}`,
    components: fieldsOn(form, page).map((field) => labelled(field, typed[field.name] ?? field.value ?? '')),
  };
}

function labelled(field: FormField, value: string): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: clipTo(oneLine(field.label), LIMITS.fieldLabel) || '…',
    ...(field.hint ? { description: clipTo(oneLine(field.hint), LIMITS.fieldHint) } : {}),
    component: field.field === 'choice' ? chosen(field, value) : typedIn(field, value),
  };
}

function chosen(field: Extract<FormField, { field: 'choice' }>, value: string): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: field.name,
    required: field.required ?? false,
    options: field.choices.slice(0, LIMITS.choices).map((choice) => ({
      label: clipTo(oneLine(choice.label), LIMITS.choiceLabel),
      value: choice.value,
      ...(choice.value === value ? { default: true } : {}),
    })),
  };
}

const LONGEST = { date: 200, person: 200, people: 1_000 } as const;

function typedIn(field: Exclude<FormField, { field: 'choice' }>, value: string): APITextInputComponent {
  const own = field.field === 'text' ? field.max : LONGEST[field.field];
  // A value longer than the field may be is refused when it is sent, with words, and not here.
  const most = Math.min(LIMITS.fieldValue, Math.max(own, value.length));
  const many = field.field === 'text' && field.lines === 'many';
  return {
    type: ComponentType.TextInput,
    custom_id: field.name,
    style: many ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.required ?? false,
    max_length: most,
    ...(value ? { value: clipTo(many ? value : oneLine(value), most) } : {}),
  };
}

/** What a sent modal holds, by field; of a choice left open, nothing. */
export function typedOn(components: readonly unknown[]): Record<string, string> {
  const found = components.flatMap((part) => {
    const { component, components: row } = part as { component?: Sent; components?: readonly Sent[] };
    return component ? [component] : (row ?? []);
  });
  return Object.fromEntries(found.map((one) => [one.custom_id, one.value ?? one.values?.[0] ?? '']));
}

interface Sent {
  readonly custom_id: string;
  readonly value?: string;
  readonly values?: readonly string[];
}

/** The form with what a page now says. */
export const filled = ({ form, typed }: Filling, more: Readonly<Record<string, string>>): Filling => ({
  form,
  typed: { ...typed, ...more },
});

/** What the sent form means: the fields of pages that were not opened say what they said. */
export function actionOf({ form, typed }: Filling): Action {
  const fields = form.fields.map(({ name, value = '' }) => [name, typed[name] ?? value] as const);
  return { verb: form.action.verb, options: { ...form.action.options, ...Object.fromEntries(fields) } };
}

/** What the buttons of a message here carry: a `custom_id` of their own, and no action. */
export interface Bar {
  readonly message: Message;
  readonly buttons: readonly {
    readonly label: string;
    readonly customId: string;
    readonly primary?: boolean;
  }[];
}

/** Where no modal may open: a button that opens it. */
export function opener(filling: Filling): Bar {
  const { title } = filling.form;
  return {
    message: { summary: title, blocks: [{ block: 'text', text: ['This needs a form: ', { bold: title }] }] },
    buttons: [{ label: title, customId: pageId(nameOf(filling), 0), primary: true }],
  };
}

/** Between two pages. What has no further question that must be answered can be sent as it is. */
export function between(filling: Filling, next: number): Bar {
  const { form, typed } = filling;
  const pages = pagesOf(form);
  const wanting = form.fields.slice(begin(next)).some((f) => f.required && !(typed[f.name] ?? f.value));
  const name = nameOf(filling);
  return {
    message: {
      summary: `${form.title}: page ${next} of ${pages} is kept`,
      blocks: [
        {
          block: 'text',
          text: [{ bold: form.title }, `: page ${next} of ${pages} is kept, nothing is sent yet.`],
        },
      ],
    },
    buttons: [
      { label: `Continue to page ${next + 1}`, customId: pageId(name, next), primary: wanting },
      ...(wanting ? [] : [{ label: form.submit, customId: formId(name), primary: true }]),
    ],
  };
}

/** What is wrong, field by field, and the way back to what was typed. */
export function mistakes(filling: Filling, errors: Readonly<Record<string, string>>): Bar {
  const { form } = filling;
  const at = form.fields.findIndex(({ name }) => name in errors);
  const lines = Object.entries(errors).map(([name, words]) => {
    const label = form.fields.find((f) => f.name === name)?.label ?? name;
    return { text: [{ bold: label }, `: ${words}`] };
  });
  return {
    message: {
      summary: `${form.title}: nothing was saved`,
      tone: 'warning',
      blocks: [
        { block: 'text', text: lines.flatMap(({ text }, n) => (n === 0 ? text : ['\n', ...text])) },
        { block: 'note', text: ['Nothing was saved; what you typed is kept.'] },
      ],
    },
    buttons: [
      {
        label: 'Open the form again',
        customId: pageId(nameOf(filling), at < 0 ? 0 : Math.floor(at / LIMITS.modalFields)),
        primary: true,
      },
    ],
  };
}
