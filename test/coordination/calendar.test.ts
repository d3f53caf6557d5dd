import { describe, expect, it } from 'vitest';
import {
  addWorking,
  addWorkingDays,
  endOfWorkingDate,
  endOfWorkingDay,
  formatDuration,
  formatInstant,
  hasDate,
  instantAt,
  isLocalDate,
  isQuiet,
  isWorking,
  isZone,
  localDate,
  nextAudible,
  nextWorking,
  startOfDay,
  type WorkingTime,
  workingBetween,
} from '../../src/coordination/calendar.ts';

const HOUR = 3_600_000;
const nineToFive = [{ from: 540, to: 1020 }];
const london: WorkingTime = {
  zone: 'Europe/London',
  hours: { 1: nineToFive, 2: nineToFive, 3: nineToFive, 4: nineToFive, 5: nineToFive },
  holidays: new Set(['2026-12-25']),
  halfDays: new Map(),
  away: null,
};
const nobody: WorkingTime = {
  zone: 'Europe/London',
  hours: {},
  holidays: new Set(),
  halfDays: new Map(),
  away: null,
};
const nights: WorkingTime = {
  zone: 'Europe/London',
  hours: { 5: [{ from: 1320, to: 1800 }] },
  holidays: new Set(),
  halfDays: new Map(),
  away: null,
};
const quiet = { from: 1200, to: 480 };

const utc = (words: string): number => Date.parse(`${words}Z`);
const iso = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString().slice(0, 16);

describe('the clock on the wall', () => {
  it.each([
    ['2026-10-20', 540, 'Europe/London', '2026-10-20T08:00'],
    ['2026-10-20', 1440 + 540, 'Europe/London', '2026-10-21T08:00'],
    // Gaps: the first valid instant after.
    ['2026-03-29', 90, 'Europe/London', '2026-03-29T01:00'],
    ['2026-03-08', 150, 'America/New_York', '2026-03-08T07:00'],
    ['2026-10-04', 135, 'Australia/Lord_Howe', '2026-10-03T15:30'],
    ['2011-12-30', 570, 'Pacific/Apia', '2011-12-30T10:00'],
    ['2026-09-06', 0, 'America/Santiago', '2026-09-06T04:00'],
    // Overlaps: the first of the two.
    ['2026-10-25', 90, 'Europe/London', '2026-10-25T00:30'],
    ['2026-11-01', 90, 'America/New_York', '2026-11-01T05:30'],
    ['2026-04-05', 105, 'Australia/Lord_Howe', '2026-04-04T14:45'],
    ['2026-10-20', 540, 'Asia/Kathmandu', '2026-10-20T03:15'],
  ])('shows %s and %i minutes in %s at %s', (date, minutes, zone, expected) => {
    expect(iso(instantAt(date, minutes, zone))).toBe(expected);
  });

  it('knows the local date of an instant and when that date began', () => {
    expect(localDate(utc('2026-10-20T23:30'), 'Asia/Kathmandu')).toBe('2026-10-21');
    expect(iso(startOfDay(utc('2026-10-20T23:30'), 'Asia/Kathmandu'))).toBe('2026-10-20T18:15');
    expect(iso(startOfDay(utc('2026-09-06T12:00'), 'America/Santiago'))).toBe('2026-09-06T04:00');
  });

  it('misses the date that Apia jumped over', () => {
    expect(hasDate('2011-12-30', 'Pacific/Apia')).toBe(false);
    expect(hasDate('2011-12-31', 'Pacific/Apia')).toBe(true);
  });

  it.each([
    ['Europe/London', true],
    ['america/new_york', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Asia/Calcutta', true],
    ['UTC', true],
    ['Etc/GMT+5', true],
    ['+05:30', false],
    ['Z', false],
    ['Mars/Olympus', false],
    ['Europe/London ', false],
    ['2026-10-20T00:00Z[Europe/London]', false],
    ['', false],
    ['a'.repeat(8000), false],
  ])('takes %s for a zone: %s', (name, expected) => {
    expect(isZone(name)).toBe(expected);
  });

  it.each([
    ['2026-02-28', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['26-01-01', false],
    ['2026-01-01T00:00', false],
  ])('takes %s for a date: %s', (words, expected) => {
    expect(isLocalDate(words)).toBe(expected);
  });
});

describe('working time', () => {
  it.each([
    ['2026-10-20T07:59', false],
    ['2026-10-20T08:00', true],
    ['2026-10-20T15:59', true],
    ['2026-10-20T16:00', false],
    ['2026-10-24T10:00', false],
    ['2026-10-26T09:00', true],
    ['2026-12-25T10:00', false],
  ])('at %s is working: %s', (at, expected) => {
    expect(isWorking(utc(at), london)).toBe(expected);
  });

  it('starts again on Monday after a clock change, and after a holiday and a weekend', () => {
    expect(iso(nextWorking(utc('2026-10-23T16:00'), london))).toBe('2026-10-26T09:00');
    expect(iso(nextWorking(utc('2026-12-24T17:00'), london))).toBe('2026-12-28T09:00');
    expect(iso(nextWorking(utc('2026-10-20T10:00'), london))).toBe('2026-10-20T10:00');
  });

  it('ends a working day rather than starting the next', () => {
    expect(iso(addWorking(utc('2026-10-23T08:00'), 8 * HOUR, london))).toBe('2026-10-23T16:00');
    expect(iso(addWorking(utc('2026-10-23T08:00'), 8 * HOUR + 1, london))).toBe('2026-10-26T09:00');
    expect(iso(addWorking(utc('2026-10-24T12:00'), 0, london))).toBe('2026-10-24T12:00');
  });

  it('counts hours over a weekend of 49 hours as no more than the days hold', () => {
    expect(workingBetween(utc('2026-10-23T15:00'), utc('2026-10-26T10:00'), london)).toBe(2 * HOUR);
    expect(workingBetween(utc('2026-10-26T10:00'), utc('2026-10-23T15:00'), london)).toBe(0);
  });

  it('counts spans past midnight, and spans that overlap once', () => {
    expect(isWorking(utc('2026-10-24T04:59'), nights)).toBe(true);
    expect(workingBetween(utc('2026-10-23T00:00'), utc('2026-10-26T00:00'), nights)).toBe(8 * HOUR);
    const twice = { ...london, hours: { 2: [...nineToFive, { from: 600, to: 1080 }] } };
    expect(workingBetween(utc('2026-10-20T00:00'), utc('2026-10-21T00:00'), twice)).toBe(9 * HOUR);
  });

  it.each([
    ['2026-10-23T10:00', 1, '2026-10-26T11:00'],
    ['2026-10-26T11:00', -1, '2026-10-23T10:00'],
    ['2026-10-24T10:00', 1, '2026-10-26T11:00'],
    ['2026-12-24T10:00', 1, '2026-12-28T10:00'],
    ['2026-10-24T10:00', 0, '2026-10-24T10:00'],
  ])('from %s, %i working days on, it is %s', (at, days, expected) => {
    expect(iso(addWorkingDays(utc(at), days, london))).toBe(expected);
  });

  it('is never for those who have no hours', () => {
    expect(nextWorking(0, nobody)).toBeNull();
    expect(addWorking(0, HOUR, nobody)).toBeNull();
    expect(addWorkingDays(0, 1, nobody)).toBeNull();
    expect(nextAudible(0, nobody, quiet)).toBeNull();
    expect(isQuiet(0, nobody, quiet)).toBe(true);
    expect(workingBetween(0, 1e12, nobody)).toBe(0);
  });

  it('ends each day on that day, days off too', () => {
    expect(iso(endOfWorkingDay(utc('2026-10-20T22:00'), london))).toBe('2026-10-20T16:00');
    expect(iso(endOfWorkingDay(utc('2026-10-24T10:00'), london))).toBe('2026-10-24T16:00');
    expect(iso(endOfWorkingDay(utc('2026-12-25T10:00'), london))).toBe('2026-12-25T17:00');
    expect(iso(endOfWorkingDate('2026-10-23', nights))).toBe('2026-10-23T22:59');
    expect(iso(endOfWorkingDate('2026-10-23', nobody))).toBe('2026-10-23T22:59');
  });
});

describe('quiet hours', () => {
  it.each([
    ['2026-10-20T06:59', true, '2026-10-20T07:00'],
    ['2026-10-20T07:00', false, '2026-10-20T07:00'],
    ['2026-10-20T18:59', false, '2026-10-20T18:59'],
    ['2026-10-20T19:00', true, '2026-10-21T07:00'],
    ['2026-10-23T19:00', true, '2026-10-26T08:00'],
    ['2026-12-25T12:00', true, '2026-12-28T08:00'],
  ])('at %s are quiet: %s, audible from %s', (at, expected, next) => {
    expect(isQuiet(utc(at), london, quiet)).toBe(expected);
    expect(iso(nextAudible(utc(at), london, quiet))).toBe(next);
  });

  it('may lie within a day, or be none', () => {
    expect(isQuiet(utc('2026-10-20T11:30'), london, { from: 720, to: 780 })).toBe(true);
    expect(isQuiet(utc('2026-10-20T12:00'), london, { from: 720, to: 780 })).toBe(false);
    expect(isQuiet(utc('2026-10-20T02:00'), london, { from: 0, to: 0 })).toBe(false);
  });
});

describe('words for time', () => {
  const now = utc('2026-10-20T12:00');
  it.each([
    ['2026-10-20T16:00', true, 'today 17:00'],
    ['2026-10-20T16:00', false, 'today'],
    ['2026-10-21T08:05', true, 'tomorrow 09:05'],
    ['2026-10-19T16:00', false, 'yesterday'],
    ['2026-10-23T16:00', true, 'Fri 23 Oct 17:00'],
    ['2026-10-23T16:00', false, 'Fri 23 Oct'],
    ['2027-01-04T09:00', true, 'Mon 4 Jan 2027 09:00'],
  ])('call %s (timed: %s) %s', (at, timed, words) => {
    expect(formatInstant(utc(at), 'Europe/London', { timed, now })).toBe(words);
  });

  it.each([
    [0, '1 min'],
    [45 * 60_000, '45 min'],
    [3 * HOUR, '3 h'],
    [1.5 * HOUR, '1 h 30 min'],
    [24 * HOUR, '1 day'],
    [47 * HOUR, '2 days'],
    [10 * 24 * HOUR, '10 days'],
    [20 * 60_000 + 10 * HOUR, '10 h 20 min'],
  ])('call %i ms %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});
