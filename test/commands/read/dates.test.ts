import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { findDate, readDate, type SpeakerContext } from '../../../src/commands/read/dates.ts';
import { onTheWall, speaker } from './speaker.ts';

/** What a phrase was read as, on the speaker's wall, a `~` before a date without a time; or the problem. */
function read(words: string, context: SpeakerContext): string {
  const result = readDate(words, context);
  if ('problem' in result) return result.problem.code;
  return `${result.due.timed ? '' : '~'}${onTheWall(result.due.at, context.zone)}`;
}

/** The phrase found in a text, and what it was read as; null when there is none. */
function find(text: string, context = speaker()): string | null {
  const found = findDate(text, context);
  if (!found) return null;
  const { start, end } = found.phrase;
  return `${text.slice(start, end)} = ${found.due.timed ? '' : '~'}${onTheWall(found.due.at, context.zone)}`;
}

describe('a phrase that is a date, said in London on Tuesday 20 October 2026 at noon, is', () => {
  it.each([
    ['by Friday 5pm', 'Fri 2026-10-23 17:00'],
    ['Friday, 5 PM.', 'Fri 2026-10-23 17:00'],
    ['friday at 17:00', 'Fri 2026-10-23 17:00'],
    ['5pm on friday', 'Fri 2026-10-23 17:00'],
    ['friday by 5pm', 'Fri 2026-10-23 17:00'],
    ['friday @ 5pm', 'Fri 2026-10-23 17:00'],
    ['friday at 5', 'Fri 2026-10-23 17:00'],
    ['friday 5:30', 'Fri 2026-10-23 17:30'],
    ['friday 05:30', 'Fri 2026-10-23 05:30'],
    ['friday', '~Fri 2026-10-23 17:00'],
    ['fri', '~Fri 2026-10-23 17:00'],
    ['this friday', '~Fri 2026-10-23 17:00'],
    ['before friday', '~Thu 2026-10-22 17:00'],
    ['monday', '~Mon 2026-10-26 17:00'],
    ['tuesday', '~Tue 2026-10-20 17:00'],
    ['next tuesday', '~Tue 2026-10-27 17:00'],
    ['tuesday next week', '~Tue 2026-10-27 17:00'],
    ['friday 23 october', '~Fri 2026-10-23 17:00'],
    ['today', '~Tue 2026-10-20 17:00'],
    ['tomorrow', '~Wed 2026-10-21 17:00'],
    ['tomorrow at noon', 'Wed 2026-10-21 12:00'],
    ['noon tomorrow', 'Wed 2026-10-21 12:00'],
    ['tomorrow morning', 'Wed 2026-10-21 09:00'],
    ['day after tomorrow', '~Thu 2026-10-22 17:00'],
    ['tonight', 'Tue 2026-10-20 20:00'],
    ['tonight at 8', 'Tue 2026-10-20 20:00'],
    ['midnight', 'Tue 2026-10-20 23:59'],
    ['17:00', 'Tue 2026-10-20 17:00'],
    ['9:00', 'Wed 2026-10-21 09:00'],
    ['at 5', 'Tue 2026-10-20 17:00'],
    ['5pm UTC', 'Tue 2026-10-20 18:00'],
    ['in 2 hours', 'Tue 2026-10-20 14:00'],
    ['in an hour', 'Tue 2026-10-20 13:00'],
    ['in half an hour', 'Tue 2026-10-20 12:30'],
    ['in 1.5 hours', 'Tue 2026-10-20 13:30'],
    ['in 90 minutes', 'Tue 2026-10-20 13:30'],
    ['in 3 days', '~Fri 2026-10-23 17:00'],
    ['in three days', '~Fri 2026-10-23 17:00'],
    ['in 4 days', '~Sat 2026-10-24 17:00'],
    ['in 4 working days', '~Mon 2026-10-26 17:00'],
    ['in 2 working days', '~Thu 2026-10-22 17:00'],
    ['2 business days from now', '~Thu 2026-10-22 17:00'],
    ['5pm in 2 working days', 'Thu 2026-10-22 17:00'],
    ['in 3 days at 10:00', 'Fri 2026-10-23 10:00'],
    ['next working day', '~Wed 2026-10-21 17:00'],
    ['in a week', '~Tue 2026-10-27 17:00'],
    ['in 2 months', '~Sun 2026-12-20 17:00'],
    ['next week', '~Fri 2026-10-30 17:00'],
    ['end of week', '~Fri 2026-10-23 17:00'],
    ['eow', '~Fri 2026-10-23 17:00'],
    ['end of next week', '~Fri 2026-10-30 17:00'],
    ['end of month', '~Fri 2026-10-30 17:00'],
    ['by the end of the month', '~Fri 2026-10-30 17:00'],
    ['eom', '~Fri 2026-10-30 17:00'],
    ['end of next month', '~Mon 2026-11-30 17:00'],
    ['end of may', '~Mon 2027-05-31 17:00'],
    ['eoq', '~Thu 2026-12-31 17:00'],
    ['end of the year', '~Thu 2026-12-31 17:00'],
    ['eod', '~Tue 2026-10-20 17:00'],
    ['end of day', '~Tue 2026-10-20 17:00'],
    ['eod friday', '~Fri 2026-10-23 17:00'],
    ['friday, close of business', '~Fri 2026-10-23 17:00'],
    ['2026-12-24', '~Thu 2026-12-24 17:00'],
    ['2026-12-24 10:00', 'Thu 2026-12-24 10:00'],
    ['2026-12-24T10:00+01:00', 'Thu 2026-12-24 09:00'],
    ['24 dec', '~Thu 2026-12-24 17:00'],
    ['on the 24th of december', '~Thu 2026-12-24 17:00'],
    ['dec 24 at 10:00', 'Thu 2026-12-24 10:00'],
    ['December 24th, 2027 at 5:30 pm', 'Fri 2027-12-24 17:30'],
    ['25 december', '~Fri 2026-12-25 17:00'],
    ['24.12.2026', '~Thu 2026-12-24 17:00'],
    ['1 oct', '~Fri 2027-10-01 17:00'],
    ['20 oct', '~Tue 2026-10-20 17:00'],
  ])('%s: %s', (words, expected) => {
    expect(read(words, speaker())).toBe(expected);
  });

  it.each([
    ['yesterday', 'past_date'],
    ['last friday', 'past_date'],
    ['2 days ago', 'past_date'],
    ['today 9:00', 'past_date'],
    ['24 dec 2025', 'past_date'],
    ['2026-10-19', 'past_date'],
    ['in 0 hours', 'past_date'],
    ['', 'unreadable_date'],
    ['soon', 'unreadable_date'],
    ['now', 'unreadable_date'],
    ['may', 'unreadable_date'],
    ['october', 'unreadable_date'],
    ['5', 'unreadable_date'],
    ['2.1', 'unreadable_date'],
    ['3/4', 'unreadable_date'],
    ['3/4/2027', 'unreadable_date'],
    ['30 feb', 'unreadable_date'],
    ['2026-02-30', 'unreadable_date'],
    ['friday 25:00', 'unreadable_date'],
    ['thursday 23 october', 'unreadable_date'],
    ['mon-wed', 'unreadable_date'],
    ['5-6pm', 'unreadable_date'],
    ['friday or monday', 'unreadable_date'],
    ['friday for the demo', 'unreadable_date'],
    ['in 99999999999 days', 'unreadable_date'],
    ['in 99999999 hours', 'unreadable_date'],
    ['99999-12-24', 'unreadable_date'],
    ['in 999 working days', 'unreadable_date'],
    ['friday '.repeat(1000), 'unreadable_date'],
  ])('none, or gone by: %s is %s', (words, problem) => {
    expect(read(words, speaker())).toBe(problem);
  });
});

describe('a date means what the speaker means', () => {
  const evening = '2026-10-20T17:30';
  it.each([
    // After hours, on a day off, on a weekday of that name.
    ['today', evening, 'Europe/London', '~Tue 2026-10-20 23:59'],
    ['eod', evening, 'Europe/London', '~Tue 2026-10-20 23:59'],
    ['tuesday', evening, 'Europe/London', '~Tue 2026-10-27 17:00'],
    ['17:00', evening, 'Europe/London', 'Wed 2026-10-21 17:00'],
    ['eow', '2026-10-24T10:00', 'Europe/London', '~Fri 2026-10-30 17:00'],
    ['eom', '2026-10-31T10:00', 'Europe/London', '~Sat 2026-10-31 17:00'],
    ['next working day', '2026-12-24T10:00', 'Europe/London', '~Mon 2026-12-28 17:00'],
    ['eow', '2026-12-22T10:00', 'Europe/London', '~Thu 2026-12-24 17:00'],
    ['next monday', '2026-10-25T12:00', 'Europe/London', '~Mon 2026-10-26 17:00'],
    // Another date there than in UTC.
    ['today', '2026-10-20T20:00', 'Asia/Kathmandu', '~Wed 2026-10-21 17:00'],
    ['tomorrow 9am', '2026-10-20T20:00', 'Asia/Kathmandu', 'Thu 2026-10-22 09:00'],
    ['friday 5pm', '2026-10-20T20:00', 'Asia/Kathmandu', 'Fri 2026-10-23 17:00'],
    ['in 2 hours', '2026-10-20T20:00', 'Asia/Kathmandu', 'Wed 2026-10-21 03:45'],
    ['today', '2026-10-20T02:00', 'America/New_York', '~Mon 2026-10-19 23:59'],
    ['24 dec', '2026-10-20T02:00', 'Pacific/Apia', '~Thu 2026-12-24 17:00'],
    // Across a change of the clock, and on it.
    ['monday 9am', '2026-10-23T11:00', 'Europe/London', 'Mon 2026-10-26 09:00'],
    ['in 3 days at 10:00', '2026-10-23T11:00', 'Europe/London', 'Mon 2026-10-26 10:00'],
    ['in 24 hours', '2026-10-24T11:00', 'Europe/London', 'Sun 2026-10-25 11:00'],
    ['tomorrow 9am', '2026-03-07T12:00', 'America/New_York', 'Sun 2026-03-08 09:00'],
    ['tomorrow 02:30', '2026-03-07T12:00', 'America/New_York', 'Sun 2026-03-08 03:00'],
    ['tomorrow 02:15', '2026-10-03T02:00', 'Australia/Lord_Howe', 'Sun 2026-10-04 02:30'],
    ['monday 10:00', '2026-10-03T02:00', 'Australia/Lord_Howe', 'Mon 2026-10-05 10:00'],
    ['monday 10:00', '2026-04-04T02:00', 'Australia/Lord_Howe', 'Mon 2026-04-06 10:00'],
    ['in 2 working days', '2026-04-03T02:00', 'Australia/Sydney', '~Tue 2026-04-07 17:00'],
  ])('%s, said at %s in %s, is %s', (words, now, zone, expected) => {
    expect(read(words, speaker(now, zone))).toBe(expected);
  });

  it('takes the first of two times that an autumn night shows', () => {
    const result = readDate('tomorrow 01:30', speaker('2026-10-24T11:00'));
    expect(result).toEqual({
      due: { at: Date.parse('2026-10-25T00:30Z'), zone: 'Europe/London', timed: true },
    });
  });

  it('follows the hours that they work', () => {
    const sundayToThursday = Object.fromEntries(
      [7, 1, 2, 3, 4].map((day) => [day, [{ from: 480, to: 960 }]]),
    );
    const cairo = speaker('2026-10-20T11:00', 'Africa/Cairo', sundayToThursday);
    expect(read('eow', cairo)).toBe('~Thu 2026-10-22 16:00');
    expect(read('in 3 working days', cairo)).toBe('~Sun 2026-10-25 16:00');
    const early = speaker('2026-10-20T11:00', 'Europe/London', { 3: [{ from: 300, to: 780 }] });
    expect(read('tomorrow at 6', early)).toBe('Wed 2026-10-21 06:00');
    const never = speaker('2026-10-20T11:00', 'Europe/London', {});
    expect(read('tomorrow', never)).toBe('~Wed 2026-10-21 23:59');
    expect(read('in 2 working days', never)).toBe('unreadable_date');
  });

  describe('wherever the process runs', () => {
    const home = process.env.TZ;
    afterEach(() => {
      if (home === undefined) delete process.env.TZ;
      else process.env.TZ = home;
    });

    it.each(['UTC', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/Santiago'])(
      'in %s',
      (zone) => {
        process.env.TZ = zone;
        expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
        expect(read('tomorrow 02:30', speaker('2026-03-07T12:00'))).toBe('Sun 2026-03-08 02:30');
        expect(read('friday 23 october', speaker())).toBe('~Fri 2026-10-23 17:00');
        expect(read('tomorrow', speaker('2011-12-29T12:00'))).toBe('~Fri 2011-12-30 17:00');
        expect(read('sunday 00:30', speaker('2026-09-05T12:00'))).toBe('Sun 2026-09-06 00:30');
      },
    );
  });
});

describe('any words', () => {
  const pieces =
    'by due before in within 2 999 an half working days weeks months years hours from now ago end of the next this week month friday sat may 24 31 dec feb 29 2026 2028-02-29 at 5pm 17:00 noon midnight tonight tomorrow yesterday eod eow UTC , - / ( @ ? \0'.split(
      ' ',
    );
  it('are read, or are not, and a due date is ahead and in the zone of who speaks', () => {
    const words = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((some) => some.join(' '));
    const said = fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2040, 0, 1) });
    const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia');
    fc.assert(
      fc.property(words, said, zones, (text, now, zone) => {
        const context = { ...speaker('2026-10-20T11:00', zone), now };
        const result = readDate(text, context);
        const found = findDate(text, context);
        for (const due of ['due' in result ? result.due : null, found?.due]) {
          if (!due) continue;
          expect(due.at).toBeGreaterThan(now);
          expect(due.zone).toBe(zone);
        }
        if (found)
          expect(readDate(text.slice(found.phrase.start, found.phrase.end), context)).toEqual({
            due: found.due,
          });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('in free words', () => {
  it.each([
    ['ship the terms by Friday 5pm @lena !high', 'by Friday 5pm = Fri 2026-10-23 17:00'],
    ['fix login today', 'today = ~Tue 2026-10-20 17:00'],
    ['Fix login tomorrow, please.', 'tomorrow = ~Wed 2026-10-21 17:00'],
    ['call tomorrow about the Friday release', 'tomorrow = ~Wed 2026-10-21 17:00'],
    ['prepare Friday demo by Thursday', 'by Thursday = ~Thu 2026-10-22 17:00'],
    ['broke yesterday at 5pm, mend it by friday', 'by friday = ~Fri 2026-10-23 17:00'],
    ['meet on Friday', 'on Friday = ~Fri 2026-10-23 17:00'],
    ['slides for next tuesday', 'for next tuesday = ~Tue 2026-10-27 17:00'],
    ['deadline is Friday 17:00', 'deadline is Friday 17:00 = Fri 2026-10-23 17:00'],
    ['due: 24 dec', 'due: 24 dec = ~Thu 2026-12-24 17:00'],
    ['is due tomorrow at noon, ok?', 'is due tomorrow at noon = Wed 2026-10-21 12:00'],
    ['send invoices end of month', 'end of month = ~Fri 2026-10-30 17:00'],
    ['send invoices by eom to Acme', 'by eom = ~Fri 2026-10-30 17:00'],
    ['finish by the end of the day', 'by the end of the day = ~Tue 2026-10-20 17:00'],
    ['by COB Friday', 'by COB Friday = ~Fri 2026-10-23 17:00'],
    ['reply in 2 hours @bo', 'in 2 hours = Tue 2026-10-20 14:00'],
    ['answer within 2 working days, then close', 'within 2 working days = ~Thu 2026-10-22 17:00'],
    ['deploy at 17:00', 'at 17:00 = Tue 2026-10-20 17:00'],
    ['ship it 5pm', '5pm = Tue 2026-10-20 17:00'],
    ['send it by 5pm EST', 'by 5pm EST = Tue 2026-10-20 23:00'],
    ['tomorrow at 5 @bo', 'tomorrow at 5 = Wed 2026-10-21 17:00'],
    ['tomorrow at 5 locations', 'tomorrow = ~Wed 2026-10-21 17:00'],
    ['launch on May 5 with Bo', 'on May 5 = ~Wed 2027-05-05 17:00'],
    ['launch May 5', 'May 5 = ~Wed 2027-05-05 17:00'],
    ['see you Sat', 'Sat = ~Sat 2026-10-24 17:00'],
    ['ship by sat', 'by sat = ~Sat 2026-10-24 17:00'],
    ['noon tomorrow', 'noon tomorrow = Wed 2026-10-21 12:00'],
    ['one line\nby friday\nanother', 'by friday = ~Fri 2026-10-23 17:00'],
    ['17:00', '17:00 = Tue 2026-10-20 17:00'],
  ])('%j holds %s', (text, expected) => {
    expect(find(text)).toBe(expected);
  });

  it.each([
    'we may need 3 more',
    'option 2 may work',
    'top 5 may win',
    'May 5 people join?',
    'march on',
    'march 3 miles',
    'jan will do it in august',
    'the cat sat on the mat',
    'sat nav fix',
    'fix sun glare',
    'wed the two designs',
    'mon ami',
    'version 2.1 is out',
    'raise it to 1.5',
    'split it in 5 parts',
    'the second one, the 24th',
    'do it now',
    'as soon as possible',
    'reduce latency by 5',
    'give me a second',
    'at the end of the day, quality matters',
    'write the end of year review',
    'corn on the cob',
    'the Friday release needs notes',
    "Friday's notes and today's menu",
    'every monday standup',
    'last friday we shipped',
    'friday the 13th',
    'Black Friday campaign',
    'first Monday in november',
    'out of office from Monday to Friday',
    'Monday or Tuesday',
    'mon-fri, 9am-5pm',
    '10:00-11:00 meeting',
    '1:1 with Bo, 5/6 done',
    '24-26 dec',
    '2026-12-24-notes and backup-2027-01-01.tar',
    'the server crashed at 17:00 and came back',
    'ratio 16:09 looks odd',
    'as of today',
    'not today',
    'done within 2 hours of launch',
    'mail friday@example.com',
    'ask @friday and see #monday',
    'see https://example.com/by/friday/2026-12-24?due=tomorrow ',
    'run `at tomorrow 5pm` twice',
    '```\nby friday\n```',
    'ask <@friday> or <https://x.y|by friday>',
    'ship by 2020-01-01',
    'yesterday',
    '',
  ])('%j holds no due date', (text) => {
    expect(find(text)).toBeNull();
  });
});
