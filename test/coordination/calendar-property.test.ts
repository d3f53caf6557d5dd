import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorking,
  addWorkingDays,
  beforeWorking,
  isQuiet,
  isWorking,
  localDate,
  nextAudible,
  nextWorking,
  type QuietHours,
  type WorkingTime,
  workingBetween,
} from '../../src/coordination/calendar.ts';
import { type Minute, minutesOf, quietAt, works } from './calendar-model.ts';

const MINUTE = 60_000;

/** Six days each, with the change of the clock, where there is one, in the middle. */
const WINDOWS = [
  ['Europe/London', '2026-03-26'],
  ['Europe/London', '2026-10-22'],
  ['America/New_York', '2026-03-05'],
  ['America/New_York', '2026-10-29'],
  ['Australia/Sydney', '2026-04-02'],
  ['Australia/Sydney', '2026-10-01'],
  ['Australia/Lord_Howe', '2026-04-02'],
  ['Australia/Lord_Howe', '2026-10-01'],
  ['Pacific/Apia', '2011-12-27'],
  ['Pacific/Apia', '2020-09-23'],
  ['Pacific/Apia', '2021-04-01'],
  ['America/Santiago', '2026-09-03'],
  ['Africa/Casablanca', '2026-02-12'],
  ['Asia/Kathmandu', '2026-05-05'],
].map(([zone = '', from = '']) => ({ zone, minutes: minutesOf(zone, from, 6) }));

const windowOf = (window: number) => WINDOWS[window] ?? { zone: '', minutes: [] };

const span = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 900 }))
  .map(([from, length]) => ({ from, to: from + length }));
const spans = fc.array(span, { maxLength: 3 });
const hours = fc.record({ 1: spans, 2: spans, 3: spans, 4: spans, 5: spans, 6: spans, 7: spans });
const quietHours: fc.Arbitrary<QuietHours> = fc.record({
  from: fc.integer({ min: 0, max: 1439 }),
  to: fc.integer({ min: 0, max: 1439 }),
});

interface Case {
  /** The number of a window, so that a failing case prints small. */
  readonly window: number;
  readonly time: WorkingTime;
  /** Two minutes of the window, in order, by their index, past its first day and a half: the model learns the wall's time there. */
  readonly from: number;
  readonly to: number;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    window: fc.nat({ max: WINDOWS.length - 1 }),
    hours,
    dayOff: fc.integer({ min: 0, max: 20 }),
    halfDay: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1439 })),
    away: fc.option(
      fc.tuple(fc.integer({ min: 0, max: 8639 }), fc.option(fc.integer({ min: 0, max: 5000 }))),
    ),
    ends: fc.tuple(fc.integer({ min: 2160, max: 8639 }), fc.integer({ min: 2160, max: 8639 })),
  })
  .map(({ window, hours, dayOff, halfDay: [day, ending], away, ends }) => {
    const { zone, minutes } = windowOf(window);
    const off = minutes[dayOff * 1440];
    const half = minutes[day * 1440 + 720] as Minute;
    const leaves = away && (minutes[away[0]] as Minute).at;
    return {
      window,
      time: {
        zone,
        hours,
        holidays: new Set(off ? [localDate(off.at, zone)] : []),
        halfDays: new Map([[localDate(half.at, zone), ending]]),
        away: away && {
          from: leaves as number,
          to: away[1] === null ? null : (leaves as number) + away[1] * MINUTE,
        },
      },
      from: Math.min(...ends),
      to: Math.max(...ends),
    };
  });

const at = (window: number, i: number): number => windowOf(window).minutes[i]?.at ?? Number.NaN;
const minutesFrom = (window: number, from: number, to?: number): readonly Minute[] =>
  windowOf(window).minutes.slice(from, to);

describe('working time agrees with a minute-by-minute model', () => {
  it('is working, and next works, exactly when the model does', () => {
    fc.assert(
      fc.property(cases, ({ window, time, from }) => {
        const instant = at(window, from);
        const next = minutesFrom(window, from).find((minute) => works(minute, time));
        expect(isWorking(instant, time)).toBe(next?.at === instant);
        if (next) expect(nextWorking(instant, time)).toBe(next.at);
      }),
      { numRuns: 400 },
    );
  });

  it('measures and adds the minutes that the model counts', () => {
    fc.assert(
      fc.property(cases, ({ window, time, from, to }) => {
        const counted = minutesFrom(window, from, to).filter((minute) => works(minute, time));
        const length = counted.length * MINUTE;
        expect(workingBetween(at(window, from), at(window, to), time)).toBe(length);
        const last = counted.at(-1);
        expect(addWorking(at(window, from), length, time)).toBe(last ? last.at + MINUTE : at(window, from));
      }),
      { numRuns: 400 },
    );
  });

  it('finds back any working time that was added', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 30 * 86_400_000 }), ({ window, time, from }, ms) => {
        const start = at(window, from) + 12_345;
        const end = addWorking(start, ms, time);
        // Someone who never works, or left for good before they had worked so long.
        if (end === null) expect(workingBetween(start, start + 500 * 86_400_000, time)).toBeLessThan(ms);
        else expect(workingBetween(start, end, time)).toBe(ms);
      }),
      { numRuns: 200 },
    );
  });

  it('finds the instant with as much working time before another', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 20 * 3_600_000 }), ({ window, time, from }, ms) => {
        const end = at(window, from) + 12_345;
        const start = beforeWorking(end, ms, time);
        if (start === null) expect(workingBetween(end - 300 * 86_400_000, end, time)).toBeLessThan(ms);
        else expect(workingBetween(start, end, time)).toBe(ms);
      }),
      { numRuns: 200 },
    );
  });

  it('is quiet, and next audible, exactly when the model is', () => {
    fc.assert(
      fc.property(cases, quietHours, ({ window, time, from }, quiet) => {
        const instant = at(window, from);
        const next = minutesFrom(window, from).find((minute) => !quietAt(minute, time, quiet));
        expect(isQuiet(instant, time, quiet)).toBe(next?.at !== instant);
        if (next) expect(nextAudible(instant, time, quiet)).toBe(next.at);
      }),
      { numRuns: 400 },
    );
  });

  it('adds working days as the calendar counts them', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -30, max: 30 }), ({ window, time: full, from }, n) => {
        const time: WorkingTime = { ...full, halfDays: new Map(), away: null };
        const start = at(window, from);
        const end = addWorkingDays(start, n, time);
        const expected = nthWorkingDate(localDate(start, time.zone), n, time);
        if (expected === null) expect(end).toBeNull();
        // In 2011 Apia had no 30 December: the first valid instant after it is on the 31st.
        else expect(end && localDate(end, time.zone)).toBe(expected.replace('2011-12-30', '2011-12-31'));
      }),
      { numRuns: 400 },
    );
  });
});

function nthWorkingDate(date: string, n: number, time: WorkingTime): string | null {
  if (n !== 0 && Object.values(time.hours).every((spans) => spans.length === 0)) return null;
  const day = new Date(date);
  for (let left = Math.abs(n); left > 0; ) {
    day.setUTCDate(day.getUTCDate() + Math.sign(n));
    const hours = time.hours[(day.getUTCDay() || 7) as 1 | 2 | 3 | 4 | 5 | 6 | 7] ?? [];
    if (hours.length > 0 && !time.holidays.has(day.toISOString().slice(0, 10))) left--;
  }
  return day.toISOString().slice(0, 10);
}
