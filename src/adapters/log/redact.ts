/**
 * Takes secrets out of text on its way to a log. Works on the finished line, so that it holds for messages, stacks,
 * addresses and fields alike; what it puts in contains nothing that JSON escapes.
 */
const REDACTED = '[redacted]';

/** What tokens look like, for those we were not told of. A first group is kept. */
const PATTERNS: readonly RegExp[] = [
  /()\bxox[a-z]-[\w-]{6,}/g,
  /()\bxapp-[\w-]{6,}/g,
  /(\bhooks\.slack\.com\/[a-z]+\/)[\w/-]+/g,
  /()\b[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,}/g,
  /(\/(?:webhooks|interactions)\/\d{15,21}\/)[\w-]{20,}/g,
  /(\b(?:Bearer|Bot|Basic) +)[\w.~+/=-]{8,}/gi,
  // user:password@ of an address; the user stays.
  /(\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s:@/"'\\]{0,200}:)[^\s@"'\\]{1,500}(?=@)/gi,
  /([?&](?:password|token|secret|code|state|api_?key)=)[^\s&"'\\]+/gi,
  /(\\?"(?:password|[a-z_]*token|[a-z_]*secret|authorization|cookie|api_?key)\\?" *: *\\?")[^"\\]+/gi,
];

/** Shorter ones would blank ordinary words; an address still loses its password by the pattern. */
const LEAST_LENGTH = 4;

/** Matches a secret as it stands in text, in JSON, in JSON within JSON to any depth, and in an address. */
const spellings = (secret: string): string[] => [
  secret.replace(/[^\w\s]/g, (sign) => (sign === '\\' ? '\\\\+' : sign === '"' ? '\\\\*"' : `\\${sign}`)),
  encodeURIComponent(secret).replace(/[^\w%]/g, '\\$&'),
];

/** A function that replaces these secrets, and whatever looks like a token, in a text. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= LEAST_LENGTH).sort((a, b) => b.length - a.length);
  const all = known.length === 0 ? null : new RegExp(known.flatMap(spellings).join('|'), 'g');
  return (text) => {
    const without = all === null ? text : text.replace(all, REDACTED);
    return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${REDACTED}`), without);
  };
}
