import { describe, expect, test } from 'vitest';
import { createHolidays } from '../../../src/adapters/holidays/holidays.ts';

const holidays = createHolidays();

describe('a region', () => {
  test.each(['DE', 'DE-BY', 'GB-ENG', 'US-NY', 'AU-NSW', 'NZ', 'IN'])('%s is known', (code) => {
    expect(holidays.isRegion(code)).toBe(true);
  });

  test.each([
    '',
    'de',
    'ZZ',
    'GB-ZZZ',
    'GB-ENG-XX',
    'Europe/London',
    '../../etc',
    'DE-BY-A-B',
    'constructor',
  ])('“%s” is none', (code) => {
    expect(holidays.isRegion(code)).toBe(false);
  });
});

// From the gazettes of each: gov.uk, opm.gov and New York's General Construction Law, the Länder's holiday acts.
describe.each<[code: string, off: readonly string[], on: readonly string[]]>([
  [
    'GB-ENG',
    ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-08-31', '2026-12-28'],
    ['2026-03-17', '2026-07-13', '2026-11-30'],
  ],
  ['US-NY', ['2026-07-03', '2026-11-26', '2026-12-25'], ['2026-04-03', '2026-12-28', '2026-05-01']],
  ['DE', ['2026-05-01', '2026-10-03', '2026-12-25'], ['2026-01-06', '2026-11-01', '2026-12-24']],
  ['DE-BY', ['2026-01-06', '2026-11-01'], ['2026-10-31']],
  ['AU-NSW', ['2026-01-26', '2026-06-08', '2026-10-05'], ['2026-08-03', '2026-11-03']],
])('%s', (code, off, on) => {
  const days = holidays.daysOff(code);

  test.each(off)('%s is off', (date) => expect(days.holidays.has(date)).toBe(true));
  test.each(on)('%s is not', (date) => expect(days.holidays.has(date)).toBe(false));
});

test('a day that ends early is a half-day, in every year', () => {
  const { halfDays } = holidays.daysOff('DE');
  expect(['2026-12-24', '2027-12-31', '2030-12-24'].map((date) => halfDays.get(date))).toEqual([
    840, 840, 840,
  ]);
  expect(halfDays.get('2026-12-23')).toBeUndefined();
});
