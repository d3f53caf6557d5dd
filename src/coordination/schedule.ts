/** Recurrence rules in words, and when they occur. An occurrence is a rule and a local date, and there is one for each. */
import {
  addDays,
  datesFrom,
  daysBetween,
  hasDate,
  type Instant,
  instantAt,
  isLocalDate,
  type LocalDate,
  localDate,
  type Weekday,
  weekdayOf,
  type Zone,
} from './calendar.ts';
import { refuse } from './errors.ts';

export interface Rule {
  /** In order from Monday, never empty. */
  readonly weekdays: readonly Weekday[];
  /** Minutes after local midnight. */
  readonly minute: number;
  /** Every so many weeks, counted from the week of `start`. */
  readonly everyWeeks: number;
  /** The date before which nothing occurs; null for a rule without one, whose weeks count from 1970-01-05. */
  readonly start: LocalDate | null;
}

export interface Occurrence {
  readonly date: LocalDate;
  readonly at: Instant;
}

const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const NAMED_DAYS = new Map<string, readonly Weekday[]>([
  ['weekday', [1, 2, 3, 4, 5]],
  ['weekend', [6, 7]],
  ['daily', EVERY_DAY],
  ['day', EVERY_DAY],
]);
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const FIRST_MONDAY = '1970-01-05';
const EXPECTED = 'days and a time, such as weekdays 09:30, mon,wed,fri 14:15 or every 2 weeks friday 16:00';

const SHAPE =
  /^(?:every )?(?:(?<weeks>\d{1,2}|other) ?weeks?(?: on)? |(?<other>other) )?(?<days>[a-z][a-z, &-]*?)(?: at)? (?<hour>\d{1,2})(?::(?<minute>\d\d))? ?(?<half>am|pm)?(?: (?:starting|from) (?<start>\d{4}-\d\d-\d\d))?$/;

/**
 * Reads `weekdays 09:30`, `daily 8:00`, `mondays 10am`, `mon,wed,fri 14:15`, `mon-thu 9:00`, `every 2 weeks friday 16:00`,
 * `every other monday 9:00 starting 2026-10-19`. Refuses other words with `bad_option`.
 */
export function parseRule(words: string): Rule {
  const refused = (): never => refuse({ code: 'bad_option', option: 'rule', words, expected: EXPECTED });
  if (words.length > 200) return refused();
  const { weeks, other, days, hour, minute, half, start } =
    SHAPE.exec(words.trim().toLowerCase().replace(/\s+/g, ' '))?.groups ?? {};
  const weekdays = days === undefined ? null : readDays(days);
  const time = hour === undefined || (minute ?? half) === undefined ? null : readTime(hour, minute, half);
  const everyWeeks = other || weeks === 'other' ? 2 : Number(weeks ?? 1);
  if (!weekdays || time === null || everyWeeks < 1) return refused();
  if (start !== undefined && !isLocalDate(start)) return refused();
  return { weekdays, minute: time, everyWeeks, start: start ?? null };
}

function readTime(hour: string, minute = '00', half?: string): number | null {
  const [h, m] = [Number(hour), Number(minute)];
  if (m > 59 || h > 23 || (half && (h < 1 || h > 12))) return null;
  return ((half ? h % 12 : h) + (half === 'pm' ? 12 : 0)) * 60 + m;
}

/** Names, lists and ranges of days, in the singular or plural; null when one of them is no day. */
function readDays(words: string): Weekday[] | null {
  const found = words
    .split(/ *(?:,|&| and | ) */)
    .filter((part) => part !== '')
    .map((part) => NAMED_DAYS.get(part.replace(/s$/, '')) ?? readRange(part));
  if (found.length === 0 || found.some((days) => days === null)) return null;
  return EVERY_DAY.filter((day) => found.some((days) => days?.includes(day)));
}

function readRange(words: string): Weekday[] | null {
  const [first, last = first, more] = words.split('-').map(readDay);
  if (!first || !last || more !== undefined) return null;
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (((first - 1 + i) % 7) + 1) as Weekday);
}

/** `mon`, `tues`, `thursdays`: three letters or more of a weekday. */
function readDay(words: string): Weekday | null {
  const index = WEEKDAYS.findIndex((name) => words.length >= 3 && `${name}s`.startsWith(words));
  return index < 0 ? null : ((index + 1) as Weekday);
}

/**
 * The next `count` occurrences at or after `from`. A time that a spring gap skips is the first valid instant after it, one
 * that occurs twice the first of the two; a date that the zone jumped over has none. None is on `after` or before it, nor
 * later than `until`.
 */
export function occurrences(
  rule: Rule,
  zone: Zone,
  from: Instant,
  count: number,
  { after, until }: { readonly after?: LocalDate | null; readonly until?: Instant } = {},
): Occurrence[] {
  const found: Occurrence[] = [];
  const dates = [addDays(localDate(from, zone), -1), rule.start ?? '', after ? addDays(after, 1) : ''];
  for (const [date, weekday] of datesFrom(dates.toSorted().at(-1) ?? '')) {
    if (found.length >= count) break;
    if (!isOn(rule, date, weekday)) {
      if (until !== undefined && instantAt(date, 0, zone) > until) break;
      continue;
    }
    const at = instantAt(date, rule.minute, zone);
    if (until !== undefined && at > until) break;
    if (at >= from && hasDate(date, zone)) found.push({ date, at });
  }
  return found;
}

function isOn({ weekdays, everyWeeks, start }: Rule, date: LocalDate, weekday: Weekday): boolean {
  if (!weekdays.includes(weekday) || (start !== null && date < start)) return false;
  if (everyWeeks === 1) return true;
  const anchor = start ?? FIRST_MONDAY;
  const days = daysBetween(addDays(anchor, 1 - weekdayOf(anchor)), date);
  return Math.floor(days / 7) % everyWeeks === 0;
}
