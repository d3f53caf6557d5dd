/**
 * A naive model of working time to test against: it walks minute by minute, knows zones only through Intl, and takes
 * the wall's clock as the latest time it has shown so far, which is what "the first of the two" and "the first valid
 * instant after" come to.
 */
import type { Instant, QuietHours, WorkingTime, Zone } from '../../src/coordination/calendar.ts';

const MINUTE = 60_000;
const DAY = 24 * 60;

export interface Minute {
  readonly at: Instant;
  /** The latest local time shown so far, in minutes since 1970-01-01T00:00 of the wall. */
  readonly wall: number;
}

/** The minutes of `days` days from a UTC date on, in a zone; of each `step` of them the first. */
export function minutesOf(zone: Zone, from: string, days: number, step = 1): readonly Minute[] {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const shown = (at: Instant): number => {
    const [day = 0, month = 0, year = 0, hour = 0, minute = 0] =
      format.format(at).match(/\d+/g)?.map(Number) ?? [];
    return Date.UTC(year, month - 1, day, hour, minute) / MINUTE;
  };
  const start = Date.parse(from);
  let wall = Number.NEGATIVE_INFINITY;
  return Array.from({ length: (days * DAY) / step }, (_, i) => {
    const at = start + i * step * MINUTE;
    wall = Math.max(wall, shown(at));
    return { at, wall };
  });
}

const dateOf = (wall: number): string =>
  new Date(Math.floor(wall / DAY) * DAY * MINUTE).toISOString().slice(0, 10);

function spansOn(wall: number, time: WorkingTime): readonly { from: number; to: number }[] {
  const date = dateOf(wall);
  const weekday = (new Date(date).getUTCDay() || 7) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
  const end = time.halfDays.get(date) ?? Number.POSITIVE_INFINITY;
  const spans = time.holidays.has(date) ? [] : (time.hours[weekday] ?? []);
  return spans.map(({ from, to }) => ({ from, to: Math.min(to, end) })).filter((span) => span.from < span.to);
}

/** Whether the wall's time stands in a span of its own date, or in one of the date before that ends past midnight. */
export const works = ({ at, wall }: Minute, time: WorkingTime): boolean =>
  !isAway(at, time) &&
  [0, DAY].some((back) =>
    spansOn(wall - back, time).some((s) => s.from <= (wall % DAY) + back && (wall % DAY) + back < s.to),
  );

const isAway = (at: Instant, { away }: WorkingTime): boolean =>
  away !== null && at >= away.from && (away.to === null || at < away.to);

export function quietAt({ at, wall }: Minute, time: WorkingTime, quiet: QuietHours): boolean {
  if (isAway(at, time) || spansOn(wall, time).length === 0) return true;
  const minute = wall % DAY;
  return quiet.from <= quiet.to
    ? quiet.from <= minute && minute < quiet.to
    : minute >= quiet.from || minute < quiet.to;
}
