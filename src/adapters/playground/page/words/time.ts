/** Times as people read them, in a zone of their own. Pure: the instant and the zone are arguments. */

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs more than using it, so each is made once. An unknown zone reads as UTC. */
function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  } catch {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
  formats.set(key, made);
  return made;
}

/** `14:05`. */
export const clockTime = (at: number, zone: string): string =>
  format(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** `Tuesday`. */
export const weekday = (at: number, zone: string): string => format(zone, { weekday: 'long' }).format(at);

/** `13 October 2026`. */
export const longDate = (at: number, zone: string): string =>
  format(zone, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);

/** The local date, `2026-10-13`: equal exactly when two instants fall on one day there. */
export function localDate(at: number, zone: string): string {
  const parts = new Map(
    format(zone, { year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

/** Whole local days from `now` to `at`: 0 is today, -1 yesterday. */
function daysAway(at: number, now: number, zone: string): number {
  return Math.round((Date.parse(localDate(at, zone)) - Date.parse(localDate(now, zone))) / DAY);
}

/** What stands over a day's messages: `Today`, `Yesterday`, `Monday, 12 October`, with the year when it is another. */
export function dayHeading(at: number, now: number, zone: string): string {
  const away = daysAway(at, now, zone);
  if (away === 0) return 'Today';
  if (away === -1) return 'Yesterday';
  const sameYear = localDate(at, zone).slice(0, 4) === localDate(now, zone).slice(0, 4);
  const date = format(zone, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
  return `${weekday(at, zone)}, ${date.format(at)}`;
}

/** An instant in few words: `today 17:00`, `tomorrow`, `Fri 16 Oct 17:00`, with the year when it is another. */
export function shortInstant(at: number, timed: boolean, now: number, zone: string): string {
  const near: Readonly<Record<number, string>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' };
  const sameYear = localDate(at, zone).slice(0, 4) === localDate(now, zone).slice(0, 4);
  const date = format(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  const day = near[daysAway(at, now, zone)] ?? date.format(at).replace(',', '');
  return timed ? `${day} ${clockTime(at, zone)}` : day;
}

/** All of an instant, for a tooltip: `Friday 16 October 2026, 17:00 (London)`. */
export const wholeInstant = (at: number, timed: boolean, zone: string): string =>
  `${weekday(at, zone)} ${longDate(at, zone)}${timed ? `, ${clockTime(at, zone)}` : ''} (${city(zone)})`;

/** `Europe/London` as people say it: `London`. */
export const city = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** A length of time, rounded down to what matters: `40 min`, `3 h`, `2 days 4 h`. */
export function lengthOfTime(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  const named = days === 1 ? '1 day' : `${days} days`;
  return hours % 24 === 0 ? named : `${named} ${hours % 24} h`;
}

/** How far the zone's clock stands ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  return Date.parse(`${localDate(at, zone)}T${clockTime(at, zone)}Z`) - Math.floor(at / MINUTE) * MINUTE;
}

/** The instant of a local time, `2026-10-13T09:00`. In a spring gap it is the hour after; in an overlap the first. */
export function fromLocal(local: string, zone: string): number {
  const utc = Date.parse(`${local}Z`);
  const candidates = [utc - offsetAt(utc - DAY, zone), utc - offsetAt(utc + DAY, zone)];
  const exact = candidates.filter((at) => toLocal(at, zone) === local);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** The local time of an instant as a date field takes it, `2026-10-13T09:00`. */
export const toLocal = (at: number, zone: string): string => `${localDate(at, zone)}T${clockTime(at, zone)}`;

/** The next 09:00 of a Monday to Friday there, always after `now`. */
export function nextWorkingMorning(now: number, zone: string): number {
  const today = Date.parse(localDate(now, zone));
  for (let days = 0; ; days += 1) {
    const date = new Date(today + days * DAY);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    const morning = fromLocal(`${date.toISOString().slice(0, 10)}T09:00`, zone);
    if (!weekend && morning > now) return morning;
  }
}
