import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Piece, pieces, safeLink } from '../../../../src/adapters/playground/page/words/text.ts';

const text = (words: string): Piece => ({ kind: 'text', text: words });
const link = (url: string): Piece => ({ kind: 'link', url });

describe('words are cut into', () => {
  test('mentions of accounts and handles', () => {
    expect(pieces('<@ana> ask @bo.')).toEqual([
      { kind: 'account', who: 'ana' },
      text(' ask '),
      { kind: 'handle', who: 'bo' },
      text('.'),
    ]);
  });

  test('links without the end of the sentence', () => {
    expect(pieces('see https://a.example/x?y=1.')).toEqual([
      text('see '),
      link('https://a.example/x?y=1'),
      text('.'),
    ]);
    expect(pieces('(https://a.example/b_(c))')).toEqual([
      text('('),
      link('https://a.example/b_(c)'),
      text(')'),
    ]);
  });

  test('emphasis, one in another', () => {
    expect(pieces('*all of <@ana>* and _that_ and ~not~')).toEqual([
      { kind: 'bold', pieces: [text('all of '), { kind: 'account', who: 'ana' }] },
      text(' and '),
      { kind: 'italic', pieces: [text('that')] },
      text(' and '),
      { kind: 'strike', pieces: [text('not')] },
    ]);
  });

  test('code, in which nothing else is read', () => {
    expect(pieces('`*x* <@ana>`')).toEqual([{ kind: 'code', text: '*x* <@ana>' }]);
    expect(pieces('so:\n```\na\nb\n```\nright')).toEqual([
      text('so:'),
      { kind: 'block', text: 'a\nb' },
      text('right'),
    ]);
  });
});

describe('words stay as they are', () => {
  test.each([
    '2 * 3 * 4',
    'snake_case_name',
    'ana@example.com',
    '<script>alert(1)</script>',
    '[click](javascript:alert(1))',
    'javascript:alert(1)',
    'http://',
    '<!channel>',
  ])('%s', (words) => {
    expect(pieces(words)).toEqual([text(words)]);
  });
});

test('only web addresses may be opened', () => {
  expect(safeLink('https://a.example')).toBe(true);
  expect(safeLink('http://127.0.0.1:3000/')).toBe(true);
  expect(safeLink('javascript:alert(1)')).toBe(false);
  expect(safeLink('data:text/html,x')).toBe(false);
  expect(safeLink('/relative')).toBe(false);
});

const plain = (all: readonly Piece[]): string =>
  all
    .map((piece) => {
      if ('text' in piece) return piece.text;
      if ('pieces' in piece) return plain(piece.pieces);
      return 'url' in piece ? piece.url : piece.who;
    })
    .join('');

test('no letter is lost or made up', () => {
  const letters = (words: string) => words.replace(/[^\p{L}\p{N}]/gu, '');
  const alphabet = fc.constantFrom(...'ab1 *_~`@<>|.:/()\n'.split(''), 'https://a.b/', '<@ana>', '```');
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 60 }), (parts) => {
      const words = parts.join('').replaceAll('|', '');
      expect(letters(plain(pieces(words)))).toBe(letters(words));
    }),
  );
});

test.each(['`', '*', '_', '~', '<@', '@', 'https://', '*a ', '```a', '(((', 'https://a.b/('])(
  '8,000 characters of %s are read in no time',
  (unit) => {
    const words = unit.repeat(Math.ceil(8000 / unit.length));
    const before = performance.now();
    pieces(words);
    expect(performance.now() - before).toBeLessThan(200);
  },
);
