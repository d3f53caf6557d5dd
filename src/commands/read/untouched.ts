/** Code, links, addresses and a platform's own tokens: words in them mean nothing to us and are never changed. */

/** Fenced and inline code, `<…>` tokens, web and e-mail addresses. Each is bounded or ends at its first end, so matching stays linear. */
export const UNTOUCHED =
  '```[^]*?```|`[^`\\n]+`|<[^<>\\s][^<>\\n]*>|\\b[a-z]{2,10}:\\/\\/[^\\s<>]+|(?<=^|[\\s(])[\\w.+-]{1,64}@[\\w-]{1,64}\\.[\\w.-]+';

const PATTERN = new RegExp(UNTOUCHED, 'gi');

/** The text at the same length, with what must stay untouched blanked by a character that is part of no word. */
export const blankUntouched = (text: string): string =>
  text.replace(PATTERN, (found) => '\0'.repeat(found.length));
