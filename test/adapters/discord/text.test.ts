import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escaped, linesBehind, written } from '../../../src/adapters/discord/text.ts';
import type { PersonId } from '../../../src/coordination/ids.ts';
import type { Span } from '../../../src/coordination/message.ts';
import { INJECTIONS } from '../../contracts/injections.ts';

const md = (...text: Span[]): string => written(text).markdown;
const person = 'p1' as PersonId;
const lena = { platform: 'discord', scope: '1', account: '123456789012345678' } as const;

/** What Discord would take for markup: what is escaped, and whole addresses between `<` and `>`, are words. */
const markupIn = (markdown: string): string | undefined =>
  markdown
    .replace(/\\[^\p{L}\p{N}\s]/gu, 'e')
    .replace(/<https?:\/\/[^\s<>]+>/g, '')
    .match(/[*_~`|<>[\]#@]|https?:\/\/|^\s*[-+]\s|^\s*\d+\.\s/mu)?.[0];

describe('words of people', () => {
  test.each([
    ['**bold** _it_ ~~no~~ ||secret||', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|secret\\|\\|'],
    ['@everyone <@123> <@&9> <#4>', '\\@everyone \\<\\@123\\> \\<\\@&9\\> \\<\\#4\\>'],
    ['<t:1392734382:R>', '\\<t:1392734382:R\\>'],
    ['[bank](https://evil.example)', '\\[bank\\]\\(<https://evil.example>\\)'],
    ['see https://a.example/b_c?d=1*2, now', 'see <https://a.example/b_c?d=1*2>, now'],
    ['1. first\n2. second', '1\\. first\n2\\. second'],
    ['version 1.5 of 2.', 'version 1.5 of 2.'],
    ['# heading\n- line\n> quote', '\\# heading\n\\- line\n\\> quote'],
    ['abc \u202Edcba\u202C bell \u0007', 'abc dcba bell '],
  ])('%j arrives as it was written', (words, expected) => {
    expect(md(words)).toBe(expected);
  });

  test.each(INJECTIONS)('%s is inert', (_name, words) => {
    expect(markupIn(md(words))).toBeUndefined();
    expect(markupIn(md({ bold: words }).slice(2, -2))).toBeUndefined();
    expect(markupIn(md({ person, name: words }))).toBeUndefined();
  });

  test('any words are inert, however they are cut', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(
          fc.constantFrom(
            '*',
            '<@1>',
            '`',
            '\\',
            '\n',
            '- ',
            '#',
            '@here',
            'https://e.x/',
            ')',
            ']',
            '1. ',
            'a',
            '🙋🏽',
          ),
          { maxLength: 40 },
        )
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 60 }), (text, most) => {
        const { markdown, cut } = escaped(text, most);
        expect(markdown.length).toBeLessThanOrEqual(most);
        expect(markupIn(markdown)).toBeUndefined();
        expect(markdown.endsWith('…') || !cut || most < 1).toBe(true);
      }),
    );
  });
});

describe('spans', () => {
  test.each<[Span, string]>([
    [{ bold: 'W-1' }, '**W\\-1**'],
    [{ bold: 'Why: ' }, '**Why:** '],
    [{ italic: 'soon' }, '*soon*'],
    [{ strike: 'old' }, '~~old~~'],
    [{ code: 'a`b`\nc' }, '`aˋbˋ c`'],
    [{ link: 'https://a.example/x(y)', text: 'a.example/x' }, '[a.example/x](<https://a.example/x%28y%29>)'],
    [{ link: 'javascript:alert(1)', text: 'press' }, 'press'],
    [{ person, name: 'Lena Vogt' }, '\\@Lena Vogt'],
    [{ person, name: 'Lena Vogt', ring: lena }, '<@123456789012345678>'],
    [{ person, name: 'Lena', ring: { platform: 'slack', scope: 'T1', account: 'U1' } }, '\\@Lena'],
    [
      { channel: { platform: 'discord', scope: '1', channel: '223456789012345678' }, name: 'general' },
      '<#223456789012345678>',
    ],
    [{ channel: { platform: 'slack', scope: 'T1', channel: 'C1' }, name: 'general' }, '\\#general'],
    [{ instant: Date.UTC(2026, 9, 23, 15), zone: 'Europe/London', timed: true }, '<t:1792767600:f>'],
    [{ instant: Date.UTC(2026, 9, 23, 16), zone: 'Europe/London', timed: false }, 'Fri 23 Oct 2026'],
  ])('%j', (span, expected) => {
    expect(md(span)).toBe(expected);
  });

  test('only who is meant to be is rung', () => {
    expect(
      written([
        { person, name: 'Lena', ring: lena },
        { person, name: 'Bo' },
      ]).rings,
    ).toEqual([lena.account]);
    expect(written(['<@123456789012345678>']).rings).toEqual([]);
  });

  test('marks are closed although the words between them are cut', () => {
    expect(written([{ bold: 'a long title' }], 10)).toEqual({ markdown: '**a lon…**', rings: [], cut: true });
  });

  test('what no longer fits rings nobody', () => {
    expect(written(['word '.repeat(10), { person, name: 'Lena', ring: lena }], 20).rings).toEqual([]);
  });
});

test('each line is behind its mark', () => {
  expect(linesBehind('> ', 'one\ntwo')).toBe('> one\n> two');
});
