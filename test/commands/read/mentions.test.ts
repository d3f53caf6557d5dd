import { expect, test } from 'vitest';
import { readMentions } from '../../../src/commands/read/mentions.ts';

test.each([
  ['@lena', ['@lena']],
  ['@lena @bo', ['@lena', '@bo']],
  ['@lena, @bo and @kai', ['@lena', '@bo', '@kai']],
  ['@lena,@bo,', ['@lena', '@bo']],
  ['lena bo', ['lena', 'bo']],
  ['<@U1> and <@!2>', ['<@U1>', '<@!2>']],
  ['<@U1|lena vogt>', ['<@U1|lena vogt>']],
  ['  ', []],
  ['and', []],
  [', ,', []],
])('“%s” names %j', (words, expected) => {
  expect(readMentions(words)).toEqual(expected);
});
