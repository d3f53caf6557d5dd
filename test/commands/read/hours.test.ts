import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHours, readSpan, writeHours, writeSpan } from '../../../src/commands/read/hours.ts';
import { DEFAULT_HOURS } from '../../../src/coordination/workspaces/workspace.ts';

const span = (from: number, to: number) => ({ from: from * 60, to: to * 60 });
const onDays = (days: readonly number[], ...spans: ReturnType<typeof span>[]) =>
  Object.fromEntries(days.map((day) => [day, spans]));
const WEEKDAYS = [1, 2, 3, 4, 5];

describe('working hours are read', () => {
  test.each([
    ['9-17', onDays(WEEKDAYS, span(9, 17))],
    ['9:00-17:30', onDays(WEEKDAYS, span(9, 17.5))],
    ['9am-5:30pm', onDays(WEEKDAYS, span(9, 17.5))],
    ['12pm-12am', null],
    ['0-24', onDays(WEEKDAYS, span(0, 24))],
    ['9:00 – 17:00', onDays(WEEKDAYS, span(9, 17))],
    ['weekdays 9-17', onDays(WEEKDAYS, span(9, 17))],
    ['daily 9-12', onDays([1, 2, 3, 4, 5, 6, 7], span(9, 12))],
    ['Mon-Thu 9-17 Fri 9-13', { ...onDays([1, 2, 3, 4], span(9, 17)), ...onDays([5], span(9, 13)) }],
    ['mon-fri 9-17, sat 10-12', { ...onDays(WEEKDAYS, span(9, 17)), ...onDays([6], span(10, 12)) }],
    ['tue,thu 10:00-12:00,13:00-16:00', onDays([2, 4], span(10, 12), span(13, 16))],
    ['tue, thursday 10-12 13-16', onDays([2, 4], span(10, 12), span(13, 16))],
    ['sun-thu 9-17', onDays([7, 1, 2, 3, 4], span(9, 17))],
    ['sat 9-12; sun 10-12', { ...onDays([6], span(9, 12)), ...onDays([7], span(10, 12)) }],
    ['mon 9-12 mon 13-17', onDays([1], span(13, 17))],
  ])('%s', (words, hours) => {
    expect(readHours(words)).toEqual(hours);
  });

  test.each([
    '',
    'mon-fri',
    'mon-fri 9-17 sat',
    'someday 9-17',
    'monster 9-17',
    'mo 9-17',
    'mon-tue-wed 9-17',
    'mon- 9-17',
    '-fri 9-17',
    '17-9',
    '9-9',
    '25-26',
    '9:60-10',
    '9-17 and more',
    '9',
    '__proto__ 9-17',
    'constructor 9-17',
  ])('“%s” is none', (words) => {
    expect(readHours(words)).toBeNull();
  });
});

describe('written hours', () => {
  test('of the default', () => {
    expect(writeHours(DEFAULT_HOURS)).toBe('mon-fri 9:00-17:00');
    expect(writeHours({})).toBe('');
  });

  const spans = fc
    .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
    .map((edges) => edges.toSorted((a, b) => a - b).slice(0, edges.length - (edges.length % 2)))
    .map((edges) => edges.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: edges[i + 1] as number }] : [])));
  const hours = fc
    .dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), spans, {
      minKeys: 1,
      noNullPrototype: true,
    })
    .map((days) => days as Parameters<typeof writeHours>[0]);

  test('are read as what was written', () => {
    fc.assert(
      fc.property(hours, (given) => {
        expect(readHours(writeHours(given))).toEqual(given);
      }),
    );
  });

  test('fit the form that asks for them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5', '6', '7')), (days) => {
        const given = Object.fromEntries(days.map((day) => [day, [span(9, 12), span(13, 17)]]));
        expect(writeHours(given).length).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe('a span', () => {
  test.each([
    ['20:00-8:00', { from: 1200, to: 480 }],
    ['20 - 8', { from: 1200, to: 480 }],
    ['8pm-8am', { from: 1200, to: 480 }],
    ['12am-12pm', { from: 0, to: 720 }],
    ['13pm-14pm', null],
    ['8-8', null],
    ['8', null],
    ['', null],
    ['-8-9', null],
  ])('%s', (words, expected) => {
    expect(readSpan(words)).toEqual(expected);
  });

  test('is read as what was written', () => {
    const minute = fc.integer({ min: 0, max: 1440 });
    fc.assert(
      fc.property(minute, minute, (from, to) => {
        fc.pre(from !== to);
        expect(readSpan(writeSpan({ from, to }))).toEqual({ from, to });
      }),
    );
  });
});

test.each([' ', '9-17 ', 'mon,', '-', 'mon-', '9:00', ' -'])(
  '200 characters of “%s” are read at once',
  (piece) => {
    const before = process.cpuUsage();
    readHours(`a${piece.repeat(200)}b`.slice(0, 200));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(200);
  },
);
