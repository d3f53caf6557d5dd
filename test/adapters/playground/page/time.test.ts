import { describe, expect, test } from 'vitest';
import {
  city,
  clockTime,
  DAY,
  dayHeading,
  fromLocal,
  HOUR,
  lengthOfTime,
  nextWorkingMorning,
  shortInstant,
  toLocal,
  wholeInstant,
} from '../../../../src/adapters/playground/page/words/time.ts';

const at = (iso: string): number => Date.parse(iso);
const LONDON = 'Europe/London';

describe('a time of day', () => {
  test('is that of the zone, by 24 hours, midnight being 00:00', () => {
    expect(clockTime(at('2026-10-13T13:05:00Z'), LONDON)).toBe('14:05');
    expect(clockTime(at('2026-10-13T13:05:00Z'), 'Asia/Tokyo')).toBe('22:05');
    expect(clockTime(at('2026-01-01T00:00:00Z'), LONDON)).toBe('00:00');
  });

  test('of an unknown zone is that of UTC', () => {
    expect(clockTime(at('2026-10-13T13:05:00Z'), 'Mars/Olympus')).toBe('13:05');
  });
});

describe('the heading of a day', () => {
  const now = at('2026-10-13T22:30:00Z');
  test.each([
    ['2026-10-13T08:00:00Z', LONDON, 'Today'],
    ['2026-10-12T22:59:00Z', LONDON, 'Yesterday'],
    ['2026-10-12T23:30:00Z', LONDON, 'Today'],
    ['2026-10-13T08:00:00Z', 'Asia/Tokyo', 'Yesterday'],
    ['2026-10-05T08:00:00Z', LONDON, 'Monday, 5 October'],
    ['2025-12-31T08:00:00Z', LONDON, 'Wednesday, 31 December 2025'],
  ])('of %s in %s is %s', (iso, zone, heading) => {
    expect(dayHeading(at(iso), now, zone)).toBe(heading);
  });
});

describe('an instant in few words', () => {
  const now = at('2026-10-13T12:00:00Z');
  test.each([
    ['2026-10-13T16:00:00Z', true, 'today 17:00'],
    ['2026-10-14T16:00:00Z', false, 'tomorrow'],
    ['2026-10-12T16:00:00Z', true, 'yesterday 17:00'],
    ['2026-10-16T16:00:00Z', true, 'Fri 16 Oct 17:00'],
    ['2027-01-04T09:00:00Z', false, 'Mon 4 Jan 2027'],
  ])('%s, timed %s, is %s', (iso, timed, words) => {
    expect(shortInstant(at(iso), timed, now, LONDON)).toBe(words);
  });

  test('whole, it names the zone', () => {
    expect(wholeInstant(at('2026-10-16T16:00:00Z'), true, LONDON)).toBe(
      'Friday 16 October 2026, 17:00 (London)',
    );
  });
});

test('a zone is known by its city', () => {
  expect(city('America/New_York')).toBe('New York');
  expect(city('UTC')).toBe('UTC');
});

test.each([
  [40 * 60_000, '40 min'],
  [3 * HOUR, '3 h'],
  [3 * HOUR + 20 * 60_000, '3 h 20 min'],
  [DAY, '1 day'],
  [2 * DAY + 4 * HOUR, '2 days 4 h'],
])('%i milliseconds are %s', (milliseconds, words) => {
  expect(lengthOfTime(milliseconds)).toBe(words);
});

describe('a local time', () => {
  test.each([
    ['2026-10-13T09:00', LONDON, '2026-10-13T08:00:00.000Z'],
    ['2026-07-01T09:00', 'America/New_York', '2026-07-01T13:00:00.000Z'],
    ['2026-07-01T09:00', 'Asia/Kolkata', '2026-07-01T03:30:00.000Z'],
    // The clocks went forward at 01:00: half past one never was.
    ['2026-03-29T01:30', LONDON, '2026-03-29T01:30:00.000Z'],
    // They went back at 02:00: half past one was twice, the first counts.
    ['2026-10-25T01:30', LONDON, '2026-10-25T00:30:00.000Z'],
  ])('%s in %s is %s', (local, zone, iso) => {
    expect(new Date(fromLocal(local, zone)).toISOString()).toBe(iso);
  });

  test('and back is the same', () => {
    expect(toLocal(fromLocal('2026-10-13T09:05', LONDON), LONDON)).toBe('2026-10-13T09:05');
  });
});

describe('the next working morning', () => {
  test.each([
    ['a Tuesday night', '2026-10-13T22:00:00Z', LONDON, '2026-10-14T08:00:00.000Z'],
    ['a Tuesday before nine', '2026-10-13T07:59:00Z', LONDON, '2026-10-13T08:00:00.000Z'],
    ['nine itself', '2026-10-13T08:00:00Z', LONDON, '2026-10-14T08:00:00.000Z'],
    ['a Friday noon', '2026-10-16T12:00:00Z', LONDON, '2026-10-19T08:00:00.000Z'],
    ['a Friday noon before the clocks go back', '2026-10-23T12:00:00Z', LONDON, '2026-10-26T09:00:00.000Z'],
    [
      'a Sunday in London that is Monday in Auckland',
      '2026-10-11T19:00:00Z',
      'Pacific/Auckland',
      '2026-10-11T20:00:00.000Z',
    ],
  ])('after %s', (_, now, zone, iso) => {
    expect(new Date(nextWorkingMorning(at(now), zone)).toISOString()).toBe(iso);
  });
});
