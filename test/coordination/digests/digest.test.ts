import { describe, expect, test } from 'vitest';
import { type DigestView, digest, type Some } from '../../../src/coordination/digests/digest.ts';
import { NEEDS } from '../../../src/coordination/digests/parts.ts';
import type { PersonId } from '../../../src/coordination/ids.ts';
import { buttonsOf, textOf } from '../../support/message-text.ts';
import { NOW, newItem, person } from '../../support/records.ts';

const HOUR = 3_600_000;
const lena = person('lena', { name: 'Lena Vogt' });
const bo = person('bo', { name: 'Bo Lindqvist' });
const NOTHING: Some = { items: [], total: 0 };

const view = (
  values: Partial<Omit<DigestView, 'needs'>> & { needs?: Partial<DigestView['needs']> } = {},
): DigestView => ({
  of: 'Design',
  now: NOW,
  since: NOW - 24 * HOUR,
  zone: 'Europe/London',
  same: [],
  done: NOTHING,
  active: NOTHING,
  blockedSince: new Map(),
  approvals: new Map(),
  names: new Map<PersonId, string>([lena, bo].map((p) => [p.id, p.name])),
  away: [],
  listOf: (part) => ({ verb: 'list', options: { show: part } }),
  ...values,
  needs: {
    handoff: NOTHING,
    approval: NOTHING,
    risk: NOTHING,
    review: NOTHING,
    blocked: NOTHING,
    overdue: NOTHING,
    stalled: NOTHING,
    unowned: NOTHING,
    ...values.needs,
  },
});
const shown = (v: DigestView) => textOf(digest(v), NOW);
const item = (key: number, values: Parameters<typeof newItem>[2] = {}) =>
  newItem(key, lena.id, { title: `Item ${key}`, ...values }).item;
const some = (...items: readonly ReturnType<typeof item>[]): Some => ({ items, total: items.length });

describe('a digest', () => {
  test('with nothing to tell says so, in one line', () => {
    expect(shown(view())).toContain('Nothing waits on anyone.');
    expect(digest(view()).summary).toBe('Design: nothing waits on anyone, 0 done');
  });

  test.each([
    ['blocked', { owner: bo.id, blockedReason: 'legal' }, '@Bo Lindqvist, waiting for legal', 'Unblock'],
    [
      'overdue',
      { owner: bo.id, due: { at: NOW - HOUR, zone: 'Europe/London', timed: true } },
      '@Bo Lindqvist, since',
      'Move the date',
    ],
    [
      'risk',
      { owner: bo.id, due: { at: NOW + HOUR, zone: 'Europe/London', timed: true } },
      '@Bo Lindqvist, due',
      'Start',
    ],
    ['stalled', { owner: bo.id, updatedAt: NOW - 100 * HOUR }, 'no word for 4 days', 'Show'],
    ['unowned', { stageSince: NOW - 3 * HOUR }, 'for 3 h', 'Claim'],
    [
      'review',
      { owner: bo.id, reviewers: [lena.id], stageSince: NOW - 2 * HOUR },
      '@Lena Vogt to review, for 2 h',
      'Finish',
    ],
  ] as const)(
    'says of what is %s whose turn it is and since when, with the act that answers it',
    (need, values, words, button) => {
      const one = view({ needs: { [need]: some(item(7, values)) } });
      expect(shown(one)).toContain('W-7 Item 7 · ');
      expect(shown(one)).toContain(words);
      expect(buttonsOf(digest(one)).map((b) => b.label)).toEqual([button]);
    },
  );

  test('names who could answer an approval, and has it read before it is answered', () => {
    const asked = item(7, { owner: bo.id });
    const approvals = new Map([[asked.id, { key: 3, asked: [lena.id], since: NOW - 2 * HOUR }]]);
    const one = view({ needs: { approval: some(asked) }, approvals });
    expect(shown(one)).toContain('W-7 Item 7 · @Lena Vogt to answer A-3, for 2 h');
    expect(buttonsOf(digest(one)).map((b) => b.action.verb)).toEqual(['approval show']);
  });

  test('tells since when something is blocked', () => {
    const one = item(7, { owner: bo.id, blockedReason: 'legal', updatedAt: NOW - HOUR });
    const blockedSince = new Map([[one.id, NOW - 50 * HOUR]]);
    expect(shown(view({ needs: { blocked: some(one) }, blockedSince }))).toContain('legal, for 2 days');
  });

  test('tells of two people on what looks like the same work, and makes it one with a press', () => {
    const mine = item(7, { owner: lena.id });
    const theirs = { ...item(9, { owner: bo.id }), createdAt: NOW - 2 * HOUR };
    const older = { ...mine, createdAt: NOW - 9 * HOUR };
    const one = view({ same: [[older, theirs]] });
    expect(shown(one)).toContain('W-7 Item 7 · @Lena Vogt, and W-9 Item 9 · @Bo Lindqvist, for 2 h');
    expect(buttonsOf(digest(one))).toMatchObject([
      { label: 'Make them one', action: { verb: 'same', options: { item: 'W-9', as: 'W-7' } } },
    ]);
    expect(digest(one).summary).toContain('1 need someone');
  });

  test('tells of no more than a few of each, and puts the rest behind a button', () => {
    const many = { items: [1, 2, 3, 4, 5, 6].map((key) => item(key)), total: 300 };
    const one = view({ needs: { unowned: many }, done: many, active: many });
    expect(shown(one).split('\n').length).toBeLessThanOrEqual(30);
    expect(buttonsOf(digest(one)).filter((b) => b.label === 'All 300')).toHaveLength(3);
    expect(digest(one).summary).toBe('Design: 300 need someone, 300 done');
  });

  test('is within thirty lines whatever there is', () => {
    const full = some(...[1, 2, 3, 4].map((key) => item(key, { owner: bo.id })));
    const needs = Object.fromEntries(NEEDS.map((need) => [need, full]));
    const same = [1, 2, 3, 4].map((key) => [item(key), item(key + 10)] as const);
    const lines = shown(
      view({ needs, same, done: full, active: full, away: [{ person: bo.id, until: null }] }),
    );
    expect(lines.split('\n').length).toBeLessThanOrEqual(30);
  });

  test('names who is away', () => {
    expect(shown(view({ away: [{ person: bo.id, until: NOW + 48 * HOUR }] }))).toMatch(
      /Away: @Bo Lindqvist until/,
    );
  });
});
