import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carriedBy } from '../../../src/adapters/discord/custom-id.ts';
import {
  actionOf,
  asideOf,
  between,
  type Filling,
  filled,
  mistakes,
  modalOf,
  pagesOf,
  typedOn,
} from '../../../src/adapters/discord/form.ts';
import { LIMITS } from '../../../src/adapters/discord/limits.ts';
import type { Form, FormField } from '../../../src/coordination/message.ts';

const field = (name: string, more: Partial<FormField> = {}): FormField =>
  ({ field: 'text', lines: 'one', max: 100, name, label: `The ${name}`, ...more }) as FormField;
const form = (fields: readonly FormField[]): Form => ({
  title: 'Edit W-1',
  submit: 'Save',
  action: { verb: 'edit', options: { item: 'W-1' } },
  fields,
});
const seven: Filling = {
  form: form(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => field(name, { value: name.toUpperCase() }))),
  typed: {},
};

describe('a form of seven fields', () => {
  test('comes in two pages, each with its number', () => {
    expect(pagesOf(seven.form)).toBe(2);
    expect(modalOf(seven, 0).title).toBe('Edit W-1 (1/2)');
    expect(modalOf(seven, 0).components).toHaveLength(5);
    expect(modalOf(seven, 1).components).toHaveLength(2);
  });

  test('a page says under which name and number it comes back', () => {
    expect(carriedBy(modalOf(seven, 1).custom_id)).toEqual({
      carries: 'page',
      id: asideOf(seven).id,
      page: 1,
    });
  });

  test('between the pages is a button to the next, and one that sends as it is', () => {
    const bar = between(filled(seven, { a: 'new' }), 1);
    expect(bar.buttons.map((b) => b.label)).toEqual(['Continue to page 2', 'Save']);
  });

  test('what must be answered on a later page keeps the form from being sent before', () => {
    const wanting: Filling = {
      form: form([...seven.form.fields, field('h', { required: true })]),
      typed: {},
    };
    expect(between(wanting, 1).buttons.map((b) => b.label)).toEqual(['Continue to page 2']);
    expect(between(filled(wanting, { h: 'x' }), 1).buttons).toHaveLength(2);
  });

  test('fields of a page that was not opened say what they said', () => {
    expect(actionOf(filled(seven, { a: 'new', b: '' }))).toEqual({
      verb: 'edit',
      options: { item: 'W-1', a: 'new', b: '', c: 'C', d: 'D', e: 'E', f: 'F', g: 'G' },
    });
  });

  test('what was typed stands in the page when it is opened again, at the first mistake', () => {
    const filling = filled(seven, { g: 'wrong' });
    const { message, buttons } = mistakes(filling, { g: 'This is no date.' });
    expect(JSON.stringify(message.blocks)).toContain('The g');
    expect(JSON.stringify(message.blocks)).toContain('This is no date.');
    const carried = carriedBy(buttons[0]?.customId ?? '');
    expect(carried).toEqual({ carries: 'page', id: asideOf(filling).id, page: 1 });
    expect(JSON.stringify(modalOf(filling, 1))).toContain('"value":"wrong"');
  });
});

test('a sent modal is read from labels, from rows, and from selects', () => {
  expect(
    typedOn([
      { type: 18, component: { type: 4, custom_id: 'title', value: 'Offer' } },
      { type: 18, component: { type: 3, custom_id: 'priority', values: ['high'] } },
      { type: 18, component: { type: 3, custom_id: 'team', values: [] } },
      { type: 1, components: [{ type: 4, custom_id: 'due', value: 'friday' }] },
      { type: 10, content: 'words' },
    ]),
  ).toEqual({ title: 'Offer', priority: 'high', team: '', due: 'friday' });
});

test('any form is within the limits', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 5_000 });
  const any = fc.oneof(
    fc.record({
      field: fc.constant('text'),
      lines: fc.constantFrom('one', 'many'),
      max: fc.integer({ min: 1, max: 9_000 }),
      label: words,
      hint: words,
      value: words,
    }),
    fc.record({ field: fc.constantFrom('date', 'person', 'people'), label: words, value: words }),
    fc.record({
      field: fc.constant('choice'),
      label: words,
      choices: fc.constant([{ value: 'a', label: 'A' }]),
      value: fc.constant('a'),
    }),
  );
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 12 }), words, (fields, title) => {
      const given = form(fields.map((f, n) => ({ ...f, name: `f${n}` }) as FormField));
      const filling = { form: { ...given, title }, typed: {} };
      for (let page = 0; page < pagesOf(given); page += 1) {
        const modal = modalOf(filling, page);
        expect(modal.title.length).toBeLessThanOrEqual(LIMITS.modalTitle);
        expect(modal.components.length).toBeLessThanOrEqual(LIMITS.modalFields);
        for (const part of modal.components) {
          if (part.type !== ComponentType.Label) throw new Error('only labels');
          expect(part.label.length).toBeGreaterThan(0);
          expect(part.label.length).toBeLessThanOrEqual(LIMITS.fieldLabel);
          expect(part.description?.length ?? 0).toBeLessThanOrEqual(LIMITS.fieldHint);
          if (part.component.type !== ComponentType.TextInput) continue;
          expect(part.component.max_length).toBeLessThanOrEqual(LIMITS.fieldValue);
          expect(part.component.value?.length ?? 0).toBeLessThanOrEqual(part.component.max_length ?? 0);
        }
      }
    }),
    { numRuns: 50 },
  );
});
