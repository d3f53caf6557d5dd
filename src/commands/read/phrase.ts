/**
 * A phrase that is a date and nothing else -> an instant. chrono-node is asked only for the parts of it (weekday, day,
 * month, hour…): it takes an offset for a zone and is an hour out across a change of the clock, so the instant is
 * built from the parts by the calendar, in the speaker's zone.
 */
import { Chrono, casual, type ParsedResult } from 'chrono-node/en';
import {
  addDays,
  addWorkingDates,
  endOfWorkingDate,
  type Instant,
  instantAt,
  isLocalDate,
  type LocalDate,
  localDate,
  type WorkingTime,
  weekdayOf,
  type Zone,
} from '../../coordination/calendar.ts';
import type { Due } from '../../coordination/work-items/item.ts';
import { END_OF_DAY } from './date-words.ts';
import { readSpan, withOwnDates } from './own-phrases.ts';

/** Who speaks, and when. `zone` is theirs; `time` gives their hours and days off. */
export interface SpeakerContext {
  readonly now: Instant;
  readonly zone: Zone;
  readonly time: WorkingTime;
}

/** No phrase for a date is longer. */
const MOST_CHARACTERS = 80;
const LAST_MINUTE = 24 * 60 - 1;

/** `past` when it is a date that has gone by, null when it is none. */
export function readPhrase(words: string, { now, zone, time: hours }: SpeakerContext): Due | 'past' | null {
  const time = { ...hours, zone };
  const trimmed = words.trim();
  if (trimmed === '' || trimmed.length > MOST_CHARACTERS) return null;
  const plain = normalise(trimmed);
  const bare = plain.replace(LEAD, '');
  const span = readSpan(bare, now);
  if (span !== null) return span > now ? { at: span, zone, timed: true } : 'past';
  const own = withOwnDates(withClock(withoutEndOfDay(bare)), time, now);
  if (own === null) return null;
  const reading = readParts(own, localDate(now, zone), time);
  if (reading === null || reading === 'past') return reading;
  return choose(/^before (?!the end|end|eo)/.test(plain) ? theDayBefore(reading, time) : reading, time, now);
}

const LEAD =
  /^(?:(?:is |are )?due(?: date)?(?: is)?:? ?|deadline(?: is)?:? ?|(?:by|on|before|until|till|for|no later than) |at (?!\d{1,2}$)|the (?=\d))+/;

const normalise = (words: string): string =>
  words
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?@ ?(?=\d)|(?<=\S),? (?:by|before) (?=\d|noon|mid)/, ' at ')
    .replace(/[ ,;!?]+$|(?<![ap]\.m)\.$/g, '')
    .trim();

/** "End of day" says no more than a date alone does. */
function withoutEndOfDay(words: string): string {
  const rest = words
    .replace(new RegExp(`(?:^| )(?:(?:by|at) )?${END_OF_DAY}(?: (?:of|on))?(?= |$)`), '')
    .trim();
  return rest === '' ? 'today' : rest;
}

/** Parts of the day as times, as late as is fair to hold someone to them. */
const PARTS_OF_DAY: readonly (readonly [RegExp, string])[] = [
  [/(?<!\S)tonight,? (?:at )?(1?\d)$/, 'today $1pm'],
  [/(?<!\S)tonight(?=,? (?:at )?\d)|(?<=\d ?(?:pm|:\d\d) )tonight(?!\S)/, 'today'],
  [/(?<!\S)tonight(?!\S)/, 'today 20:00'],
  [/(?<!\S)this (?=(?:morning|afternoon|evening)$)/, 'today '],
  [/(?<!\S)(?:at |by )?(?:12 )?(?:noon|midday)(?!\S)/, '12:00'],
  [/(?<!\S)(?:at |by )?midnight(?!\S)/, '23:59'],
  [/(?<=[a-z]|-\d\d) (?:in the )?morning$/, ' 9:00'],
  [/(?<=[a-z]|-\d\d) (?:in the )?afternoon$/, ' 15:00'],
  [/(?<=[a-z]|-\d\d) (?:in the )?evening$/, ' 18:00'],
  [/(?<=[a-z]|-\d\d) night$/, ' 20:00'],
];

const withClock = (words: string): string =>
  PARTS_OF_DAY.reduce((read, [pattern, time]) => read.replace(pattern, time), words);

/** What was said: dates that it may mean, the earliest first, and perhaps a time, in the speaker's zone or at an offset. */
interface Reading {
  readonly dates: readonly LocalDate[];
  readonly minute: number | null;
  /** Minutes east of UTC, where an offset was said. */
  readonly offset: number | null;
}

/** What ends a span that is counted from now: "two days ago", "a week later". */
const COUNTED = /\b(?:ago|before|earlier|later|after|from now|henceforth|forward|out)\b/;
/** Compiling the two patterns that read such spans takes a quarter of a second, so only those words are shown to them. */
const withoutCounted = (): Chrono =>
  new Chrono({
    // These patterns ask nothing of the context.
    parsers: casual.parsers.filter(
      (parser) => !/\bago\b|\blater\b/.test(parser.pattern({ option: {} } as never).source),
    ),
    refiners: casual.refiners,
  });
/** Made for the first date: no start waits for it. */
let uncounted: Chrono | undefined;

function readParts(words: string, today: LocalDate, time: WorkingTime): Reading | 'past' | null {
  if (AMBIGUOUS.test(words) || /^\d{1,4}$/.test(words)) return null;
  // Noon of the speaker's date, which no change of the clock comes near; the time of now is no part of the question.
  uncounted ??= withoutCounted();
  const chrono = COUNTED.test(words) ? casual : uncounted;
  const [result, ...others] = chrono.parse(words, { instant: new Date(`${today}T12:00:00Z`), timezone: 0 });
  if (!result || others.length > 0 || result.end || result.text.length < words.length) return null;
  if (/\b(?:last|past|ago|earlier|yesterday)\b/.test(words)) return 'past';
  const { start } = result;
  if (start.tags().has('result/relativeDateAndTime') || words === 'now') return null;
  const dates = datesOf(start, today);
  return dates && { dates, minute: minuteOf(start, words, time), offset: certain(start, 'timezoneOffset') };
}

/** 3/4 is a day in March to some and in April to others. */
const AMBIGUOUS = /(?<![\d/.-])(?:0?[1-9]|1[0-2])[/.](?:0?[1-9]|1[0-2])(?![\d:])/;

type Parts = ParsedResult['start'];

const certain = (parts: Parts, name: Parameters<Parts['get']>[0]): number | null =>
  parts.isCertain(name) ? parts.get(name) : null;

function datesOf(start: Parts, today: LocalDate): LocalDate[] | null {
  const [year, month, day, weekday] = (['year', 'month', 'day', 'weekday'] as const).map((n) =>
    certain(start, n),
  );
  if (day != null && month != null) {
    const thisYear = Number(today.slice(0, 4));
    const dates = (year != null ? [year] : [thisYear, thisYear + 1]).map((y) => isoDate(y, month, day));
    const date = dates.find((d) => isLocalDate(d) && (year != null || d >= today));
    return date === undefined || (weekday != null && weekdayOf(date) % 7 !== weekday) ? null : [date];
  }
  if (weekday != null && month == null) {
    const date = addDays(today, (weekday - weekdayOf(today) + 7) % 7);
    return [date, addDays(date, 7)];
  }
  return month == null && year == null && start.isCertain('hour') ? [today, addDays(today, 1)] : null;
}

const isoDate = (year: number, month: number, day: number): LocalDate =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** "At 5", and "5:30", mean the afternoon unless that hour of the morning is worked; "05:30" is taken at its word. */
function minuteOf(start: Parts, words: string, time: WorkingTime): number | null {
  const hour = certain(start, 'hour');
  if (hour === null) return null;
  const minute = hour * 60 + (start.get('minute') ?? 0);
  const told = start.isCertain('meridiem') || hour === 0 || hour > 6 || /(?<![\d-])0\d:|\dt\d/.test(words);
  const worked = Object.values(time.hours).some((spans) =>
    spans.some((s) => s.from <= minute && minute < s.to),
  );
  return told || worked ? minute : minute + 12 * 60;
}

/** Something due before Friday is due by the end of the working day before it. */
const theDayBefore = (reading: Reading, time: WorkingTime): Reading =>
  reading.minute === null
    ? { ...reading, dates: reading.dates.map((date) => addWorkingDates(date, -1, time) ?? addDays(date, -1)) }
    : reading;

/** The first of the dates that is still ahead. Of a day whose working hours are over, its midnight is. */
function choose({ dates, minute, offset }: Reading, time: WorkingTime, now: Instant): Due | 'past' {
  const { zone } = time;
  const timed = minute !== null;
  const instants = dates.map((date) => {
    if (!timed) return endOfWorkingDate(date, time);
    return offset === null ? instantAt(date, minute, zone) : instantAt(date, minute, 'UTC') - offset * 60_000;
  });
  const at = instants.find((instant) => instant > now);
  if (at !== undefined) return { at, zone, timed };
  const [only, other] = dates;
  const midnight = only && other === undefined && !timed ? instantAt(only, LAST_MINUTE, zone) : now;
  return midnight > now ? { at: midnight, zone, timed: false } : 'past';
}
