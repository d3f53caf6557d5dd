/** The words of dates, as pieces of patterns for lower-case text. None repeats without a bound, so matching stays linear. */

export const WEEKDAY =
  '(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';
/** Those that are words, or names, of their own. */
export const SHORT_WEEKDAY = '(?:mon|weds?|sat|sun)';
export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
export const COUNT =
  '(?:\\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of)';
export const UNIT_SHORT = '(?:hours?|hrs?|h|minutes?|mins?)';
export const UNIT_LONG = '(?:days?|weeks?|months?|years?)';
export const WORKING = '(?:working|business|work)';
export const PERIOD = '(?:week|month|quarter|year)';
export const END_OF_DAY =
  '(?:eod|cob|close of business|(?:the )?end of (?:the |my )?(?:(?:working|business|work) )?day)';
