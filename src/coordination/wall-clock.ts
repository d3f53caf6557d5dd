/**
 * Between instants and what the clock on a wall shows. A local time that a spring gap skips is the first valid instant
 * after it; one that an autumn overlap shows twice is the first of the two. In other words: the first instant at which
 * the wall shows that time or a later one.
 */
import { Temporal } from 'temporal-polyfill';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** An IANA zone name, such as `Europe/London`. */
export type Zone = string;
/** ISO 8601 day of the week: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** A local date, `YYYY-MM-DD`. */
export type LocalDate = string;

const MINUTES_A_DAY = 24 * 60;
/** Temporal reads whole timestamps and offsets as zones too; a name of the IANA database has neither form. */
const ZONE_NAME = /^[a-z][a-z0-9._+-]*(?:\/[a-z0-9._+-]+){0,3}$/i;

const zoned = (at: Instant, zone: Zone): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** True for a zone of the IANA database, in any case: `Europe/London`, `UTC`. Offsets such as `+02:00` are none. */
export function isZone(name: string): boolean {
  if (name.length > 60 || !ZONE_NAME.test(name)) return false;
  try {
    return zoned(0, name).timeZoneId !== '';
  } catch {
    return false;
  }
}

export const localDate = (at: Instant, zone: Zone): LocalDate => dateOf(at + offsetAt(at, zone));

/** Minutes after midnight that the wall shows, 0 to 1439. */
export function minuteOfDay(at: Instant, zone: Zone): number {
  const wall = at + offsetAt(at, zone);
  return Math.floor((wall - Math.floor(wall / DAY) * DAY) / MINUTE);
}

/** The instant of a local date and whole minutes after its midnight; past 1440 they count on into the next days. */
export function instantAt(date: LocalDate, minutes: number, zone: Zone): Instant {
  const asked = `${zone} ${date} ${minutes}`;
  const known = instants.get(asked);
  if (known !== undefined) return known;
  const found = workOutInstant(date, minutes, zone);
  if (instants.size >= MOST_KEPT) instants.clear();
  instants.set(asked, found);
  return found;
}

/** The hours of a few zones are asked for over and over, and Temporal takes a tenth of a millisecond for one. */
const MOST_KEPT = 20_000;
const instants = new Map<string, Instant>();

function workOutInstant(date: LocalDate, minutes: number, zone: Zone): Instant {
  const wall = Temporal.PlainDate.from(date)
    .add({ days: Math.floor(minutes / MINUTES_A_DAY) })
    .toPlainDateTime({ hour: Math.floor((minutes % MINUTES_A_DAY) / 60), minute: minutes % 60 });
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds;
  // Skipped by a gap, which `first` stands before by at most its length: the next transition ends it.
  return (first.getTimeZoneTransition('next') ?? first).epochMilliseconds;
}

/** From one change of its clocks to the next a zone is as far from UTC. */
interface Season {
  readonly from: Instant;
  readonly to: Instant;
  /** Milliseconds that the wall is ahead of UTC. */
  readonly offset: number;
}

const MOST_ZONES = 1_000;
const MOST_SEASONS = 20;
const seasons = new Map<Zone, Season[]>();

function offsetAt(at: Instant, zone: Zone): number {
  const known = seasons.get(zone);
  const found = known?.find(({ from, to }) => from <= at && at < to);
  if (found) return found.offset;
  const season = seasonAt(at, zone);
  if (seasons.size >= MOST_ZONES) seasons.clear();
  seasons.set(zone, [season, ...(known ?? []).slice(0, MOST_SEASONS - 1)]);
  return season.offset;
}

function seasonAt(at: Instant, zone: Zone): Season {
  // A transition at `at` itself begins the season: it is looked for from a moment later.
  const begins = zoned(at + 1, zone).getTimeZoneTransition('previous');
  const ends = zoned(at, zone).getTimeZoneTransition('next');
  return {
    from: begins?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: ends?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned(at, zone).offsetNanoseconds / 1e6,
  };
}

/** The first instant of the local date that `at` falls on. */
export const startOfDay = (at: Instant, zone: Zone): Instant => instantAt(localDate(at, zone), 0, zone);

/** False for a date that a zone jumped over whole, such as 2011-12-30 in Apia. */
export const hasDate = (date: LocalDate, zone: Zone): boolean =>
  instantAt(date, 0, zone) < instantAt(date, MINUTES_A_DAY, zone);

/** True for `YYYY-MM-DD` that is in the calendar. */
export function isLocalDate(words: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(words)) return false;
  try {
    return Temporal.PlainDate.from(words).toString() === words;
  } catch {
    return false;
  }
}

const MINUTE = 60_000;
const DAY = MINUTES_A_DAY * MINUTE;

/** Midnight of a date in UTC, where every day has 24 hours. */
const midnightOf = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`);

const dates = new Map<number, LocalDate>();

function dateOf(utc: number): LocalDate {
  const day = Math.floor(utc / DAY);
  const known = dates.get(day);
  if (known !== undefined) return known;
  const iso = new Date(utc).toISOString();
  const date = iso.slice(0, iso.indexOf('T'));
  if (dates.size >= MOST_KEPT) dates.clear();
  dates.set(day, date);
  return date;
}

/** 1970-01-01 was a Thursday. */
const weekdayAt = (utc: number): Weekday => (((((Math.floor(utc / DAY) + 3) % 7) + 7) % 7) + 1) as Weekday;

export const addDays = (date: LocalDate, days: number): LocalDate => dateOf(midnightOf(date) + days * DAY);

/** The dates from one on, without end, with their weekdays; backwards where `step` is -1. */
export function* datesFrom(
  first: LocalDate,
  step: 1 | -1 = 1,
): Generator<readonly [LocalDate, Weekday], never> {
  for (let day = midnightOf(first); ; day += step * DAY) yield [dateOf(day), weekdayAt(day)];
}

/** The same day of a later month, or that month's last where it has no such day. */
export const addMonths = (date: LocalDate, months: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ months }).toString();

export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

export const weekdayOf = (date: LocalDate): Weekday => weekdayAt(midnightOf(date));

export function lastOfMonth(date: LocalDate): LocalDate {
  const day = Temporal.PlainDate.from(date);
  return day.with({ day: day.daysInMonth }).toString();
}
