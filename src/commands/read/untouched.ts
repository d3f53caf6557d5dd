/** Code, links, addresses and a platform's own tokens: words in them mean nothing to us and are never changed. */

/** Fenced and inline code, `<…>` tokens, web addresses, e-mail addresses. Each ends at its first end, so matching stays linear. */
const UNTOUCHED =
  /```[\s\S]*?```|`[^`\n]+`|<[^<>\s][^<>\n]*>|\b[a-z]{2,10}:\/\/[^\s<>]+|(?<=^|[\s(<])[\w.+-]{1,64}@[\w-]+\.[\w.-]+/gi;

/** The text at the same length with what must stay untouched blanked out by a character that is part of no word. */
export const blankUntouched = (text: string): string =>
  text.replace(UNTOUCHED, (found) => '\u0000'.repeat(found.length));
