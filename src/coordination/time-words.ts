/** Instants and spans of time in words, for cards, summaries and terminals that show plain text. */
import {
  addDays,
  type Instant,
  type LocalDate,
  localDate,
  minuteOfDay,
  weekdayOf,
  type Zone,
} from './wall-clock.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant as people of a zone say it: `today 17:00`, `tomorrow`, `Fri 23 Oct 17:00`, with the year when it is not this one. */
export function formatInstant(
  at: Instant,
  zone: Zone,
  { timed, now }: { readonly timed: boolean; readonly now: Instant },
): string {
  const [date, today] = [localDate(at, zone), localDate(now, zone)];
  const near = [-1, 0, 1].find((days) => addDays(today, days) === date);
  const day = near === undefined ? formatDate(date, today) : ['yesterday', 'today', 'tomorrow'][near + 1];
  return timed ? `${day} ${formatClock(minuteOfDay(at, zone))}` : `${day}`;
}

function formatDate(date: LocalDate, today: LocalDate): string {
  const [year] = date.split('-');
  return today.startsWith(`${year}-`) ? formatDay(date) : `${formatDay(date)} ${year}`;
}

/** A date near enough to need no year: `Mon 23 Nov`. */
export function formatDay(date: LocalDate): string {
  const [, month, day] = date.split('-');
  return `${WEEKDAYS[weekdayOf(date) - 1]} ${Number(day)} ${MONTHS[Number(month) - 1]}`;
}

/** Minutes after midnight as `09:30`. */
export const formatClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A span in ms as `45 min`, `3 h`, `1 h 30 min`, `2 days`: to the minute within a day, else to the nearest day. */
export function formatDuration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 24 * 60) {
    const parts = [`${Math.floor(minutes / 60)} h`, `${minutes % 60} min`];
    return parts.filter((part) => !part.startsWith('0 ')).join(' ');
  }
  const days = Math.round(minutes / (24 * 60));
  return days === 1 ? '1 day' : `${days} days`;
}
