/**
 * The phrases that a date library does not know or reads without working time: working days, ends of weeks and months,
 * spans from now, "next tuesday". Each is turned into an ISO date in place, so that a time beside it is still read.
 */
import {
  addDays,
  addMonths,
  addWorkingDates,
  type Instant,
  isWorkingDate,
  type LocalDate,
  lastOfMonth,
  localDate,
  type Weekday,
  type WorkingTime,
  weekdayOf,
} from '../../coordination/calendar.ts';
import { COUNT, MONTH, PERIOD, UNIT_LONG, UNIT_SHORT, WEEKDAY, WORKING } from './date-words.ts';

interface Today {
  readonly today: LocalDate;
  readonly time: WorkingTime;
}

type Named = Readonly<Record<string, string | undefined>>;

/** A span of hours and minutes from now, to the millisecond; null for other words. */
export function readSpan(words: string, now: Instant): Instant | null {
  const { count, unit } = SPAN.exec(words)?.groups ?? {};
  if (!count || !unit) return null;
  const minutes = count.startsWith('half') ? 0.5 : (readCount(count) ?? Number(count));
  return now + Math.round(minutes * (unit.startsWith('h') ? 60 : 1) * 60_000);
}

const SPAN = new RegExp(
  `^(?:in |within )?(?<count>half an?|\\d{1,3}\\.\\d|${COUNT}) ?(?<unit>${UNIT_SHORT})(?: from now)?$`,
);

/** The words with our own phrases turned into ISO dates; null when one of them means no date. */
export function withOwnDates(words: string, time: WorkingTime, now: Instant): string | null {
  const context = { today: localDate(now, time.zone), time };
  let read = words;
  for (const { pattern, date } of PHRASES) {
    const match = pattern.exec(read);
    if (!match) continue;
    const found = date(match.groups ?? {}, context);
    if (found === null) return null;
    read = read.slice(0, match.index) + found + read.slice(match.index + match[0].length);
  }
  return read;
}

const phrase = (pattern: string, date: (named: Named, context: Today) => LocalDate | null) => ({
  pattern: new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-]| ago| earlier)`),
  date,
});

/** About a year of them; each is looked up in the calendar. */
const MOST_WORKING_DAYS = 260;

const PHRASES = [
  phrase(
    `(?:in |within )?(?<count>${COUNT}) ${WORKING} days?(?: from (?:now|today))?`,
    ({ count = '' }, { today, time }) => {
      const days = readCount(count) ?? 0;
      return days <= MOST_WORKING_DAYS ? addWorkingDates(today, days, time) : null;
    },
  ),
  phrase(`(?:the )?next ${WORKING} day`, (_, { today, time }) => addWorkingDates(today, 1, time)),
  phrase(
    `(?:in |within )?(?<count>${COUNT}) (?<unit>${UNIT_LONG})(?:'? time| from (?:now|today))?`,
    ({ count = '', unit = '' }, { today }) => addUnits(today, readCount(count) ?? 0, unit),
  ),
  phrase('(?:the )?day after tomorrow', (_, { today }) => addDays(today, 2)),
  phrase('tomorrow|tmrw', (_, { today }) => addDays(today, 1)),
  phrase('today', (_, { today }) => today),
  phrase(
    `(?:the )?end of (?:the |this )?(?<next>next )?(?<period>${PERIOD})`,
    ({ next, period = '' }, context) => endOf(period, next ? 1 : 0, context),
  ),
  phrase('eo(?<period>[wmqy])', ({ period = '' }, context) => endOf(period, 0, context)),
  phrase(`(?:the )?end of (?<month>${MONTH})`, ({ month = '' }, context) => endOfMonth(month, context)),
  phrase(`(?<day>${WEEKDAY}),? (?:of )?(?<which>this|next) week`, weekdayOfWeek),
  phrase(`(?<which>this|next|this coming|coming) (?<day>${WEEKDAY})`, weekdayOfWeek),
  phrase(`(?<which>this|next) (?<period>${PERIOD})`, ({ which, period = '' }, context) =>
    endOf(period, which === 'next' ? 1 : 0, context),
  ),
];

const NUMBERS = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

function readCount(words: string): number | null {
  if (/^\d+$/.test(words)) return Number(words);
  if (/^an?$/.test(words)) return 1;
  if (words === 'a couple of') return 2;
  return NUMBERS.includes(words) ? NUMBERS.indexOf(words) + 1 : null;
}

function addUnits(date: LocalDate, count: number, unit: string): LocalDate {
  if (unit.startsWith('d')) return addDays(date, count);
  if (unit.startsWith('w')) return addDays(date, 7 * count);
  return addMonths(date, unit.startsWith('m') ? count : 12 * count);
}

/** "This friday" is the coming one, today included; "next friday" the one of the week after this, which starts on Monday. */
function weekdayOfWeek({ which, day = '' }: Named, { today }: Today): LocalDate {
  const weekday = WEEKDAY_PREFIXES.indexOf(day.slice(0, 2)) + 1;
  const ahead = weekday - weekdayOf(today);
  return addDays(today, which === 'next' ? ahead + 7 : (ahead + 7) % 7);
}

const WEEKDAY_PREFIXES = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function endOfMonth(month: string, context: Today): LocalDate {
  const ahead = MONTHS.indexOf(month.slice(0, 3)) + 1 - Number(context.today.slice(5, 7));
  return endOf('month', (ahead + 12) % 12, context);
}

/** The last working day of this period, or of the one `later` periods on. */
function endOf(period: string, later: number, { today, time }: Today): LocalDate {
  if (period.startsWith('w')) return endOfWeek(addDays(today, 7 * later), time, today);
  const months = period.startsWith('m') ? 1 : period.startsWith('q') ? 3 : 12;
  const month = Number(today.slice(5, 7)) - 1;
  const last = lastOfMonth(
    addMonths(`${today.slice(0, 8)}01`, months - 1 - (month % months) + months * later),
  );
  const working = lastWorking(last, 15, time) ?? last;
  return working < today ? last : working;
}

/** Said when a week's work is over, its end is that of the next week. */
function endOfWeek(date: LocalDate, time: WorkingTime, today: LocalDate): LocalDate {
  const last = addDays(date, 6 - ((weekdayOf(date) - firstOfWeek(time) + 7) % 7));
  const working = lastWorking(last, 7, time) ?? last;
  return working < today ? (lastWorking(addDays(last, 7), 7, time) ?? addDays(last, 7)) : working;
}

function lastWorking(last: LocalDate, within: number, time: WorkingTime): LocalDate | null {
  for (let back = 0; back < within; back++) {
    const date = addDays(last, -back);
    if (isWorkingDate(date, time)) return date;
  }
  return null;
}

/** The day after someone's longest run of weekdays off, so that a week of Sunday to Thursday begins on Sunday. */
function firstOfWeek(time: WorkingTime): Weekday {
  const off = ([1, 2, 3, 4, 5, 6, 7] as const).map((day) => (time.hours[day] ?? []).length === 0);
  if (off.every((day) => day)) return 1;
  let [first, longest] = [1, 0];
  for (let day = 0; day < 7; day++) {
    let run = 0;
    while (off[(day - 1 - run + 7) % 7]) run++;
    if (run > longest && !off[day]) [first, longest] = [day + 1, run];
  }
  return first as Weekday;
}
