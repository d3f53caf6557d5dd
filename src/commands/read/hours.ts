import type { Weekday } from '../../coordination/calendar.ts';
import type { WeeklyHours } from '../../coordination/people/person.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Reads working hours: `9-17` (Monday to Friday), `mon-thu 9:00-17:30 fri 9:00-13:00`, `tue,thu 10:00-12:00,13:00-16:00`.
 * Null when the words are no hours.
 */
export function readHours(words: string): WeeklyHours | null {
  const tokens = words.trim().toLowerCase().split(/\s+|;/).filter(Boolean);
  const hours: Partial<Record<Weekday, Span[]>> = {};
  let days: readonly Weekday[] | null = null;
  for (const token of tokens) {
    const named = readDays(token);
    if (named) {
      days = named;
      continue;
    }
    const spans = readSpans(token);
    if (!spans) return null;
    for (const day of days ?? [1, 2, 3, 4, 5]) hours[day as Weekday] = spans;
  }
  return Object.keys(hours).length > 0 ? hours : null;
}

/** `mon-fri`, `mon,wed`, `weekdays`, `daily`. */
function readDays(token: string): Weekday[] | null {
  if (token === 'weekdays') return [1, 2, 3, 4, 5];
  if (token === 'daily') return [1, 2, 3, 4, 5, 6, 7];
  const days: Weekday[] = [];
  for (const part of token.split(',')) {
    const [first, last = first] = part.split('-').map((name) => DAYS.indexOf(name.slice(0, 3)));
    if (first === undefined || last === undefined || first < 0 || last < first || /\d/.test(part))
      return null;
    for (let day = first; day <= last; day++) days.push((day + 1) as Weekday);
  }
  return days.length > 0 ? days : null;
}

interface Span {
  /** Minutes after midnight. */
  readonly from: number;
  readonly to: number;
}

/** `20:00-8:00` or `9-17`; null when it is no span. It may reach past midnight. */
export function readSpan(words: string): Span | null {
  const match = /^(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?$/.exec(words.replace(/\s/g, ''));
  if (!match) return null;
  const from = Number(match[1]) * 60 + Number(match[2] ?? 0);
  const to = Number(match[3]) * 60 + Number(match[4] ?? 0);
  return from <= 24 * 60 && to <= 24 * 60 && from !== to ? { from, to } : null;
}

/** `9:00-12:00,13:00-17:00`, each within its day. */
function readSpans(token: string): Span[] | null {
  const spans: Span[] = [];
  for (const part of token.split(',')) {
    const span = readSpan(part);
    if (!span || span.from > span.to) return null;
    spans.push(span);
  }
  return spans;
}

const clock = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

export const writeSpan = (span: Span): string => `${clock(span.from)}-${clock(span.to)}`;

/** Hours as `readHours` reads them, days of the same hours together. */
export function writeHours(hours: WeeklyHours): string {
  const parts: { days: string[]; spans: string }[] = [];
  for (const [index, name] of DAYS.entries()) {
    const spans = (hours[(index + 1) as Weekday] ?? []).map(writeSpan).join(',');
    if (spans === '') continue;
    const same = parts.find((p) => p.spans === spans);
    if (same) same.days.push(name);
    else parts.push({ days: [name], spans });
  }
  return parts.map((p) => `${dayRange(p.days)} ${p.spans}`).join(' ');
}

function dayRange(days: readonly string[]): string {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const unbroken = DAYS.indexOf(last) - DAYS.indexOf(first) === days.length - 1;
  return days.length > 2 && unbroken ? `${first}-${last}` : days.join(',');
}
