/** Text -> Discord's markdown. Words of people arrive as they were written: nothing in them marks up, links away or rings. */
import { formatInstant } from '../../coordination/calendar.ts';
import type { Span, Text } from '../../coordination/message.ts';

/** A run of markdown, and the accounts that it rings. */
export interface Written {
  readonly markdown: string;
  readonly rings: readonly string[];
  /** Something was left out, and says so. */
  readonly cut: boolean;
}

/** What could hide or reorder words: control characters, and marks that turn the direction of writing. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
/** A web address as it may stand between `<` and `>`, where Discord reads no markup and shows no preview. */
const ADDRESS = /https?:\/\/[^\s<>"\\^`{|}]*[^\s<>"\\^`{|}.,:;!?'()[\]*_~]/;
/** A whole address, else one character; what marks up is escaped by what stands before it. */
const TOKENS = new RegExp(`${ADDRESS.source}|[\\s\\S]`, 'gu');
const MARKUP = /^[\\*_~`|<>[\]()#@+-]$/;

function* tokens(words: string): Generator<string> {
  let lineBegins = true;
  let digits = false;
  for (const [token] of words.replace(UNSEEN, '').matchAll(TOKENS)) {
    if (token.length > 2) yield `<${token}>`;
    // `1.` begins a list, with a number of Discord's own.
    else if (MARKUP.test(token) || (token === '.' && digits)) yield `\\${token}`;
    else yield token;
    digits = /^\d$/.test(token) && (lineBegins || digits);
    lineBegins = token === '\n' || (lineBegins && token === ' ');
  }
}

/** Words of a person, at most so long once they are escaped; what does not fit ends in `…`. */
export function escaped(words: string, most = Number.POSITIVE_INFINITY): { markdown: string; cut: boolean } {
  let markdown = '';
  const kept: string[] = [];
  for (const token of tokens(words)) {
    if (markdown.length + token.length > most) {
      // Room for the mark is made of what was kept.
      while (kept.length > 0 && markdown.length > most - 1)
        markdown = markdown.slice(0, -(kept.pop() ?? '').length);
      return { markdown: most < 1 ? '' : `${markdown}…`, cut: true };
    }
    markdown += token;
    kept.push(token);
  }
  return { markdown, cut: false };
}

/** On one line: what breaks lines is a space. */
export const oneLine = (words: string): string => words.replace(/\s+/g, ' ').trim();

const isSnowflake = (id: string): boolean => /^\d{15,21}$/.test(id);
const inCode = (words: string): string => oneLine(words.replace(UNSEEN, '').replaceAll('`', 'ˋ'));

const YEAR_MS = 400 * 86_400_000;

/** Web addresses alone are links. */
const safeAddress = (link: string): string | null => {
  if (!URL.canParse(link) || !/^https?:$/.test(new URL(link).protocol)) return null;
  return new URL(link).href.replace(
    /[<>()\s\\]/g,
    (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
};

/** Around words: what stands before and behind them, and the words. */
interface Wrapped {
  readonly before: string;
  readonly words: string;
  readonly behind: string;
}

/** Marks take hold beside a word alone: a space at either end stays outside of them. */
const emphasised = (mark: string, words: string): Wrapped => ({
  before: `${/^\s/.test(words) ? ' ' : ''}${mark}`,
  words: oneLine(words),
  behind: `${mark}${/\s$/.test(words) ? ' ' : ''}`,
});

/** What a span writes whole or not at all, or words that may be cut within their marks. */
function spanned(span: Span): string | Wrapped {
  const wrapped = (mark: string, words: string): Wrapped => ({ before: mark, words, behind: mark });
  if (typeof span === 'string') return wrapped('', span);
  if ('bold' in span) return emphasised('**', span.bold);
  if ('italic' in span) return emphasised('*', span.italic);
  if ('strike' in span) return emphasised('~~', span.strike);
  if ('code' in span) return `\`${inCode(span.code) || ' '}\``;
  if ('link' in span) {
    const address = safeAddress(span.link);
    const words = oneLine(span.text).replace(/https?:\/\//g, '');
    return address && words ? { before: '[', words, behind: `](<${address}>)` } : wrapped('', span.text);
  }
  if ('person' in span) {
    const ring = span.ring?.platform === 'discord' && isSnowflake(span.ring.account);
    return ring ? `<@${span.ring?.account}>` : wrapped('', `@${oneLine(span.name)}`);
  }
  if ('channel' in span) {
    const here = span.channel.platform === 'discord' && isSnowflake(span.channel.channel);
    return here ? `<#${span.channel.channel}>` : wrapped('', `#${oneLine(span.name)}`);
  }
  return momentOf(span);
}

/** An instant in the reader's own zone. A date alone is the same to everyone, so it is written out. */
function momentOf({ instant, zone, timed }: Extract<Span, { instant: number }>): string | Wrapped {
  if (timed) return `<t:${Math.floor(instant / 1000)}:f>`;
  // Seen from another year, a date tells its own.
  const words = formatInstant(instant, zone, { timed, now: instant + YEAR_MS });
  return { before: '', words, behind: '' };
}

/** Whom a span rings. */
const rungBy = (span: Span): readonly string[] =>
  typeof span === 'object' &&
  'person' in span &&
  span.ring?.platform === 'discord' &&
  isSnowflake(span.ring.account)
    ? [span.ring.account]
    : [];

/** A run of text, at most so long. */
export function written(text: Text, most = Number.POSITIVE_INFINITY): Written {
  let markdown = '';
  const rings: string[] = [];
  for (const span of text) {
    const piece = spanned(span);
    const room = most - markdown.length;
    const next = typeof piece === 'string' ? whole(piece, room) : within(piece, room);
    markdown += next.markdown;
    if (next.cut) return { markdown, rings, cut: true };
    rings.push(...rungBy(span));
  }
  return { markdown, rings, cut: false };
}

const whole = (piece: string, room: number) =>
  piece.length <= room ? { markdown: piece, cut: false } : { markdown: room > 0 ? '…' : '', cut: true };

/** Marks around nothing would show as they are. */
function within({ before, words, behind }: Wrapped, room: number): { markdown: string; cut: boolean } {
  if (words.replace(UNSEEN, '') === '') return { markdown: '', cut: false };
  const inner = room - before.length - behind.length;
  if (inner < 1) return { markdown: room > 0 ? '…' : '', cut: true };
  const { markdown, cut } = escaped(words, inner);
  return { markdown: `${before}${markdown}${behind}`, cut };
}

/** Each line of markdown behind a mark: `> ` quotes, `-# ` makes small print. */
export const linesBehind = (mark: string, markdown: string): string =>
  markdown
    .split('\n')
    .map((line) => `${mark}${line}`)
    .join('\n');
