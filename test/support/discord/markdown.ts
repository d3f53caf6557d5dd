/** Discord's markdown: https://support.discord.com/hc/en-us/articles/210298617 */
import { formatOf } from '../date-format.ts';

/** What mentions and moments read as. */
export interface Mentions {
  user(id: string): string;
  channel(id: string): string;
  moment(seconds: number, style: string): string;
}

/** What is not markup: words as they are, code, or what stands for a mention, a moment or an address. */
export interface Token {
  readonly kind: 'plain' | 'code' | 'block' | 'mention' | 'moment' | 'address';
  readonly words: string;
}

/** An escaped character, code, a mention, a moment, the end of a masked link, an address: leftmost first. */
const TOKENS =
  /\\(?<escaped>[^\w\s])|```(?:\w*\n)?(?<block>[\s\S]+?)```|`(?<code>[^`\n]+)`|<@!?(?<user>\d+)>|<#(?<channel>\d+)>|<t:(?<moment>-?\d+)(?::(?<style>[tTdDfFR]))?>|\]\(<?(?<link>https?:\/\/[^\s)>]+)>?\)|<(?<quiet>https?:\/\/[^\s>]+)>|(?<bare>https?:\/\/\S+)/g;

/** Private use characters hold the place of tokens while the rest is marked up. */
const FIRST = 0xe000;

/**
 * Marks up what is markup, and puts the tokens back as `show` has them.
 */
export function marked(
  markdown: string,
  mentions: Mentions,
  show: (token: Token) => string,
  markUp: (text: string) => string,
): string {
  const held: string[] = [];
  const hold = (kind: Token['kind'], words: string): string => {
    held.push(show({ kind, words }));
    return String.fromCharCode(FIRST + held.length - 1);
  };
  const text = markdown.replace(TOKENS, (whole: string, ...rest: unknown[]) => {
    const found = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    const { user, channel, moment, style = 'f', block, code, link } = found;
    if (link) return `](${hold('plain', link)})`;
    if (user) return hold('mention', mentions.user(user));
    if (channel) return hold('mention', mentions.channel(channel));
    if (moment) return hold('moment', mentions.moment(Number(moment), style));
    if (block !== undefined) return hold('block', block);
    if (code !== undefined) return hold('code', code);
    const address = found.quiet ?? found.bare;
    return address ? hold('address', address) : hold('plain', found.escaped ?? whole);
  });
  return markUp(text).replace(/[\uE000-\uF8FF]/g, (mark) => held[mark.charCodeAt(0) - FIRST] ?? mark);
}

/** What stands around words, each with the group of the words behind it. */
export const INLINE = {
  link: /\[([^\]\n]+)\]\(([\uE000-\uF8FF])\)/g,
  bold: /\*\*(?=\S)([^\n]+?)\*\*/g,
  underlined: /__(?=\S)([^\n]+?)__/g,
  struck: /~~(?=\S)([^\n]+?)~~/g,
  spoiler: /\|\|(?=\S)([^\n]+?)\|\|/g,
  italic: /\*(?=\S)([^\n*]*\S)\*|(?<!\w)_(?=\S)([^\n]+?)_(?!\w)/g,
} as const;

/** Markdown as it is read: `**bold** \* <@1>` is `bold * @Ana`. */
export function visible(markdown: string, mentions: Mentions): string {
  return marked(markdown, mentions, ({ words }) => words, withoutMarks);
}

const withoutMarks = (text: string): string =>
  Object.values(INLINE).reduce(
    (words, marks) => words.replace(marks, (_, first?: string, second?: string) => first ?? second ?? ''),
    text.split('\n').map(lineWords).join('\n'),
  );

const lineWords = (line: string): string =>
  line.replace(/^(?:#{1,3}|-#|>{1,3}) /, '').replace(/^(\s*)[-*] /, '$1• ');

const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  R: { dateStyle: 'long', timeStyle: 'short' },
};

export const momentWords = (seconds: number, style: string, zone: string): string =>
  formatOf('en-GB', zone, STYLES[style]).format(seconds * 1000);
