import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../../src/coordination/ids.ts';
import { type Away, type Candidate, isAway, standIn } from '../../../src/coordination/people/away.ts';

const NOW = Date.parse('2026-03-04T10:00Z');
const DAY = 86_400_000;
const nine = [{ from: 540, to: 1020 }];

const candidate = (name: string, back: number | null | 'here'): Candidate => {
  const away: Away | null = back === 'here' ? null : { from: NOW - DAY, to: back, delegate: null };
  return {
    person: name as PersonId,
    away,
    time: {
      zone: 'UTC',
      hours: { 1: nine, 2: nine, 3: nine, 4: nine, 5: nine },
      holidays: new Set(),
      halfDays: new Map(),
      away,
    },
  };
};
const here = (name: string) => candidate(name, 'here');
const gone = (name: string, days: number | null) => candidate(name, days === null ? null : NOW + days * DAY);

describe('who is asked in the place of someone', () => {
  test.each<[string, Candidate, Candidate | null, Candidate | null, string, string]>([
    ['they, while they are here', here('lena'), here('bo'), here('ana'), 'lena', 'self'],
    ['their delegate', gone('lena', 5), here('bo'), here('ana'), 'bo', 'delegate'],
    [
      'their lead, where the delegate is away too',
      gone('lena', 5),
      gone('bo', 1),
      here('ana'),
      'ana',
      'lead',
    ],
    ['their lead, where nobody was named', gone('lena', 5), null, here('ana'), 'ana', 'lead'],
    ['of all away, who is back first', gone('lena', 5), gone('bo', 2), gone('ana', 1), 'ana', 'first back'],
    ['of all away, they, should they be first', gone('lena', 1), gone('bo', 2), null, 'lena', 'self'],
    ['nobody who never comes back', gone('lena', null), gone('bo', 9), gone('ana', null), 'bo', 'first back'],
    ['they, where there is nobody else', gone('lena', null), null, null, 'lena', 'self'],
  ])('%s', (_who, self, delegate, lead, person, as) => {
    expect(standIn(self, delegate, lead, NOW)).toEqual({ person, as });
  });
});

test.each([
  ['before it begins', { from: NOW + 1, to: null }, false],
  ['from its first instant on', { from: NOW, to: NOW + 1 }, true],
  ['once it has ended', { from: NOW - 2, to: NOW }, false],
  ['for as long as nobody knows', { from: NOW - 9 * DAY, to: null }, true],
] as const)('someone is away %s: %s', (_when, span, expected) => {
  expect(isAway({ ...span, delegate: null }, NOW)).toBe(expected);
});
