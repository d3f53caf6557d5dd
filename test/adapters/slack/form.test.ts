import type { InputBlock, ModalView } from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Carried, fieldErrorsResponse, readForm, renderForm } from '../../../src/adapters/slack/form.ts';
import { DoesNotFit, LIMITS } from '../../../src/adapters/slack/limits.ts';
import { sentView } from '../../../src/adapters/slack/payloads.ts';
import type { Form, FormField } from '../../../src/coordination/message.ts';

const place = {
  platform: 'slack',
  scope: 'T1',
  channel: 'C1',
  channelKind: 'public',
  channelName: 'general',
  thread: '1.1',
} as const;
const carried: Carried = {
  place,
  on: { platform: 'slack', scope: 'T1', channel: 'C1', message: '2.2', thread: '1.1' },
};
const form = (...fields: readonly FormField[]): Form => ({
  title: 'Edit W-12',
  submit: 'Save',
  action: { verb: 'edit', options: { item: 'W-12', version: '3' } },
  fields,
});
const inputs = (view: ModalView): InputBlock[] =>
  view.blocks.filter((b): b is InputBlock => b.type === 'input');

/** As Slack sends it: what stands in each input, replaced by what was typed; emptied inputs as null. */
const sendBack = (view: ModalView, typed: Readonly<Record<string, string | null>> = {}) => {
  const values = inputs(view).map((block) => {
    const name = block.block_id ?? '';
    const element = block.element;
    if (element.type === 'static_select') {
      const chosen = name in typed ? { value: typed[name] } : (element.initial_option ?? null);
      return [name, { value: { type: element.type, selected_option: chosen } }];
    }
    const standing = 'initial_value' in element ? element.initial_value : null;
    return [name, { value: { type: element.type, value: name in typed ? typed[name] : standing } }];
  });
  return sentView.parse({ ...view, id: 'V1', hash: '1.a', state: { values: Object.fromEntries(values) } });
};

describe('a form', () => {
  const text: FormField = {
    field: 'text',
    name: 'title',
    label: 'Title',
    lines: 'one',
    max: 300,
    required: true,
    value: 'Old',
  };
  const due: FormField = { field: 'date', name: 'due', label: 'Due', value: '2026-10-23' };
  const people: FormField = {
    field: 'people',
    name: 'reviewers',
    label: 'Reviewers',
    hint: 'Done means reviewed',
  };
  const priority: FormField = {
    field: 'choice',
    name: 'priority',
    label: 'Priority',
    value: 'high',
    choices: ['urgent', 'high', 'normal'].map((value) => ({ value, label: value })),
  };

  test('is a modal with a block for each field', () => {
    const view = renderForm(form(text, due, people, priority), carried);
    expect(view).toMatchObject({ type: 'modal', title: { text: 'Edit W-12' }, submit: { text: 'Save' } });
    expect(view.blocks).toMatchObject([
      {
        block_id: 'title',
        optional: false,
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: false,
          max_length: 300,
          initial_value: 'Old',
        },
      },
      { block_id: 'due', optional: true, hint: { text: expect.stringContaining('friday 5pm') } },
      { block_id: 'reviewers', hint: { text: 'Done means reviewed. Short names, such as @lena @bo' } },
      { element: { type: 'static_select', initial_option: { value: 'high' }, options: { length: 3 } } },
    ]);
  });

  test('sent as it stood is the action and what stood in it, where it was opened', () => {
    const sent = readForm(sendBack(renderForm(form(text, due, people, priority), carried)));
    expect(sent).toEqual({
      action: {
        verb: 'edit',
        options: {
          item: 'W-12',
          version: '3',
          title: 'Old',
          due: '2026-10-23',
          reviewers: '',
          priority: 'high',
        },
      },
      place,
      on: carried.on,
      fields: ['title', 'due', 'reviewers', 'priority'],
    });
  });

  test('with a field emptied says so by an empty value', () => {
    const view = renderForm(form(text, due), { place });
    const sent = readForm(sendBack(view, { due: null, title: 'New' }));
    expect(sent?.action.options).toEqual({ item: 'W-12', version: '3', title: 'New', due: '' });
    expect(sent).not.toHaveProperty('on');
  });

  test('shows the whole of a title that Slack would cut', () => {
    const title = 'Settings of the workspace and more';
    const view = renderForm({ ...form(text), title }, { place });
    expect(view.title.text).toHaveLength(LIMITS.view.title);
    expect(view.blocks[0]).toMatchObject({ type: 'section', text: { text: title } });
  });

  test('leaves out what no input of Slack holds, and says so: it stays as it is', () => {
    const links: FormField = {
      field: 'text',
      name: 'links',
      label: 'Links',
      lines: 'one',
      max: 2000,
      value: 'x'.repeat(3001),
    };
    const view = renderForm(form(text, links), { place });
    expect(inputs(view).map((b) => b.block_id)).toEqual(['title']);
    expect(JSON.stringify(view.blocks[1])).toContain('stays as it is');
    expect(readForm(sendBack(view))?.action.options).not.toHaveProperty('links');
  });

  test('with a value longer than may be typed still shows it whole', () => {
    const links: FormField = {
      field: 'text',
      name: 'links',
      label: 'Links',
      lines: 'one',
      max: 20,
      value: 'x'.repeat(30),
    };
    expect(inputs(renderForm(form(links), { place }))[0]?.element).toMatchObject({ max_length: 30 });
  });

  test.each([
    ['too many', Array.from({ length: 101 }, (_, i) => ({ value: `${i}`, label: `${i}` }))],
    ['too long ones', [{ value: 'x'.repeat(151), label: 'x' }]],
    ['none', []],
  ])('asks for a choice of %s as text', (_name, choices) => {
    const view = renderForm(form({ ...priority, choices }), { place });
    expect(inputs(view)[0]?.element.type).toBe('plain_text_input');
  });

  test('whose action is too long to be carried is refused when it is rendered', () => {
    const long = { ...form(text), action: { verb: 'add', options: { words: 'x'.repeat(3000) } } };
    expect(() => renderForm(long, { place })).toThrow(DoesNotFit);
  });

  test('is stale where it carries nothing that is known', () => {
    const view = sendBack(renderForm(form(text), { place }));
    for (const private_metadata of ['', '{}', 'null', '[1]', '{"action":["",{}]}'])
      expect(readForm({ ...view, private_metadata })).toBeNull();
  });

  test('of any words comes back as it was', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(words, words, words, (value, label, hint) => {
        const view = renderForm(
          form({ field: 'text', name: 'title', label, hint, lines: 'many', max: 2000, value }),
          carried,
        );
        expect(view.blocks.length).toBeLessThanOrEqual(LIMITS.view.blocks);
        expect(readForm(sendBack(view))?.action.options.title).toBe(value);
      }),
    );
  });
});

describe('errors', () => {
  test('stand beside their fields; those of no field, beside the first', () => {
    expect(fieldErrorsResponse({ due: 'I cannot read it.', item: 'Changed.' }, ['title', 'due'])).toEqual({
      response_action: 'errors',
      errors: { due: 'I cannot read it.', title: 'Changed.' },
    });
    expect(fieldErrorsResponse({ a: 'One.', b: 'Two.' }, ['title'])?.errors).toEqual({ title: 'One. Two.' });
  });

  test('of a form without fields have no place', () => {
    expect(fieldErrorsResponse({ a: 'One.' }, [])).toBeNull();
  });
});
