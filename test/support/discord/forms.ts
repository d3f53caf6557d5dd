/** Modals as one form: what has more than five fields comes in pages, with a button between. */
import type { FormFieldShown } from '../../contracts/world.ts';
import { type Acting, standing } from './acting.ts';
import type { Interaction } from './interaction.ts';
import type { Loose } from './limits/components.ts';
import { fieldsOf } from './limits/modal.ts';
import { buttonsOf } from './shown.ts';
import type { HeldMessage } from './state.ts';

/** A form of which every page was looked at. */
export interface FormShown {
  readonly title: string;
  readonly fields: readonly FormFieldShown[];
  readonly pages: readonly Interaction[];
}

/** What came of sending it: an answer, or Discord's own words beside fields that must not be empty. */
export type Submitted = { readonly answer: Interaction } | { readonly empty: readonly string[] };

const PLACE = /\s*\((\d+)\/(\d+)\)$/;
const CONTINUE = /^continue\b/i;

const fieldShown = (label: string, input: Loose): FormFieldShown => ({
  name: input.custom_id ?? '',
  label,
  value: standing(input),
  required: input.required ?? true,
});

const fieldsShown = ({ modal }: Interaction): FormFieldShown[] =>
  modal ? fieldsOf(modal).map(({ label, input }) => fieldShown(label, input)) : [];

/** Leafs through the pages; a page that cannot be left because something required is empty is the last that is seen. */
export async function readForm(who: Acting, opened: Interaction): Promise<FormShown> {
  const pages = [opened];
  const title = opened.modal?.title ?? '';
  const count = Number(PLACE.exec(title)?.[2] ?? 1);
  for (let page: Interaction | null = opened; page && pages.length < count; ) {
    page = emptyIn(page, {}).length > 0 ? null : await nextPage(who, await who.submit(page, {}).finished);
    if (page) pages.push(page);
  }
  return { title: title.replace(PLACE, ''), fields: pages.flatMap(fieldsShown), pages };
}

/** Sends all pages from the first, each with the values of its own fields. */
export async function submitForm(
  who: Acting,
  { pages }: FormShown,
  values: Readonly<Record<string, string>>,
): Promise<Submitted> {
  let page = pages[0];
  for (;;) {
    if (!page) throw new Error('no form was opened');
    const empty = emptyIn(page, values);
    if (empty.length > 0) return { empty };
    const answer: Interaction = await who.submit(page, values).finished;
    const next = await nextPage(who, answer);
    if (!next) return { answer };
    page = next;
  }
}

/** Required fields that would be sent empty. */
const emptyIn = (page: Interaction, values: Readonly<Record<string, string>>): string[] =>
  fieldsShown(page)
    .filter(({ name, value, required }) => required && (values[name] ?? value).trim() === '')
    .map(({ name }) => name);

async function nextPage(who: Acting, { original }: Interaction): Promise<Interaction | null> {
  const button = original && buttonsOf(original).find(({ label }) => CONTINUE.test(label));
  if (!original || !button?.customId) return null;
  const next = await who.press(original, button.customId).finished;
  if (!next.modal) throw new Error(`${button.label} opened no form`);
  return next;
}

/**
 * What is wrong with a form that was sent, by field: a private answer with one line per field, `**Due**: words`, and a
 * button that opens the form again.
 */
export function fieldErrorsIn(
  answer: HeldMessage | null,
  lines: readonly string[],
  { fields }: Pick<FormShown, 'fields'>,
): Record<string, string> {
  if (!answer || !buttonsOf(answer).some(({ label }) => /\bform\b/i.test(label))) return {};
  return Object.fromEntries(
    fields.flatMap(({ name, label }) => {
      const line = lines.find((words) => words.startsWith(`${label}: `));
      return line ? [[name, line.slice(label.length + 2)]] : [];
    }),
  );
}
