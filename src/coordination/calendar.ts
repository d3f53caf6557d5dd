/**
 * Working time and quiet hours: pure functions of instants, a zone and someone's hours. Each day is taken as its local
 * date and resolved by wall-clock.ts, so a day of 23 or 25 hours needs no case of its own.
 */
import {
  addDays,
  datesFrom,
  type Instant,
  instantAt,
  type LocalDate,
  localDate,
  minuteOfDay,
  type Weekday,
  weekdayOf,
  type Zone,
} from './wall-clock.ts';

export * from './time-words.ts';
export * from './wall-clock.ts';

/** Minutes after local midnight, `from` included and `to` not. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The days of a region on which nobody works, and those that end early: at so many minutes after local midnight. */
export interface DaysOff {
  readonly holidays: { has(date: LocalDate): boolean };
  readonly halfDays: { get(date: LocalDate): number | undefined };
}

export const NO_DAYS_OFF: DaysOff = { holidays: new Set(), halfDays: new Map() };

/** Someone is away from one instant to another; null: nobody knows until when. */
export interface Absence {
  readonly from: Instant;
  readonly to: Instant | null;
}

/**
 * When someone works: spans of minutes after local midnight for each weekday, in a zone, less the days off, and less the
 * time that they are away. A span may end past 1440, on the next day, whose own being off does not cut it short.
 */
export interface WorkingTime extends DaysOff {
  readonly zone: Zone;
  readonly hours: Readonly<Partial<Record<Weekday, readonly Span[]>>>;
  readonly away: Absence | null;
}

/** Minutes after local midnight; `from` after `to` spans midnight. Days off are quiet all day. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** Someone without a working day in so many days never works, as far as anyone can plan. */
const HORIZON_DAYS = 400;
const MINUTE = 60_000;
const LAST_MINUTE = 24 * 60 - 1;

/** Whether a date is a day of work: it has hours, is no holiday, and they are not away for all of them. */
export const isWorkingDate = (date: LocalDate, time: WorkingTime): boolean =>
  workOn(date, weekdayOf(date), time).length > 0;

function workOn(date: LocalDate, day: Weekday, time: WorkingTime): readonly Span[] {
  const { away, zone } = time;
  const spans = hoursOn(date, day, time);
  if (away === null) return spans;
  const missed = ({ from, to }: Span): boolean =>
    instantAt(date, from, zone) >= away.from && (away.to === null || instantAt(date, to, zone) <= away.to);
  return spans.filter((span) => !missed(span));
}

/** The hours of a date, whoever is away. */
function hoursOn(date: LocalDate, day: Weekday, time: WorkingTime): readonly Span[] {
  if (time.holidays.has(date)) return [];
  const end = time.halfDays.get(date);
  if (end === undefined) return spansOf(day, time);
  return spansOf(day, time)
    .map(({ from, to }) => ({ from, to: Math.min(to, end) }))
    .filter((span) => span.from < span.to);
}

const spansOf = (day: Weekday, time: WorkingTime): readonly Span[] =>
  (time.hours[day] ?? []).filter((span) => span.from < span.to);

export const isWorking = (at: Instant, time: WorkingTime): boolean => nextWorking(at, time) === at;

/** The first working instant at or after `at`; null for someone who never works. */
export const nextWorking = (at: Instant, time: WorkingTime): Instant | null => firstIn(working(at, time), at);

/** The earliest instant with `ms` of working time between `at` and it: the end of a day rather than the next morning. Null for someone who never works. */
export function addWorking(at: Instant, ms: number, time: WorkingTime): Instant | null {
  if (ms <= 0) return at;
  let left = ms;
  for (const stretch of working(at, time)) {
    const start = Math.max(at, stretch.start);
    if (stretch.end - start >= left) return start + left;
    left -= Math.max(0, stretch.end - start);
  }
  return null;
}

/** The latest instant with `ms` of working time between it and `at`; null for someone who never works. */
export function beforeWorking(at: Instant, ms: number, time: WorkingTime): Instant | null {
  const today = localDate(at, time.zone);
  let [left, end, idle] = [ms, at, 0];
  for (let n = 0; idle < HORIZON_DAYS; n += 1) {
    const start = instantAt(addDays(today, -n), 0, time.zone);
    const worked = workingBetween(start, end, time);
    if (worked >= left) return addWorking(start, worked - left, time);
    [left, end, idle] = [left - worked, start, worked > 0 ? 0 : idle + 1];
  }
  return null;
}

/** Working time from `from` to `to`, in ms; 0 when `to` is not after `from`. */
export function workingBetween(from: Instant, to: Instant, time: WorkingTime): number {
  let sum = 0;
  for (const stretch of working(from, time)) {
    if (stretch.start >= to) break;
    sum += Math.max(0, Math.min(to, stretch.end) - Math.max(from, stretch.start));
  }
  return sum;
}

/** The date of the `n`th working day after a date, or before it where `n` is negative; null for someone who never works. */
export function addWorkingDates(date: LocalDate, n: number, time: WorkingTime): LocalDate | null {
  if (n === 0) return date;
  let [left, idle] = [Math.abs(n), 0];
  const step = n > 0 ? 1 : -1;
  for (const [day, weekday] of datesFrom(addDays(date, step), step)) {
    if (workOn(day, weekday, time).length > 0) [left, idle] = [left - 1, 0];
    else if (++idle > HORIZON_DAYS) return null;
    if (left === 0) return day;
  }
  return null;
}

/** The same time of day on the `n`th working day after (negative: before) the local date of `at`; null for someone who never works. */
export function addWorkingDays(at: Instant, n: number, time: WorkingTime): Instant | null {
  if (n === 0) return at;
  const date = addWorkingDates(localDate(at, time.zone), n, time);
  return date === null ? null : instantAt(date, minuteOfDay(at, time.zone), time.zone) + (at % MINUTE);
}

/** The start of a date's work; null where nobody works on it. */
export function startOfWorkingDate(date: LocalDate, time: WorkingTime): Instant | null {
  const [first] = workOn(date, weekdayOf(date), time).toSorted((a, b) => a.from - b.from);
  return first ? nextWorking(instantAt(date, first.from, time.zone), time) : null;
}

/** When the working day of the local date of `at` ends. */
export const endOfWorkingDay = (at: Instant, time: WorkingTime): Instant =>
  endOfWorkingDate(localDate(at, time.zone), time);

/**
 * When the working day of a date ends, always on that date: 23:59 at the latest. A day without hours ends when the
 * latest of the week does; a holiday as its weekday.
 */
export function endOfWorkingDate(date: LocalDate, time: WorkingTime): Instant {
  const own = spansOf(weekdayOf(date), time);
  const spans = own.length > 0 ? own : ([1, 2, 3, 4, 5, 6, 7] as const).flatMap((day) => spansOf(day, time));
  const end = spans.length > 0 ? Math.max(...spans.map((span) => span.to)) : LAST_MINUTE;
  return instantAt(date, Math.min(end, LAST_MINUTE), time.zone);
}

export const isQuiet = (at: Instant, time: WorkingTime, quiet: QuietHours): boolean =>
  nextAudible(at, time, quiet) !== at;

/** The first instant at or after `at` that is not quiet; null when all are, as for someone who never works. */
export function nextAudible(at: Instant, time: WorkingTime, quiet: QuietHours): Instant | null {
  const spans = audibleSpans(quiet);
  const audibleOn = (date: LocalDate, day: Weekday): readonly Span[] =>
    hoursOn(date, day, time).length > 0 ? spans : [];
  return firstIn(stretches(at, time, audibleOn), at);
}

function audibleSpans({ from, to }: QuietHours): readonly Span[] {
  if (from > to) return [{ from: to, to: from }];
  const spans = [
    { from: 0, to: from },
    { from: to, to: LAST_MINUTE + 1 },
  ];
  return spans.filter((span) => span.from < span.to);
}

interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
}

const working = (at: Instant, time: WorkingTime): Generator<Stretch> =>
  stretches(at, time, (date, day) => hoursOn(date, day, time));

/**
 * The stretches of time that the spans of each date make, in order, apart or touching, from those that may hold `at`
 * on; it ends after `HORIZON_DAYS` dates in a row without any.
 */
function* stretches(
  at: Instant,
  { zone, away }: WorkingTime,
  spansOn: (date: LocalDate, day: Weekday) => readonly Span[],
): Generator<Stretch> {
  let reached = Number.NEGATIVE_INFINITY;
  let idle = 0;
  // From the day before, for a span that ends past its midnight.
  for (const [date, day] of datesFrom(addDays(localDate(at, zone), -1))) {
    const spans = spansOn(date, day).toSorted((a, b) => a.from - b.from);
    idle = spans.length > 0 ? 0 : idle + 1;
    if (idle > HORIZON_DAYS || (away?.to === null && reached >= away.from)) return;
    for (const span of spans) {
      const start = Math.max(reached, instantAt(date, span.from, zone));
      const end = instantAt(date, span.to, zone);
      if (start >= end) continue;
      reached = end;
      yield* without(away, { start, end });
    }
  }
}

/** What is left of a stretch: all of it, a part, or one before and one behind. */
function* without(away: Absence | null, { start, end }: Stretch): Generator<Stretch> {
  const from = Math.min(end, away?.from ?? end);
  const to = Math.max(start, away?.to ?? end);
  if (start < from) yield { start, end: from };
  if (away !== null && to < end && from < end) yield { start: Math.max(to, from), end };
}

function firstIn(all: Iterable<Stretch>, at: Instant): Instant | null {
  for (const { start, end } of all) if (end > at) return Math.max(at, start);
  return null;
}
