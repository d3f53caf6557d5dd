/**
 * Where in free words a due date may stand. A grammar rather than a library's guess: that would take "may", "sat",
 * "in 5 parts" and "the second" for dates, and most words of a captured message are about something else.
 */
import {
  COUNT,
  END_OF_DAY,
  MONTH,
  PERIOD,
  SHORT_WEEKDAY,
  UNIT_LONG,
  UNIT_SHORT,
  WEEKDAY,
  WORKING,
} from './date-words.ts';
import { blankUntouched } from './untouched.ts';

export interface Candidate {
  readonly start: number;
  readonly end: number;
  /** Words before it, within the range, say that something is due then: "by", "due". */
  readonly led: boolean;
}

const DAY_OF_MONTH = '(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?';
const YEAR = '20\\d\\d';
const CLOCK = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?';
const HALF_DAY = '(?:1[0-2]|0?[1-9])(?::[0-5]\\d)? ?(?:am|pm|a\\.m\\.|p\\.m\\.)';
const TIME = `(?:${HALF_DAY}|${CLOCK}|(?:12 )?noon|midday|midnight)`;
const MONTH_DAY = `(?:(?:the )?${DAY_OF_MONTH} (?:of )?${MONTH}|${MONTH} ${DAY_OF_MONTH})(?:,? ${YEAR})?`;
const SPAN = `(?:in|within) (?:half an?|\\d{1,3}\\.\\d|${COUNT}) ?${UNIT_SHORT}|${COUNT} ${UNIT_SHORT} from now`;
const DAY = [
  'today|tonight|tomorrow|tmrw|yesterday|(?:the )?day after tomorrow|this (?:morning|afternoon|evening)',
  `${YEAR}-\\d\\d-\\d\\d(?:T${CLOCK}(?:Z|[+-]\\d\\d:?\\d\\d)?)?`,
  `(?:in|within) ${COUNT} (?:${WORKING} days?|${UNIT_LONG})(?:'? time| from (?:now|today))?`,
  `${COUNT} (?:${WORKING} days?|${UNIT_LONG}) from (?:now|today)`,
  `(?:the )?(?:next ${WORKING} day|end of (?:(?:the |this )?(?:next )?${PERIOD}|${MONTH}))|eo[wmqy]`,
  `(?:${WEEKDAY},? )?${MONTH_DAY}`,
  `(?:this |next |this coming |coming )?${WEEKDAY}(?:,? (?:this|next) week)?`,
  `(?:this|next) ${PERIOD}`,
].join('|');

/** What follows a phrase that ends what is said: nothing, a stop, or another thing that we take out. */
const CLAUSE_END = '(?=\\s{0,3}(?:$|[.,;!?)\\n]|<@|\\0|[@!]\\p{L}|please|pls|thanks))';
const BARE_HOUR = `at (?:1[0-2]|[1-9])${CLAUSE_END}`;
const WITH_TIME = [
  `,? (?:(?:at|by|before) |@ ?)?(?:${TIME}|${END_OF_DAY})`,
  `,? ${BARE_HOUR}`,
  ' (?:morning|afternoon|evening|night)',
].join('|');
const DATE = [
  `(?:${END_OF_DAY}|${TIME}),? (?:on |of )?(?:${DAY})`,
  `(?:${DAY})(?:${WITH_TIME})?`,
  SPAN,
  END_OF_DAY,
  TIME,
].join('|');

const STRONG_LEAD = [
  '(?:is |are )?due(?: date)?(?: is)?:?(?: (?:by|on|at|before))?',
  'deadline(?: is)?:?(?: (?:by|on|at))?',
  'no later than|by|before',
].join('|');

/** Phrases stand on one line, their words a few spaces apart at most. */
const spaced = (pattern: string): string => pattern.replaceAll(' ', '(?:[ \\t\\u00a0]{1,3})');

/** Neither inside a word, a name, a path or a range, nor somebody's ("today's"). */
const CANDIDATE = new RegExp(
  spaced(
    `(?<![\\p{L}\\p{N}_@#/.:'’+-])(?:(?<strong>${STRONG_LEAD}) |(?<weak>on|at|for) |(?<sign>@) ?)?` +
      `(?<date>${DATE})(?![\\p{L}\\p{N}_]|['’/:.–-][\\p{L}\\p{N}])`,
  ),
  'giu',
);
/** Two letters count in capitals only: in small ones they may be words. */
const OFFSET =
  /[ \u00a0]?(?:(?:utc|gmt)(?:[+-]\d{1,2}(?::\d\d)?)?|cest|cet|bst|[ecmp][sd]t|(?<short>[ecmp]t)|jst|ae[sd]t)(?![\p{L}\p{N}])/iuy;

/** A piece of every such phrase: most words hold none, and are not looked through for the phrases themselves. */
const SOME_PIECE = new RegExp(
  `\\d|day|night|noon|morning|evening|tomorrow|tmrw|business|cob|eo[dwmqy]|${PERIOD}|${WEEKDAY}|${MONTH}|h(?:ou)?r|min|${COUNT}[ \\t\\u00a0]{0,3}h`,
  'iu',
);

/** The phrases that may say when something is due: those that are led to first, then as they stand; at most so many. */
export function findCandidates(text: string, most: number): Candidate[] {
  if (!SOME_PIECE.test(text)) return [];
  const visible = blankUntouched(text);
  const found = [...visible.matchAll(CANDIDATE)].map((match) => phraseOf(visible, match));
  const candidates = found.filter((phrase) => phrase.led).slice(0, most);
  for (const phrase of found) {
    if (candidates.length >= most) break;
    if (!phrase.led && standsForDue(phrase)) candidates.push(phrase);
  }
  return candidates.map(({ start, end, date, led }) => ({
    start,
    end: end + offsetLength(visible, end, date),
    led,
  }));
}

function phraseOf(visible: string, match: RegExpExecArray): Phrase {
  const { strong, weak, sign, date = '' } = match.groups ?? {};
  const [start, end] = [match.index, match.index + match[0].length];
  return { visible, start, end, date, led: strong !== undefined, lead: (weak ?? sign)?.toLowerCase() };
}

function offsetLength(visible: string, end: number, date: string): number {
  if (!ENDS_IN_TIME.test(date)) return 0;
  OFFSET.lastIndex = end;
  const match = OFFSET.exec(visible);
  const short = match?.groups?.short ?? '';
  return short === short.toUpperCase() ? (match?.[0].length ?? 0) : 0;
}

interface Phrase extends Candidate {
  readonly visible: string;
  /** The phrase without what leads to it. */
  readonly date: string;
  readonly lead: string | undefined;
}

/** Words before a date that make it another's, a start, a part of a range, or no date: "the Friday demo", "from Monday". */
const NOT_DUE_AFTER =
  /(?:^|[^\p{L}\p{N}])(?:from|since|after|every|each|last|past|previous|first|second|third|fourth|1st|2nd|3rd|4th|the|an?|of|to|through|thru|than|until|till?|during|between|about|around|and|or|as|per|like|not|black|good|cyber|ash|easter|palm)\s{1,3}$/iu;
const NOT_DUE_BEFORE = new RegExp(
  spaced(
    `^(?: of(?!\\p{L})| the \\d| ?[-–—&/] ?[\\p{L}\\p{N}]| (?:to|through|thru|till|until|and|or) (?:${DATE})(?!\\p{L}))`,
  ),
  'iu',
);
const ENDS_CLAUSE = new RegExp(`^${CLAUSE_END}`, 'iu');

const whole = (pattern: string): RegExp => new RegExp(`^(?:${spaced(pattern)})$`, 'iu');
const IS_TIME = whole(TIME);
const IS_EVIDENT_TIME = whole(`${HALF_DAY}|(?:[01]\\d|2[0-3]):[0-5]\\d`);
const ENDS_IN_TIME = new RegExp(`${spaced(TIME)}$`, 'iu');
/** Phrases as often part of what is said as of when it is due: "the end of year review", "once in a week". */
const IS_LOOSE = whole(
  `(?:the )?end of .{1,20}|close of business|cob|(?:this|next) ${PERIOD}|(?:in|within) an? .{1,10}`,
);
/** "Option 2 may work", "march 3 miles". */
const HAS_VERB = /(?:^|\s)(?:may|march|mar)(?=\s|$)/u;
const IS_SHORT_WEEKDAY = whole(SHORT_WEEKDAY);

/** Whether a phrase that nothing says is due may still be taken for when it is. */
function standsForDue({ visible, start, end, date, lead }: Phrase): boolean {
  const [before, after] = [visible.slice(Math.max(0, start - 12), start), visible.slice(end, end + 40)];
  if (NOT_DUE_AFTER.test(before) || NOT_DUE_BEFORE.test(after)) return false;
  const endsClause = ENDS_CLAUSE.test(after);
  if (IS_TIME.test(date))
    return endsClause && (lead === undefined ? IS_EVIDENT_TIME.test(date) : lead !== 'on');
  if (IS_LOOSE.test(date)) return endsClause && !IDIOM.test(before + visible.slice(start, end));
  const meantAsDay = lead === 'on' || lead === 'for';
  const capital = start > 0 && /^\p{Lu}/u.test(date);
  if (IS_SHORT_WEEKDAY.test(date)) return meantAsDay || (endsClause && capital);
  return meantAsDay || endsClause || !HAS_VERB.test(start > 0 ? date : date.toLowerCase());
}

/** "At the end of the day, …" is seldom about a day. */
const IDIOM = /at\s+the\s+end\s+of\s+the\s+day$/i;
