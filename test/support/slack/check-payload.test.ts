import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from './check-payload.ts';
import { LIMITS } from './limits.ts';
import type { Block, Draft, ViewDraft } from './shapes.ts';

const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) }) as const;
const section = (length: number): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: 'x'.repeat(length) },
});
const button = (told: object = {}) => ({ type: 'button', action_id: 'a', text: plain(5), ...told });
const actions = (...elements: Block['elements'] & object): Block => ({ type: 'actions', elements });
const option = (length: number, value = 'v') => ({ text: plain(length), value });
const select = (told: object) => ({ type: 'static_select', action_id: 's', ...told });
const input = (element: object, told: object = {}): Block =>
  ({ type: 'input', block_id: 'title', label: plain(5), element, ...told }) as Block;
const words = { type: 'plain_text_input', action_id: 'value' };
const said = (...blocks: Block[]): Draft => ({ text: 'x', blocks });
const many = <T>(count: number, one: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => one(i));

describe('a message at Slack’s limits is taken, one beyond them refused with the place', () => {
  test.each<[string, Draft, Draft, string]>([
    ['blocks', said(...many(50, () => section(1))), said(...many(51, () => section(1))), '/blocks'],
    ['section', said(section(3000)), said(section(3001)), '/blocks/0/text/text'],
    [
      'header',
      said({ type: 'header', text: plain(150) }),
      said({ type: 'header', text: plain(151) }),
      '/blocks/0/text',
    ],
    [
      'button text',
      said(actions(button({ text: plain(75) }))),
      said(actions(button({ text: plain(76) }))),
      '/text',
    ],
    [
      'value',
      said(actions(button({ value: 'x'.repeat(2000) }))),
      said(actions(button({ value: 'x'.repeat(2001) }))),
      '/value',
    ],
    [
      'action_id',
      said(actions(button({ action_id: 'x'.repeat(255) }))),
      said(actions(button({ action_id: 'x'.repeat(256) }))),
      '/action_id',
    ],
    [
      'unique action_ids',
      said(actions(button(), button({ action_id: 'b' }))),
      said(actions(button(), button())),
      '/elements/1',
    ],
    [
      'elements',
      said(actions(...many(25, (i) => button({ action_id: `${i}` })))),
      said(actions(...many(26, (i) => button({ action_id: `${i}` })))),
      '/elements',
    ],
    [
      'block_id',
      said({ ...section(1), block_id: 'x'.repeat(255) }),
      said({ ...section(1), block_id: 'x'.repeat(256) }),
      '/block_id',
    ],
    [
      'unique block_ids',
      said({ ...section(1), block_id: 'a' }, { ...section(1), block_id: 'b' }),
      said({ ...section(1), block_id: 'a' }, { ...section(1), block_id: 'a' }),
      '/blocks/1',
    ],
    [
      'fields',
      said({ type: 'section', fields: many(10, () => plain(1)) }),
      said({ type: 'section', fields: many(11, () => plain(1)) }),
      '/fields',
    ],
    [
      'context',
      said({ type: 'context', elements: many(10, () => plain(1)) }),
      said({ type: 'context', elements: many(11, () => plain(1)) }),
      '/elements',
    ],
    [
      'options',
      said(actions(select({ options: many(100, (i) => option(75, `${i}`)) }))),
      said(actions(select({ options: many(101, (i) => option(1, `${i}`)) }))),
      '/options',
    ],
    [
      'option text',
      said(actions(select({ options: [option(75)] }))),
      said(actions(select({ options: [option(76)] }))),
      '/options/0/text',
    ],
    [
      'the first option',
      said(actions(select({ options: [option(5)], initial_option: option(5) }))),
      said(actions(select({ options: [option(5)], initial_option: option(6) }))),
      '/initial_option',
    ],
    [
      'mrkdwn in a button',
      said(actions(button())),
      said(actions(button({ text: { type: 'mrkdwn', text: 'x' } }))),
      '/text/type',
    ],
    ['empty text', said(section(1)), said(section(0)), '/blocks/0/text/text'],
  ])('%s', (_what, fits, breaks, place) => {
    expect(checkMessage(fits)).toBeNull();
    const complaint = checkMessage(breaks);
    expect(complaint?.error).toBe('invalid_blocks');
    expect(complaint?.details[0]).toContain(place);
  });

  test('the words of all blocks together', () => {
    expect(checkMessage(said(...many(4, () => section(3000))))).toBeNull();
    expect(checkMessage(said(...many(5, () => section(3000))))?.error).toBe('msg_blocks_too_long');
  });

  test('blocks that Slack does not know', () => {
    expect(checkMessage(said({ type: 'marquee' }))?.error).toBe('invalid_blocks');
  });

  test('text', () => {
    expect(checkMessage({ text: 'x'.repeat(LIMITS.text) })).toBeNull();
    expect(checkMessage({ text: 'x'.repeat(LIMITS.text + 1) })?.error).toBe('msg_too_long');
    expect(checkMessage({})?.error).toBe('no_text');
  });
});

describe('a form at Slack’s limits is taken, one beyond them refused with the place', () => {
  const form = (told: Partial<ViewDraft> = {}): ViewDraft => ({
    type: 'modal',
    title: plain(24),
    submit: plain(5),
    blocks: [input(words)],
    ...told,
  });
  test.each<[string, ViewDraft, ViewDraft, string]>([
    ['title', form(), form({ title: plain(25) }), '/view/title'],
    [
      'blocks',
      form({ blocks: many(100, () => section(1)) }),
      form({ blocks: many(101, () => section(1)) }),
      '/blocks',
    ],
    [
      'private_metadata',
      form({ private_metadata: 'x'.repeat(3000) }),
      form({ private_metadata: 'x'.repeat(3001) }),
      '/private_metadata',
    ],
    [
      'label',
      form({ blocks: [input(words, { label: plain(2000) })] }),
      form({ blocks: [input(words, { label: plain(2001) })] }),
      '/label',
    ],
    [
      'input',
      form({ blocks: [input({ ...words, max_length: 3000 })] }),
      form({ blocks: [input({ ...words, max_length: 3001 })] }),
      '/max_length',
    ],
    [
      'what stands in it',
      form({ blocks: [input({ ...words, max_length: 3, initial_value: 'xyz' })] }),
      form({ blocks: [input({ ...words, max_length: 3, initial_value: 'wxyz' })] }),
      '/initial_value',
    ],
    [
      'a form needs a button to send it',
      form(),
      { type: 'modal', title: plain(5), blocks: [input(words)] },
      '/view',
    ],
  ])('%s', (_what, fits, breaks, place) => {
    expect(checkView(fits)).toBeNull();
    const complaint = checkView(breaks);
    expect(complaint?.error).toBe('invalid_arguments');
    expect(complaint?.details[0]).toContain(place);
  });

  test('a home tab takes what a form takes', () => {
    expect(checkView({ type: 'home', blocks: many(100, () => section(1)) })).toBeNull();
    expect(checkView({ type: 'home', blocks: many(101, () => section(1)) })?.error).toBe('invalid_arguments');
  });
});
