/** People's words, cut into pieces that the page can show inert. Nothing here makes markup. */

export type Piece =
  | { readonly kind: 'text' | 'code' | 'block'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'link'; readonly url: string }
  /** `<@account>`, or `@handle` as typed; the page looks the person up and shows the words when there is none. */
  | { readonly kind: 'account' | 'handle'; readonly who: string };

/** Each alternative ends at the first character it may not contain, so that reading stays linear. */
const MARKS = new RegExp(
  [
    '\\n?```(?<block>[^`]+)```\\n?',
    '`(?<code>[^`\\n]+)`',
    '<@(?<account>[^<>\\s|]{1,100})(?:\\|[^<>]{0,100})?>',
    '(?<link>https?://[^\\s<>"]+)',
    '(?<![\\w*])\\*(?<bold>[^*\\n]+)\\*(?![\\w*])',
    '(?<![\\w_])_(?<italic>[^_\\n]+)_(?![\\w_])',
    '(?<![\\w~])~(?<strike>[^~\\n]+)~(?![\\w~])',
    '(?<![\\w@.])@(?<handle>[A-Za-z0-9][\\w.-]{0,60})',
  ].join('|'),
  'gu',
);

/** Cuts words into pieces; joined, the pieces hold all of what was said but the marks. */
export function pieces(words: string): Piece[] {
  const found: Piece[] = [];
  let behind = 0;
  const say = (text: string) => {
    if (text) found.push({ kind: 'text', text });
  };
  for (const match of words.matchAll(MARKS)) {
    if (match.index < behind) continue;
    const { piece, length } = read(match);
    if (!piece) continue;
    say(words.slice(behind, match.index));
    found.push(piece);
    behind = match.index + length;
  }
  say(words.slice(behind));
  return found;
}

function read(match: RegExpExecArray): { piece: Piece | null; length: number } {
  const { block, code, account, link, bold, italic, strike, handle } = match.groups ?? {};
  const whole = { length: match[0].length };
  if (block) return { piece: { kind: 'block', text: block.replace(/^\n|\n$/g, '') }, ...whole };
  if (code) return { piece: { kind: 'code', text: code }, ...whole };
  if (account) return { piece: { kind: 'account', who: account }, ...whole };
  if (bold) return { piece: emphasis('bold', bold), ...whole };
  if (italic) return { piece: emphasis('italic', italic), ...whole };
  if (strike) return { piece: emphasis('strike', strike), ...whole };
  if (handle) {
    const who = handle.replace(/[.-]+$/, '');
    return { piece: { kind: 'handle', who }, length: who.length + 1 };
  }
  const url = trimLink(link ?? '');
  return { piece: safeLink(url) ? { kind: 'link', url } : null, length: url.length };
}

/** A star with a space inside is a star: `2 * 3 * 4` is no emphasis. */
function emphasis(kind: 'bold' | 'italic' | 'strike', words: string): Piece | null {
  return words.trim() === words ? { kind, pieces: pieces(words) } : null;
}

/** What ends a sentence does not belong to the link; nor does a bracket that was not opened in it. */
function trimLink(link: string): string {
  let unopened = link.split(')').length - link.split('(').length;
  let end = link.length;
  for (; end > 0; end -= 1) {
    const last = link.charAt(end - 1);
    if (!/[.,;:!?'")\]}*_~`]/.test(last) || (last === ')' && unopened <= 0)) break;
    if (last === ')') unopened -= 1;
  }
  return link.slice(0, end);
}

/** True of an address that may be opened from the page. */
export function safeLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && hostname !== '';
}
