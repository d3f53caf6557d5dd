import { expect, test } from 'vitest';
import { reactionCharacter, reactionName } from '../../../src/adapters/discord/emoji.ts';

test.each([
  [{ name: '📌' }, 'pushpin'],
  [{ name: '🙋🏽' }, 'raising_hand'],
  [{ name: '🙋🏿‍♀️' }, 'raising_hand'],
  [{ name: '✔️' }, 'heavy_check_mark'],
  [{ id: '1', name: 'ShipIt' }, 'shipit'],
  [{ name: '🦩' }, '🦩'],
  [{ id: '1', name: null }, ''],
])('%j is %s', (emoji, name) => {
  expect(reactionName(emoji)).toBe(name);
});

test('a name leads back to its character', () => {
  expect(reactionCharacter('white_check_mark')).toBe('✅');
  expect(reactionCharacter('shipit')).toBeNull();
});
