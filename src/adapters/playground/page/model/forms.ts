/** Forms before they are sent: what fields hold, and what can be told wrong without asking the server. */
import type { Form } from '../../api.ts';

type Field = Form['fields'][number];
export type Values = Readonly<Record<string, string>>;

export const DATE_HINT = 'In words: tomorrow, Friday 5pm, in 2 working days.';

export const startValues = (form: Form): Values =>
  Object.fromEntries(form.fields.map((field) => [field.name, startValue(field)]));

/** A choice that must be made starts with its first one, as the list shows it. */
function startValue(field: Field): string {
  if (field.value !== undefined) return field.value;
  return field.field === 'choice' && field.required ? (field.choices[0]?.value ?? '') : '';
}

/** What is wrong, by field; empty when the form can be sent. */
export function faults(form: Form, values: Values): Values {
  const found: Record<string, string> = {};
  for (const field of form.fields) {
    const value = values[field.name] ?? '';
    if (field.required && value.trim() === '') found[field.name] = `${field.label} is needed.`;
    else if (field.field === 'text' && length(value) > field.max) {
      found[field.name] = `${field.label} may have ${field.max} characters; this has ${length(value)}.`;
    }
  }
  return found;
}

/** Characters as people count them: an emoji outside the first plane is one. */
export const length = (value: string): number => [...value].length;

/** The action's options and the fields' values, joined, as the server takes them. */
export const sent = (form: Form, values: Values): Values => ({ ...form.action.options, ...values });

/** The handle being written in a list of people: where it starts, and its letters without `@`. */
export function lastHandle(value: string): { from: number; typed: string } {
  const from = Math.max(value.lastIndexOf(','), value.lastIndexOf(' ')) + 1;
  return { from, typed: value.slice(from).replace(/^@/, '') };
}
