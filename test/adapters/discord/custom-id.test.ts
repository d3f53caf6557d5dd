import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  carriedBy,
  formId,
  keyIn,
  keyOf,
  nameOf,
  type Press,
  pageId,
  pressId,
} from '../../../src/adapters/discord/custom-id.ts';
import type { OutboxId } from '../../../src/coordination/ids.ts';

const key = keyOf('0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b' as OutboxId);
const words = fc.string({ unit: 'grapheme', maxLength: 60 });
const action = fc.record({
  verb: fc.constantFrom('claim', 'team add', 'show'),
  options: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), words, { maxKeys: 3 }),
});

describe('what a press carries', () => {
  test('comes back as it went, or is put aside whole', () => {
    fc.assert(
      fc.property(
        action,
        fc.option(fc.constantFrom('list', 'to_whom'), { nil: undefined }),
        fc.nat(24),
        (meant, option, place) => {
          const press: Press = option === undefined ? { action: meant } : { action: meant, option };
          const { id, aside } = pressId(press, key, place);
          expect(id.length).toBeLessThanOrEqual(100);
          expect(keyIn(id)).toBe(key);
          const carried = carriedBy(id);
          if (aside) {
            expect(aside.value).toEqual(press);
            expect(carried).toEqual({ carries: 'aside', id: aside.id });
          } else expect(carried).toEqual({ carries: 'press', press });
        },
      ),
    );
  });

  test('what a card’s button means fits beside the name of its send', () => {
    const press = { action: { verb: 'handoff accept', options: { item: 'W-123456', revision: '12' } } };
    expect(pressId(press, key, 3)).toEqual({
      id: `b1.${key}.3..handoff_accept|item=W-123456|revision=12`,
      aside: null,
    });
  });

  test('what is asked first, and long choices, are put aside', () => {
    const confirm = { action: { verb: 'cancel', options: {} }, confirm: { words: 'Sure?', label: 'Cancel' } };
    expect(pressId(confirm, '', 0).aside?.value).toEqual(confirm);
    const values = { action: { verb: 'list', options: {} }, option: 'page', values: ['a'.repeat(200)] };
    expect(pressId(values, '', 0).aside?.value).toEqual(values);
  });

  test('the same action twice in one message has two names', () => {
    const press = { action: { verb: 'claim', options: { item: 'W-1' } } };
    expect(pressId(press, key, 0).id).not.toBe(pressId(press, key, 1).id);
  });
});

test('pages and forms are told from presses', () => {
  const name = nameOf({ any: 'form' });
  expect(carriedBy(pageId(name, 2))).toEqual({ carries: 'page', id: name, page: 2 });
  expect(carriedBy(formId(name))).toEqual({ carries: 'form', id: name });
});

test.each(['', 'b1', 'b2...x', 'a1.k.0.short', 'f1...x.1', 'button_1', '\u0000', 'g1....'])(
  '%j is none of ours',
  (id) => {
    expect(carriedBy(id)).toBeNull();
  },
);

test('a value is called the same in whatever order a database gives it back', () => {
  expect(nameOf({ a: 1, b: { c: [2], d: 3 } })).toBe(nameOf({ b: { d: 3, c: [2] }, a: 1 }));
  expect(nameOf({ a: [1, 2] })).not.toBe(nameOf({ a: [2, 1] }));
});

test('the nonce fits', () => {
  expect(key).toHaveLength(22);
  expect(keyIn('b1..0..help')).toBeNull();
});
