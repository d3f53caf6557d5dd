/** A year of working time in six zones, beside the naive model: shifts by day and by night, holidays, half-days and leave. */
import { describe, expect, test } from 'vitest';
import {
  addWorking,
  nextWorking,
  type WorkingTime,
  workingBetween,
  type Zone,
} from '../../src/coordination/calendar.ts';
import { minutesOf, works } from './calendar-model.ts';

const QUARTER = 15;
const MINUTE = 60_000;
const DAYS = 366;

const day = [{ from: 540, to: 1020 }];
const split = [
  { from: 480, to: 720 },
  { from: 780, to: 990 },
];
/** 22:00 to 06:00. */
const night = [{ from: 1320, to: 1800 }];

const office = { 1: day, 2: day, 3: split, 4: day, 5: day };
const nightShift = { 1: night, 2: night, 5: night, 6: night, 7: night };

const NEW_YEAR = '2026-01-01';
const CHRISTMAS = '2026-12-25';
const PLACES: readonly { zone: Zone; holidays: readonly string[] }[] = [
  { zone: 'America/New_York', holidays: [NEW_YEAR, '2026-05-25', '2026-07-03', '2026-11-26', CHRISTMAS] },
  {
    zone: 'Europe/London',
    holidays: [NEW_YEAR, '2026-04-03', '2026-04-06', '2026-05-04', CHRISTMAS, '2026-12-28'],
  },
  {
    zone: 'Australia/Sydney',
    holidays: [NEW_YEAR, '2026-01-26', '2026-04-03', '2026-04-06', '2026-10-05', CHRISTMAS],
  },
  { zone: 'Australia/Lord_Howe', holidays: [NEW_YEAR, '2026-01-26', '2026-04-06', '2026-10-05', CHRISTMAS] },
  { zone: 'Pacific/Apia', holidays: [NEW_YEAR, '2026-04-03', '2026-06-01', CHRISTMAS] },
  { zone: 'Asia/Kathmandu', holidays: ['2026-04-14', '2026-09-19', '2026-10-20'] },
];
const HALF_DAYS = new Map([
  ['2026-12-24', 840],
  ['2026-12-31', 840],
]);
const AWAY = { from: Date.parse('2026-08-03T00:00Z'), to: Date.parse('2026-08-15T12:00Z') };

const CASES = PLACES.flatMap(({ zone, holidays }) => [
  { zone, holidays, hours: office, shift: 'by day' },
  { zone, holidays, hours: nightShift, shift: 'by night' },
]);

describe.each(CASES)('a year in $zone, $shift', ({ zone, holidays, hours }) => {
  const time: WorkingTime = { zone, hours, holidays: new Set(holidays), halfDays: HALF_DAYS, away: AWAY };
  const quarters = minutesOf(zone, '2025-12-28', DAYS + 6, QUARTER).slice(3 * 24 * 4);
  const stretches: { start: number; end: number }[] = [];
  for (const quarter of quarters) {
    if (!works(quarter, time)) continue;
    const end = quarter.at + QUARTER * MINUTE;
    const last = stretches.at(-1);
    if (last?.end === quarter.at) last.end = end;
    else stretches.push({ start: quarter.at, end });
  }

  test('has the stretches of work that the model has, one after the other', () => {
    expect(stretches.length).toBeGreaterThan(200);
    for (const [i, { start, end }] of stretches.entries()) {
      const before = stretches[i - 1]?.end ?? (quarters[0]?.at as number);
      const found = nextWorking(before, time);
      expect(found && new Date(found).toISOString()).toBe(new Date(start).toISOString());
      expect(addWorking(start, end - start, time)).toBe(end);
    }
  });

  test('has as much work between any two quarters as the model counts', () => {
    for (let from = 0; from < quarters.length - 2000; from += 1711) {
      const to = from + 1 + ((from * 7) % 1900);
      const counted = quarters.slice(from, to).filter((q) => works(q, time)).length;
      expect(workingBetween(quarters[from]?.at as number, quarters[to]?.at as number, time)).toBe(
        counted * QUARTER * MINUTE,
      );
    }
  });
});
