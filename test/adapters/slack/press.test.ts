import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DoesNotFit, LIMITS } from '../../../src/adapters/slack/limits.ts';
import { decodeAction, encodePress, encodeSelect } from '../../../src/adapters/slack/press.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 60 });
/** As options are named. */
const name = fc.stringMatching(/^[a-z]{1,20}$/);
const action = fc.record({
  verb: fc.string({ minLength: 1, maxLength: 20 }),
  options: fc.dictionary(name, words, { maxKeys: 5, noNullPrototype: true }),
});

test('what a button carries comes back as it was', () => {
  fc.assert(
    fc.property(action, fc.nat(200), (said, nth) => {
      const pressed = encodePress(said, nth);
      expect(pressed.action_id.length).toBeLessThanOrEqual(LIMITS.id);
      expect(decodeAction(pressed)).toEqual(said);
    }),
  );
});

test('a select adds what was chosen to what it carries', () => {
  fc.assert(
    fc.property(action, name, words, fc.nat(200), (said, option, value, nth) => {
      const action_id = encodeSelect(said, option, nth);
      if (action_id === null) return;
      expect(action_id.length).toBeLessThanOrEqual(LIMITS.id);
      expect(decodeAction({ action_id, selected_option: { value } })).toEqual({
        verb: said.verb,
        options: { ...said.options, [option]: value },
      });
    }),
  );
});

test('the longest that Baton carries fits: a list with a place to go on from', () => {
  const options = {
    show: 'requested',
    also: 'cancelled',
    priority: 'urgent',
    person: '@x'.repeat(20),
    words: '“'.repeat(100),
    page: 'e'.repeat(400),
  };
  expect(decodeAction(encodePress({ verb: 'list', options }, 0))).toEqual({ verb: 'list', options });
});

test('an action that Slack has no room for is refused when it is rendered, never cut', () => {
  expect(() => encodePress({ verb: 'add', options: { words: 'x'.repeat(2000) } }, 0)).toThrow(DoesNotFit);
  expect(encodeSelect({ verb: 'list', options: { words: 'x'.repeat(300) } }, 'show', 0)).toBeNull();
});

describe('what no message of this version carries is null', () => {
  test.each([
    { action_id: 'press:0' },
    { action_id: 'press:0', value: '' },
    { action_id: 'press:x', value: '["claim",{}]' },
    { action_id: 'press:0', value: '["",{}]' },
    { action_id: 'press:0', value: '["claim",{"item":null}]' },
    { action_id: 'press:0', value: '[]' },
    { action_id: 'press:0', value: 'null' },
    { action_id: 'choose:0:["list",{},"show"]' },
    { action_id: 'choose:0:["list",{},"show"]', selected_option: null },
    { action_id: 'choose:0:["list",{}]', selected_option: { value: 'mine' } },
    { action_id: 'choose:0:nonsense', selected_option: { value: 'mine' } },
    { action_id: '', value: '["claim",{}]' },
  ])('%j', (pressed) => {
    expect(decodeAction(pressed)).toBeNull();
  });

  test('whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.json(), { nil: undefined }), (action_id, value) => {
        expect(decodeAction({ action_id, value })).toBeNull();
      }),
    );
  });
});
