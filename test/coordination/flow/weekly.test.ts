import { describe, expect, test } from 'vitest';
import { weeksAsCsv, weeksAsJson } from '../../../src/coordination/flow/export.ts';
import { picture } from '../../../src/coordination/flow/picture.ts';
import {
  clearShare,
  onTimeShare,
  sharedShare,
  type Week,
  waitingShare,
  weeksUntil,
} from '../../../src/coordination/flow/week.ts';
import { weekly } from '../../../src/coordination/flow/weekly.ts';
import { type Message, picturesOf } from '../../../src/coordination/message.ts';
import { buttonsOf, textOf } from '../../support/message-text.ts';
import { BUSY, DAY, HOUR, NOTHING, NOW, weeks } from './weeks.ts';

const week = (values: Partial<Week>): Week => ({ ...NOTHING, from: 0, to: 7 * DAY, ...values });

describe('weeks', () => {
  test('end now, and begin at the same local time, also where the clocks change', () => {
    const bounds = weeksUntil(Date.parse('2026-11-01T17:00:00Z'), 'America/New_York', 2);
    expect(bounds.map((at) => new Date(at).toISOString())).toEqual([
      '2026-10-18T16:00:00.000Z',
      '2026-10-25T16:00:00.000Z',
      '2026-11-01T17:00:00.000Z',
    ]);
  });

  test.each<[string, (one: Week) => number | null, Partial<Week>, number | null]>([
    ['on time', onTimeShare, { dated: 4, onTime: 3 }, 0.75],
    ['on time, of nothing with a date', onTimeShare, { done: 3 }, null],
    ['clear', clearShare, { counted: 8, clear: 2 }, 0.25],
    ['shared', sharedShare, { touched: 10, shared: 5 }, 0.5],
    ['waiting', waitingShare, { waits: BUSY.waits }, 0.4],
    ['waiting, of no time at all', waitingShare, {}, null],
  ])('the share %s', (_, share, values, expected) => {
    expect(share(week(values))).toBe(expected);
  });
});

const said = (all: readonly Week[], lateBy = 0): Message =>
  weekly({
    of: 'Design',
    weeks: all,
    zone: 'Europe/London',
    now: NOW,
    lateBy,
    offers: ['csv', 'json'],
    sendAs: (as) => ({ verb: 'team week', options: { as } }),
  });
const words = (message: Message): string => textOf(message, NOW).replaceAll('\u00a0', ' ');

describe('a week as a message', () => {
  test('tells each figure against the week before', () => {
    const message = said(
      weeks(2, (nth) => (nth === 1 ? BUSY : { ...BUSY, done: 9, cycle: 3 * DAY, onTime: 5 })),
    );
    const text = words(message);
    expect(text).toContain('Design: the week to Fri 20 Nov');
    expect(text).toContain('12 done, 24 open; 3 more than the week before.');
    expect(text).toContain('Cycle time: 2 days (before: 3 days)');
    expect(text).toContain('Handoffs taken after: 5 h (before: 5 h)');
    expect(text).toContain('Approvals decided after: 1 day (before: 1 day)');
    expect(text).toContain('On time: 80 % (before: 50 %)');
    expect(text).toContain('30 % review: waits on a reviewer');
    expect(text).toContain('Clarity: 75 % with all five layers (before: 75 %)');
    expect(text).toContain('Coordination: 5 h to accept, 40 % waiting (before: 5 h, 40 %)');
    expect(text).toContain('Completion: 80 % on time, 12 done (before: 50 %, 9)');
    expect(text).toContain('Collaboration: 25 % with more than one person (before: 25 %)');
    expect(buttonsOf(message).map(({ label }) => label)).toEqual(['CSV', 'JSON']);
  });

  test('has a picture, and says in words what it shows', () => {
    const [shown] = picturesOf(said(weeks(12)));
    expect(shown?.chart).toEqual(picture({ of: 'Design', weeks: weeks(12), zone: 'Europe/London' }));
    expect(shown?.alternative).toContain('between 12 and 12 done in each of 12 weeks');
    expect(shown?.alternative.replaceAll('\u00a0', ' ')).toContain(
      '40 % of the time work waited, most of it review: waits on a reviewer',
    );
  });

  test('leaves out what was measured in neither week', () => {
    const text = words(said(weeks(2, () => ({ ...BUSY, toDecide: null }))));
    expect(text).not.toContain('Approvals decided');
    expect(text).toContain('Handoffs taken');
  });

  test('begins its picture with the first week that had work', () => {
    const [shown] = picturesOf(said(weeks(12, (nth) => (nth < 9 ? {} : BUSY))));
    expect(shown?.chart.title).toBe('Design: 3 weeks');
    expect(shown?.alternative).toContain('in each of 3 weeks');
  });

  test('of one week alone compares with nothing', () => {
    const text = words(said(weeks(1)));
    expect(text).toContain('12 done, 24 open.');
    expect(text).not.toContain('before');
  });

  test('without any work says so, with no picture', () => {
    const message = said(weeks(12, () => ({})));
    expect(words(message)).toContain('There is no work to count yet.');
    expect(picturesOf(message)).toEqual([]);
  });

  test('says that it is late', () => {
    expect(words(said(weeks(2), HOUR))).toContain('1 h late.');
    expect(words(said(weeks(2)))).not.toContain('late.');
  });
});

describe('weeks as figures', () => {
  test('CSV has a line for each week, in hours and shares', () => {
    const [head, line, ...rest] = weeksAsCsv(weeks(1)).split('\r\n');
    expect(head?.split(',').length).toBe(line?.split(',').length);
    const row = Object.fromEntries((head ?? '').split(',').map((name, n) => [name, line?.split(',')[n]]));
    expect(row).toMatchObject({
      to: '2026-11-20T16:00:00.000Z',
      done: '12',
      cycle_hours: '48',
      on_time_share: '0.8',
      waiting_share: '0.4',
    });
    expect(rest).toEqual(['']);
  });

  test('what was not measured is empty in CSV and null in JSON', () => {
    const nothing = weeks(1, () => ({}));
    expect(weeksAsCsv(nothing)).toContain(',0,,0,,');
    expect(JSON.parse(weeksAsJson('Design', nothing))).toMatchObject({
      of: 'Design',
      weeks: [{ done: 0, cycle_hours: null, waits: [] }],
    });
  });
});
