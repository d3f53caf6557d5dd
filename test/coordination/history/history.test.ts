import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalJson,
  chain,
  type Entry,
  GENESIS,
  type Head,
  verify,
} from '../../../src/coordination/history/history.ts';
import type { ItemId, PersonId } from '../../../src/coordination/ids.ts';
import { sha256 } from '../../support/records.ts';

const RECORD = 'record' as ItemId;

/** Entries as they are built, one behind the other. */
function build(acts: readonly { act: string; words: string }[]): { entries: Entry[]; head: Head } {
  let head = GENESIS;
  const entries = acts.map(({ act, words }, i) => {
    const happening = {
      act,
      actor: 'ana' as PersonId,
      rule: i % 2 ? 'task v1: a rule' : null,
      at: 1_772_445_600_000 + i,
      payload: { changes: { title: `title ${i}` }, words },
    };
    const entry = chain(RECORD, head, happening, `salt ${i}`, sha256);
    head = { seq: entry.seq, hash: entry.hash };
    return entry;
  });
  return { entries, head };
}

const acts = fc.array(fc.record({ act: fc.string(), words: fc.string({ unit: 'grapheme' }) }), {
  minLength: 1,
  maxLength: 12,
});

/** A history and one place in it. */
const somewhere = acts.chain((list) => fc.record({ list: fc.constant(list), at: fc.nat(list.length - 1) }));

describe('a chain', () => {
  test('holds as it was written, and when read back from JSON in another order', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const { entries, head } = build(list);
        expect(verify(entries, head, sha256)).toBeNull();
        expect(verify(JSON.parse(JSON.stringify(reordered(entries))), head, sha256)).toBeNull();
      }),
    );
  });

  test('of no entries holds at its beginning alone', () => {
    expect(verify([], GENESIS, sha256)).toBeNull();
    expect(verify([], { seq: 2, hash: 'f'.repeat(64) }, sha256)).toEqual({ seq: 1, what: 'missing' });
  });

  test('names the entry of which anything was altered', () => {
    const alterations: Record<string, (entry: Entry) => Entry> = {
      act: (e) => ({ ...e, act: `${e.act}.` }),
      actor: (e) => ({ ...e, actor: null }),
      rule: (e) => ({ ...e, rule: 'another' }),
      at: (e) => ({ ...e, at: e.at + 1 }),
      record: (e) => ({ ...e, record: 'other' as ItemId }),
      digest: (e) => ({ ...e, payloadDigest: sha256('other') }),
      prev: (e) => ({ ...e, prev: sha256('other') }),
      hash: (e) => ({ ...e, hash: sha256('other') }),
    };
    fc.assert(
      fc.property(somewhere, fc.constantFrom(...Object.keys(alterations)), ({ list, at }, name) => {
        const { entries, head } = build(list);
        const altered = entries.map((e, i) => (i === at ? (alterations[name]?.(e) ?? e) : e));
        expect(verify(altered, head, sha256)).toEqual({ seq: at + 1, what: 'altered' });
      }),
    );
  });

  test('names the entry whose words were changed, or whose salt', () => {
    fc.assert(
      fc.property(somewhere, fc.boolean(), ({ list, at }, salt) => {
        const { entries, head } = build(list);
        const other = (e: Entry): Entry =>
          salt ? { ...e, salt: 'other' } : { ...e, payload: { changes: {}, words: 'never said' } };
        const altered = entries.map((e, i) => (i === at ? other(e) : e));
        expect(verify(altered, head, sha256)).toEqual({ seq: at + 1, what: 'payload altered' });
      }),
    );
  });

  test('names the first entry that is missing, the last ones too', () => {
    fc.assert(
      fc.property(somewhere, fc.integer({ min: 1, max: 3 }), ({ list, at }, many) => {
        const { entries, head } = build(list);
        const left = entries.filter((_, i) => i < at || i >= at + many);
        expect(verify(left, head, sha256)).toEqual({ seq: at + 1, what: 'missing' });
      }),
    );
  });

  test('names the first of two entries that changed places, with or without their numbers', () => {
    fc.assert(
      fc.property(
        acts.filter((list) => list.length > 1),
        fc.nat(),
        fc.boolean(),
        (list, where, renumbered) => {
          const { entries, head } = build(list);
          const at = where % (entries.length - 1);
          const [one, two] = [entries[at], entries[at + 1]];
          if (!one || !two) throw new Error('no such entries');
          const swapped = entries.with(at, two).with(at + 1, one);
          const given = renumbered ? swapped.map((e, i) => ({ ...e, seq: i + 1 })) : swapped;
          expect(verify(given, head, sha256)?.seq).toBe(at + 1);
        },
      ),
    );
  });

  test('names the first entry that no one added', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 3 }), (list, many) => {
        const { entries } = build([...list, ...Array(many).fill({ act: 'forged', words: '' })]);
        const { head } = build(list);
        expect(verify(entries, head, sha256)).toEqual({ seq: list.length + 1, what: 'head differs' });
      }),
    );
  });

  test('rewritten whole differs from its head', () => {
    const { head } = build([{ act: 'added', words: 'as it was' }]);
    const { entries } = build([{ act: 'added', words: 'as it was not' }]);
    expect(verify(entries, head, sha256)).toEqual({ seq: 1, what: 'head differs' });
  });

  test('whose payloads were erased still holds', () => {
    fc.assert(
      fc.property(acts, fc.func(fc.boolean()), (list, erased) => {
        const { entries, head } = build(list);
        const left = entries.map((e) => (erased(e.seq) ? { ...e, payload: null, salt: '' } : e));
        expect(verify(left, head, sha256)).toBeNull();
      }),
    );
  });
});

describe('canonical JSON', () => {
  test('is one text for a value, whatever the order of its keys and whatever is undefined', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
        expect(canonicalJson(withUndefined(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('is JSON, and the same again once it was read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each([
    [{ b: 1, a: [{ d: null, c: undefined }] }, '{"a":[{"d":null}],"b":1}'],
    [[undefined, null, -0, 1e21, 0.1], '[null,null,0,1e+21,0.1]'],
    [{ '10': 1, '9': 2 }, '{"10":1,"9":2}'],
    [{ é: 'naïve', '😀': '"quoted"' }, '{"é":"naïve","😀":"\\"quoted\\""}'],
    [JSON.parse('{"__proto__":{"constructor":1}}'), '{"__proto__":{"constructor":1}}'],
  ])('of %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

/** As a store that keeps keys in an order of its own gives a value back. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== 'object') return value;
  const shortestFirst = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? 1 : -1));
  return Object.fromEntries(shortestFirst.map(([k, v]) => [k, reordered(v)]));
}

function withUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUndefined);
  if (value === null || typeof value !== 'object') return value;
  const copied = Object.entries(value).map(([k, v]) => [k, withUndefined(v)]);
  return Object.fromEntries([['\u0000nothing', undefined], ...copied]);
}
