import { describe, expect, test } from 'vitest';
import { Lookups } from '../../../src/adapters/postgres/lookups.ts';

interface Row {
  readonly key: number;
  readonly word: string;
}

const ROWS: readonly Row[] = [
  { key: 3, word: 'c' },
  { key: 1, word: 'a' },
  { key: 1, word: 'b' },
];

/** Rows as they stand, and what was asked of them, in order. */
function table() {
  const sent: (readonly number[] | string)[] = [];
  const lookups = new Lookups();
  const find = lookups.of(
    async (keys: readonly number[]) => {
      sent.push(keys);
      if (keys.includes(13)) throw new Error('the database is away');
      return ROWS.filter(({ key }) => keys.includes(key));
    },
    ({ key }, keys) => keys.has(key),
  );
  return { sent, lookups, find };
}

const wordsOf = (rows: readonly Row[]): string => rows.map(({ word }) => word).join('');

describe('what is looked up in the same breath', () => {
  test('is asked for at once, each key once, and each is given their own in the order of all', async () => {
    const { sent, find } = table();
    const found = await Promise.all([find([1]), find([3, 1]), find([2]), find([1])]);
    expect(found.map(wordsOf)).toEqual(['ab', 'cab', '', 'ab']);
    expect(sent).toEqual([[1, 3, 2]]);
  });

  test('fails for all who asked, and for nobody after', async () => {
    const { find } = table();
    const both = await Promise.allSettled([find([1]), find([13])]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(wordsOf(await find([3]))).toBe('c');
  });

  test('is sent before whatever else is sent after it', async () => {
    const { sent, lookups, find } = table();
    const first = find([1]);
    lookups.send();
    sent.push('a statement');
    await Promise.all([first, find([3])]);
    expect(sent).toEqual([[1], 'a statement', [3]]);
  });

  test('asks for nothing where no key is named', async () => {
    const { sent, find } = table();
    expect(await find([])).toEqual([]);
    expect(sent).toEqual([]);
  });
});
