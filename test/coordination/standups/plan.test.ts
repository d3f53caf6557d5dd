import { describe, expect, test } from 'vitest';
import type { PersonId } from '../../../src/coordination/ids.ts';
import { parseRule } from '../../../src/coordination/schedule.ts';
import {
  asksOf,
  missedRounds,
  nextDue,
  nextRound,
  promptAt,
  roundToAnswer,
  shouldAsk,
  timing,
} from '../../../src/coordination/standups/plan.ts';
import type { Round } from '../../../src/coordination/standups/standup.ts';

const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? 'never' : new Date(ms).toISOString();
const LENA = 'lena' as PersonId;

const standup = (values: Partial<Parameters<typeof nextRound>[0]> & { window?: number } = {}) => ({
  rule: parseRule('weekdays 09:30'),
  zone: 'Europe/London',
  clock: 'channel' as const,
  since: at('2026-01-01T00:00:00Z'),
  paused: false,
  window: 60,
  ...values,
});

describe('should this person be asked at this instant?', () => {
  const nobodyAway = null;
  const until = (iso_: string | null) => ({
    from: at('2026-03-01T00:00:00Z'),
    to: iso_ === null ? null : at(iso_),
    delegate: null,
  });
  const NINE_THIRTY = '2026-03-02T09:30:00Z';
  test.each([
    // person's zone, away, holiday, answered, asked at, now, what is to be done
    ['Europe/London', nobodyAway, '', false, NINE_THIRTY, '2026-03-02T09:29:59Z', 'waiting'],
    ['Europe/London', nobodyAway, '', false, NINE_THIRTY, '2026-03-02T09:30:00Z', 'ask'],
    ['Europe/London', nobodyAway, '', false, NINE_THIRTY, '2026-03-02T11:30:00Z', 'ask'],
    ['Europe/London', nobodyAway, '', false, NINE_THIRTY, '2026-03-02T11:30:00.001Z', 'missed'],
    ['Europe/London', nobodyAway, '', true, NINE_THIRTY, '2026-03-02T09:30:00Z', 'early'],
    ['Europe/London', nobodyAway, '2026-03-02', false, NINE_THIRTY, '2026-03-02T09:30:00Z', 'holiday'],
    ['Europe/London', nobodyAway, '2026-03-03', false, NINE_THIRTY, '2026-03-02T09:30:00Z', 'ask'],
    // 09:30 in London is the next day in Auckland.
    [
      'Pacific/Auckland',
      nobodyAway,
      '2026-03-02',
      false,
      '2026-03-02T11:30:00Z',
      '2026-03-02T11:30:00Z',
      'ask',
    ],
    [
      'Pacific/Auckland',
      nobodyAway,
      '2026-03-03',
      false,
      '2026-03-02T11:30:00Z',
      '2026-03-02T11:30:00Z',
      'holiday',
    ],
    ['Europe/London', until('2026-03-02T09:30:00Z'), '', false, NINE_THIRTY, NINE_THIRTY, 'ask'],
    ['Europe/London', until('2026-03-02T09:30:01Z'), '', false, NINE_THIRTY, NINE_THIRTY, 'away'],
    ['Europe/London', until(null), '', false, NINE_THIRTY, NINE_THIRTY, 'away'],
    ['Europe/London', until(null), '', true, NINE_THIRTY, NINE_THIRTY, 'early'],
  ] as const)(
    'in %s, away %j, on holiday “%s”, answered %s, due %s, at %s: %s',
    (zone, away, holiday, answered, due, now, expected) => {
      const time = { zone, holidays: new Set<string>(holiday ? [holiday] : []) };
      expect(shouldAsk({ at: at(due), now: at(now), time, away, skipsHolidays: true, answered })).toBe(
        expected,
      );
    },
  );

  test('a standup that keeps holidays asks on them', () => {
    const time = { zone: 'Europe/London', holidays: new Set(['2026-03-02']) };
    const now = at(NINE_THIRTY);
    expect(shouldAsk({ at: now, now, time, away: null, skipsHolidays: false, answered: false })).toBe('ask');
  });
});

describe('what is next', () => {
  test.each([
    ['before its time today', null, '2026-03-02T08:00:00Z', '2026-03-02T09:30:00.000Z'],
    ['up to 2 h late', null, '2026-03-02T11:30:00Z', '2026-03-02T09:30:00.000Z'],
    ['later, the next day', null, '2026-03-02T11:30:01Z', '2026-03-03T09:30:00.000Z'],
    ['over the weekend', '2026-03-06', '2026-03-06T09:31:00Z', '2026-03-09T09:30:00.000Z'],
    ['across the change of clocks', '2026-03-27', '2026-03-27T10:00:00Z', '2026-03-30T08:30:00.000Z'],
    ['once a date', '2026-03-02', '2026-03-02T08:00:00Z', '2026-03-03T09:30:00.000Z'],
  ])('%s', (_name, last, now, expected) => {
    expect(iso(nextRound(standup(), last, at(now), [])?.opensAt)).toBe(expected);
  });

  test('nothing before it was made, and nothing while it is paused', () => {
    const since = at('2026-03-02T09:31:00Z');
    expect(nextRound(standup({ since }), null, since, [])?.date).toBe('2026-03-03');
    expect(nextRound(standup({ paused: true }), null, since, [])).toBeNull();
  });

  test('where people are asked by their own clocks, a round begins with the first of them', () => {
    const each = standup({ clock: 'each' });
    const zones = [
      'America/Los_Angeles',
      'Europe/London',
      'Asia/Kolkata',
      'Australia/Sydney',
      'America/New_York',
    ];
    const next = nextRound(each, '2026-03-01', at('2026-03-01T12:00:00Z'), zones);
    expect(iso(next?.opensAt)).toBe('2026-03-01T22:30:00.000Z');
    expect(zones.map((zone) => iso(promptAt(each, '2026-03-02', zone)))).toEqual([
      '2026-03-02T17:30:00.000Z',
      '2026-03-02T09:30:00.000Z',
      '2026-03-02T04:00:00.000Z',
      '2026-03-01T22:30:00.000Z',
      '2026-03-02T14:30:00.000Z',
    ]);
  });

  test('a time that the clocks skip is asked at the first instant after, one that comes twice at the first', () => {
    const newYork = standup({ rule: parseRule('daily 02:30'), zone: 'America/New_York' });
    expect(iso(promptAt(newYork, '2026-03-08', 'UTC'))).toBe('2026-03-08T07:00:00.000Z');
    const lordHowe = standup({ rule: parseRule('daily 01:45'), zone: 'Australia/Lord_Howe' });
    expect(iso(promptAt(lordHowe, '2026-04-05', 'UTC'))).toBe('2026-04-04T14:45:00.000Z');
  });

  test('rounds that nobody ran are named, each date once, those that may still run left out', () => {
    const found = missedRounds(standup(), '2026-03-04', at('2026-03-10T11:30:00Z'));
    expect(found.map(({ date }) => date)).toEqual(['2026-03-05', '2026-03-06', '2026-03-09']);
    expect(missedRounds(standup(), '2026-03-09', at('2026-03-10T11:30:00.001Z'))).toHaveLength(1);
    expect(missedRounds(standup({ paused: true }), '2026-03-04', at('2026-03-10T11:30:00Z'))).toEqual([]);
  });

  test('the next thing due is the first of who waits, the digest and the round to come', () => {
    const asks = asksOf(standup({ clock: 'each' }), '2026-03-02', new Map([[LENA, 'America/New_York']]), 0);
    const open = round({ asks, postsAt: at('2026-03-02T10:30:00Z') });
    expect(iso(nextDue([open], null))).toBe('2026-03-02T10:30:00.000Z');
    expect(iso(nextDue([{ ...open, postsAt: at('2026-03-02T20:00:00Z') }], null))).toBe(
      '2026-03-02T14:30:00.000Z',
    );
    const asked = asks.map((ask) => ({ ...ask, state: 'asked' as const }));
    expect(iso(nextDue([{ ...open, asks: asked }], null))).toBe('2026-03-02T10:30:00.000Z');
    expect(nextDue([], null)).toBeNull();
  });
});

const round = (values: Partial<Round>): Round => ({
  id: 'round' as Round['id'],
  standup: 'standup' as Round['standup'],
  date: '2026-03-02',
  state: 'open',
  because: null,
  openedAt: at('2026-03-02T09:30:00Z'),
  postsAt: at('2026-03-02T10:30:00Z'),
  postedAt: null,
  lateBy: 0,
  asks: [],
  report: null,
  ...values,
});

describe('which round an answer is for', () => {
  const MONDAY = round({});
  test.each([
    ['the night before: the one to come, early', [], [], '2026-03-01T21:00:00Z', '2026-03-02'],
    ['a day and more before: none', [], [], '2026-02-28T12:00:00Z', null],
    ['while it goes on', [MONDAY], [], '2026-03-02T10:00:00Z', '2026-03-02'],
    ['once more while it goes on', [MONDAY], ['2026-03-02'], '2026-03-02T10:00:00Z', '2026-03-02'],
    ['the same day, late', [MONDAY], [], '2026-03-02T15:00:00Z', '2026-03-02'],
    [
      'in the evening, having answered: the next',
      [MONDAY],
      ['2026-03-02'],
      '2026-03-02T20:00:00Z',
      '2026-03-03',
    ],
    ['past midnight: the next', [MONDAY], [], '2026-03-03T01:00:00Z', '2026-03-03'],
  ] as const)('%s', (_name, rounds, answered, now, expected) => {
    const me = { person: LENA, zone: 'Europe/London', answered: new Set<string>(answered) };
    expect(roundToAnswer(standup(), rounds, me, at(now))?.date ?? null).toBe(expected);
  });

  test('in time until the window closes, late for a day, then over', () => {
    const closes = at('2026-03-02T10:30:00Z');
    expect(timing(closes, closes)).toBe('in time');
    expect(timing(closes, closes + 1)).toBe('late');
    expect(timing(closes, closes + 24 * HOUR)).toBe('late');
    expect(timing(closes, closes + 24 * HOUR + 1)).toBe('over');
  });
});
