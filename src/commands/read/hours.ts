import type { Weekday } from '../../coordination/calendar.ts';
import type { WeeklyHours } from '../../coordination/people/person.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

/**
 * Reads working hours: `9-17` (Monday to Friday), `mon-thu 9:00-17:30 fri 9am-1pm`, `tue,thu 10:00-12:00,13:00-16:00`.
 * Null when the words are no hours, or name days without any.
 */
export function readHours(words: string): WeeklyHours | null {
  const hours: Partial<Record<Weekday, readonly Span[]>> = {};
  let [days, spans]: [Weekday[], Span[]] = [[], []];
  const close = (): void => {
    for (const day of days.length > 0 ? days : WEEKDAYS) hours[day] = spans;
    [days, spans] = [[], []];
  };
  for (const token of withPlainDashes(words)
    .split(/[\s,;]+/)
    .filter(Boolean)) {
    const named = readDays(token);
    if (named && spans.length > 0) close();
    const span = named ? null : readSpan(token);
    if (named) days.push(...named);
    else if (span && span.from < span.to) spans.push(span);
    else return null;
  }
  if (spans.length === 0) return null;
  close();
  return hours;
}

const withPlainDashes = (words: string): string =>
  words
    .trim()
    .toLowerCase()
    .replace(/\s*[-–—]\s*/g, '-');

/** `mon`, `mon-fri`, `sun-thu`, `weekdays`, `daily`. */
function readDays(token: string): readonly Weekday[] | null {
  if (token === 'weekdays') return WEEKDAYS;
  if (token === 'daily') return [1, 2, 3, 4, 5, 6, 7];
  const [first, last = first, ...more] = token.split('-').map(dayCalled);
  if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0) return null;
  const many = (last - first + DAYS.length) % DAYS.length;
  return Array.from({ length: many + 1 }, (_, i) => (((first + i) % DAYS.length) + 1) as Weekday);
}

/** Three letters of its name or more; -1 for none. */
const dayCalled = (name: string): number =>
  name.length < 3 ? -1 : DAYS.findIndex((day) => day.startsWith(name));

interface Span {
  /** Minutes after midnight. */
  readonly from: number;
  readonly to: number;
}

const SPAN = /^(\d{1,2})(?::([0-5]\d))?(am|pm)?-(\d{1,2})(?::([0-5]\d))?(am|pm)?$/;

/** `20:00-8:00`, `9-17` or `9am-5pm`; null when it is no span. It may reach past midnight. */
export function readSpan(words: string): Span | null {
  const match = SPAN.exec(withPlainDashes(words));
  if (!match) return null;
  const [, fromHour, fromMinute, fromHalf, toHour, toMinute, toHalf] = match;
  const from = minutesOf(Number(fromHour), Number(fromMinute ?? 0), fromHalf);
  const to = minutesOf(Number(toHour), Number(toMinute ?? 0), toHalf);
  return from !== null && to !== null && from !== to ? { from, to } : null;
}

function minutesOf(hour: number, minute: number, half: string | undefined): number | null {
  if (half === undefined) return hour * 60 + minute <= 24 * 60 ? hour * 60 + minute : null;
  if (hour < 1 || hour > 12) return null;
  return ((hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute;
}

const clock = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

export const writeSpan = (span: Span): string => `${clock(span.from)}-${clock(span.to)}`;

/** Hours as `readHours` reads them, days of the same hours together. */
export function writeHours(hours: WeeklyHours): string {
  const parts: { days: number[]; spans: string }[] = [];
  for (const day of DAYS.keys()) {
    const spans = (hours[(day + 1) as Weekday] ?? []).map(writeSpan).join(',');
    if (spans === '') continue;
    const same = parts.find((p) => p.spans === spans);
    if (same) same.days.push(day);
    else parts.push({ days: [day], spans });
  }
  return parts.map((p) => `${daysInWords(p.days)} ${p.spans}`).join(' ');
}

function daysInWords(days: readonly number[]): string {
  const names = days.map((day) => DAYS[day]?.slice(0, 3) ?? '');
  const unbroken = (days.at(-1) ?? 0) - (days[0] ?? 0) === days.length - 1;
  return days.length > 2 && unbroken ? `${names[0]}-${names.at(-1)}` : names.join(',');
}
