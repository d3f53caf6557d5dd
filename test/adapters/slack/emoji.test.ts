import { expect, test } from 'vitest';
import { withEmoji } from '../../../src/adapters/slack/emoji.ts';

const emoji = (name: string, unicode?: string) => ({ type: 'emoji', name, ...(unicode ? { unicode } : {}) });
const blocks = (...elements: readonly unknown[]) => [
  { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
];

test.each([
  [':tada: done', blocks(emoji('tada', '1f389')), '🎉 done'],
  ['hi :wave::skin-tone-2:!', blocks(emoji('wave', '1f44b-1f3fb')), 'hi 👋🏻!'],
  [
    ':party-parrot: and :tada:',
    blocks(emoji('party-parrot'), emoji('tada', '1f389')),
    ':party-parrot: and 🎉',
  ],
  ['typed :tada: as words', blocks({ type: 'text', text: 'typed :tada: as words' }), 'typed :tada: as words'],
  ['at 10:30:15', blocks(), 'at 10:30:15'],
  [':x:', blocks(emoji('x', 'ffffffff')), ':x:'],
  [':x:', blocks(emoji('x', 'ffffff')), ':x:'],
  [':x:', 'no blocks', ':x:'],
  [':x:', [null, 7, { type: 'rich_text', elements: 'x' }], ':x:'],
])('%s', (text, found, words) => {
  expect(withEmoji(text, found)).toBe(words);
});

test('blocks within blocks without end are read all the same', () => {
  let deep: unknown = emoji('tada', '1f389');
  for (let i = 0; i < 10_000; i++) deep = { type: 'rich_text_section', elements: [deep] };
  expect(withEmoji(':tada:', [deep])).toBe('🎉');
});
