import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantAt, localDate } from '../../src/coordination/calendar.ts';
import { Refusal } from '../../src/coordination/errors.ts';
import { occurrences, parseRule } from '../../src/coordination/schedule.ts';

const WEEKDAYS = [1, 2, 3, 4, 5];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const rule = { everyWeeks: 1, start: null };

const next = (words: string, zone: string, date: string, count: number): string[] =>
  occurrences(parseRule(words), zone, instantAt(date, 0, zone), count).map((o) =>
    new Date(o.at).toISOString().replace(':00.000Z', 'Z'),
  );

describe('a recurrence in words', () => {
  it.each([
    ['weekdays 09:30', { ...rule, weekdays: WEEKDAYS, minute: 570 }],
    ['  Every  weekday at 9:30 ', { ...rule, weekdays: WEEKDAYS, minute: 570 }],
    ['daily 8:00', { ...rule, weekdays: EVERY_DAY, minute: 480 }],
    ['every day 8am', { ...rule, weekdays: EVERY_DAY, minute: 480 }],
    ['weekends 12pm', { ...rule, weekdays: [6, 7], minute: 720 }],
    ['mondays 10:00', { ...rule, weekdays: [1], minute: 600 }],
    ['mon,wed,fri 14:15', { ...rule, weekdays: [1, 3, 5], minute: 855 }],
    ['fri, mon and wed 14:15', { ...rule, weekdays: [1, 3, 5], minute: 855 }],
    ['mon-thu 5:30 pm', { ...rule, weekdays: [1, 2, 3, 4], minute: 1050 }],
    ['sun-thu 9:00', { ...rule, weekdays: [1, 2, 3, 4, 7], minute: 540 }],
    ['tues 0:00', { ...rule, weekdays: [2], minute: 0 }],
    ['daily 12am', { ...rule, weekdays: EVERY_DAY, minute: 0 }],
    ['every 2 weeks friday 16:00', { ...rule, weekdays: [5], minute: 960, everyWeeks: 2 }],
    ['every other friday 16:00', { ...rule, weekdays: [5], minute: 960, everyWeeks: 2 }],
    [
      'every 3 weeks on mon and tue at 9:00 starting 2026-10-21',
      { weekdays: [1, 2], minute: 540, everyWeeks: 3, start: '2026-10-21' },
    ],
  ])('is read from %j', (words, expected) => {
    expect(parseRule(words)).toEqual(expected);
  });

  it.each([
    '',
    'weekdays',
    '09:30',
    'weekdays 25:00',
    'weekdays 9:60',
    'weekdays 9',
    'weekdays 0am',
    'weekdays 13pm',
    'someday 9:00',
    'mo 9:00',
    'mon-wed-fri 9:00',
    'constructor 9:00',
    'every 0 weeks friday 9:00',
    'daily 9:00 starting 2026-02-30',
    'daily 9:00 and 10:00',
    `${'mon,'.repeat(2000)} 9:00`,
  ])('is refused when it is %j', (words) => {
    const read = (): unknown => parseRule(words);
    expect(read).toThrow(Refusal);
    expect(read).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'bad_option', words }) }),
    );
  });
});

describe('occurrences', () => {
  it('keep the hour of the wall when clocks go back, and leave the weekend out', () => {
    expect(next('weekdays 09:30', 'Europe/London', '2026-10-20', 10)).toEqual([
      '2026-10-20T08:30Z',
      '2026-10-21T08:30Z',
      '2026-10-22T08:30Z',
      '2026-10-23T08:30Z',
      '2026-10-26T09:30Z',
      '2026-10-27T09:30Z',
      '2026-10-28T09:30Z',
      '2026-10-29T09:30Z',
      '2026-10-30T09:30Z',
      '2026-11-02T09:30Z',
    ]);
  });

  it.each([
    [
      'America/New_York',
      '02:30',
      '2026-03-07',
      ['2026-03-07T07:30Z', '2026-03-08T07:00Z', '2026-03-09T06:30Z'],
    ],
    [
      'America/New_York',
      '01:30',
      '2026-10-31',
      ['2026-10-31T05:30Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'Australia/Sydney',
      '02:30',
      '2026-10-03',
      ['2026-10-02T16:30Z', '2026-10-03T16:00Z', '2026-10-04T15:30Z'],
    ],
    [
      'Australia/Lord_Howe',
      '02:15',
      '2026-10-03',
      ['2026-10-02T15:45Z', '2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ],
    [
      'Australia/Lord_Howe',
      '01:45',
      '2026-04-04',
      ['2026-04-03T14:45Z', '2026-04-04T14:45Z', '2026-04-05T15:15Z'],
    ],
    ['Pacific/Apia', '09:30', '2011-12-29', ['2011-12-29T19:30Z', '2011-12-30T19:30Z', '2011-12-31T19:30Z']],
    [
      'America/Santiago',
      '00:15',
      '2026-09-05',
      ['2026-09-05T04:15Z', '2026-09-06T04:00Z', '2026-09-07T03:15Z'],
    ],
    [
      'Asia/Kathmandu',
      '08:00',
      '2026-10-20',
      ['2026-10-20T02:15Z', '2026-10-21T02:15Z', '2026-10-22T02:15Z'],
    ],
  ])('in %s, daily %s, happen once a date', (zone, time, from, expected) => {
    expect(next(`daily ${time}`, zone, from, 3)).toEqual(expected);
  });

  it('begin at the instant asked for, itself included', () => {
    const nine = instantAt('2026-10-20', 540, 'Europe/London');
    const [at, after] = [nine, nine + 1].map(
      (from) => occurrences(parseRule('daily 9:00'), 'Europe/London', from, 1)[0],
    );
    expect(at).toEqual({ date: '2026-10-20', at: nine });
    expect(after?.date).toBe('2026-10-21');
    expect(occurrences(parseRule('daily 9:00'), 'Europe/London', nine, 0)).toEqual([]);
  });

  it('every other week are the same whenever one asks, and follow their start', () => {
    const fortnightly = next('every 2 weeks friday 16:00', 'Europe/London', '2026-10-05', 4);
    expect(
      next('every 2 weeks friday 16:00', 'Europe/London', fortnightly[1]?.slice(0, 10) ?? '', 3),
    ).toEqual(fortnightly.slice(1));
    expect(next('every 2 weeks mon,fri 16:00 starting 2026-10-14', 'UTC', '2026-01-01', 4)).toEqual([
      '2026-10-16T16:00Z',
      '2026-10-26T16:00Z',
      '2026-10-30T16:00Z',
      '2026-11-09T16:00Z',
    ]);
  });

  it('are in order, one for each date, on the wall of that date', () => {
    const zones = [
      'Europe/London',
      'America/New_York',
      'Australia/Sydney',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2030, 0, 1) }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, from, minute) => {
          const found = occurrences(
            { weekdays: [1, 2, 3, 4, 5, 6, 7], minute, everyWeeks: 1, start: null },
            zone,
            from,
            20,
          );
          expect(new Set(found.map((o) => o.date)).size).toBe(20);
          expect(found.every((o, i) => o.at >= from && o.at > (found[i - 1]?.at ?? 0))).toBe(true);
          expect(found.map((o) => localDate(o.at, zone))).toEqual(found.map((o) => o.date));
        },
      ),
    );
  });
});
