import { describe, expect, test } from 'vitest';
import { visible } from './markdown.ts';

const mentions = {
  user: (id: string) => `@user${id}`,
  channel: (id: string) => `#channel${id}`,
  moment: (seconds: number, style: string) => `${seconds}${style}`,
};

describe('words as Discord shows them', () => {
  test.each([
    ['**bold** *thin* __under__ ~~gone~~ _thin_', 'bold thin under gone thin'],
    ['\\*\\*not bold\\*\\* \\@Ana', '**not bold** @Ana'],
    ['### Title\n-# small\n> said\n- one', 'Title\nsmall\nsaid\n• one'],
    ['<@1> in <#2> at <t:3:f> or <t:4>', '@user1 in #channel2 at 3f or 4f'],
    [
      '[words](<https://example.com/a_b_c>) and <https://example.com/x_y_>',
      'words and https://example.com/x_y_',
    ],
    ['`**code**` and \\`not code\\`', '**code** and `not code`'],
    ['\\<@1\\> and \\[no\\](x)', '<@1> and [no](x)'],
    ['snake_case_name 2 * 3 * 4', 'snake_case_name 2 * 3 * 4'],
  ])('%s', (markdown, words) => {
    expect(visible(markdown, mentions)).toBe(words);
  });
});
