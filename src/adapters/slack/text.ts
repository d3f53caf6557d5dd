/**
 * Runs of text -> Slack. In rich text, words are words: no mark, code of an emoji, mention or address within them means
 * anything. A few places take only mrkdwn, which has no escape for `*`, `_`, `~`, backticks and `:codes:`: what holds any
 * of them is told apart here and goes as rich text as well. https://docs.slack.dev/messaging/formatting-message-text
 */
import type { RichTextElement } from '@slack/web-api';
import { formatInstant, type Instant, type Zone } from '../../coordination/calendar.ts';
import type { Span, Text } from '../../coordination/message.ts';
import { LIMITS } from './limits.ts';

/** Marks that turn the direction of all that follows, and control characters: nothing of them is to be seen. */
const UNSEEN = /[\u202A-\u202E\u2066-\u2069]|(?![\n\t])\p{Cc}/gu;

export const seen = (words: string): string => words.replace(UNSEEN, '');

/** What mrkdwn might take for markup: an underscore within a word is none. */
const MARKUP = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:[^\s:]+:|^[^\S\n]*>/mu;

const WHEN = '{date_short_pretty} at {time}';

/** Without a day that is today, so that it holds for as long as the message stands. */
const FAR_OFF: Instant = 0;

const dateIn = (at: Instant, zone: Zone): string => formatInstant(at, zone, { timed: false, now: FAR_OFF });
const fallback = (at: Instant, zone: Zone): string =>
  `${formatInstant(at, zone, { timed: true, now: FAR_OFF })} (${zone})`;

type Style = 'bold' | 'italic' | 'code' | 'strike';

const styled = (text: string, style?: Style): RichTextElement[] =>
  text === '' ? [] : [{ type: 'text', text, ...(style ? { style: { [style]: true } } : {}) }];

export const elementsOf = (text: Text): RichTextElement[] => text.flatMap(elementOf);

function elementOf(span: Span): RichTextElement[] {
  if (typeof span === 'string') return styled(seen(span));
  if ('bold' in span) return styled(seen(span.bold), 'bold');
  if ('italic' in span) return styled(seen(span.italic), 'italic');
  if ('code' in span) return styled(seen(span.code), 'code');
  if ('strike' in span) return styled(seen(span.strike), 'strike');
  if ('link' in span) {
    const text = seen(span.text);
    return isAddress(span.link)
      ? [{ type: 'link', url: span.link, ...(text === '' ? {} : { text }) }]
      : styled(`${text} (${seen(span.link)})`);
  }
  if ('person' in span) {
    return span.ring?.platform === 'slack'
      ? [{ type: 'user', user_id: span.ring.account }]
      : styled(`@${seen(span.name)}`);
  }
  if ('channel' in span) {
    return span.channel.platform === 'slack'
      ? [{ type: 'channel', channel_id: span.channel.channel }]
      : styled(`#${seen(span.name)}`);
  }
  const { instant, zone, timed } = span;
  // A date alone is the same to everyone; Slack would show it in the reader's zone.
  if (!timed) return styled(dateIn(instant, zone));
  return [
    { type: 'date', timestamp: Math.floor(instant / 1000), format: WHEN, fallback: fallback(instant, zone) },
  ];
}

const isAddress = (url: string): boolean =>
  /^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url) && url.length <= LIMITS.url;

/** Null where mrkdwn could misread the words. It is to be sent with `verbatim`, so that addresses stay words. */
export function mrkdwnOf(text: Text): string | null {
  const elements = elementsOf(text);
  if (MARKUP.test(elements.map(wordsOf).join(''))) return null;
  if (elements.some((element, i) => !standsApart(element, elements[i - 1], elements[i + 1]))) return null;
  return elements.map(writtenOf).join('');
}

/** What an element shows of people's words. */
const wordsOf = (element: RichTextElement): string =>
  element.type === 'text' ? element.text : element.type === 'link' ? (element.text ?? '') : ' ';

/** Marks take effect for certain only where a space or a stop stands outside of them, or nothing. */
function standsApart(
  element: RichTextElement,
  before: RichTextElement | undefined,
  after: RichTextElement | undefined,
): boolean {
  if (element.type !== 'text' || !element.style || element.text.trim() === '') return true;
  const opens = /^\s/.test(element.text) || before === undefined || /[\s(]$/.test(edgeOf(before));
  const closes = /\s$/.test(element.text) || after === undefined || /^[\s.,;:!?)]/.test(edgeOf(after));
  return opens && closes;
}

/** Of what has marks or brackets of its own, none may touch another's. */
const edgeOf = (element: RichTextElement): string =>
  element.type === 'text' && !element.style ? element.text : '';

function writtenOf(element: RichTextElement): string {
  switch (element.type) {
    case 'text':
      return marked(element.text, element.style);
    case 'link': {
      const url = escaped(element.url.replace(/[|<>\s]/g, encodeURIComponent));
      return element.text === undefined ? `<${url}>` : `<${url}|${escaped(element.text)}>`;
    }
    case 'user':
      return `<@${element.user_id}>`;
    case 'channel':
      return `<#${element.channel_id}>`;
    case 'date':
      return `<!date^${element.timestamp}^${element.format}|${element.fallback}>`;
    default:
      throw new Error(`no mrkdwn is made of ${element.type}`);
  }
}

/** Marks must touch the words they are of: spaces at the ends stay outside. */
function marked(
  text: string,
  style: { bold?: boolean; italic?: boolean; code?: boolean } | undefined,
): string {
  const mark = !style ? '' : style.bold ? '*' : style.italic ? '_' : style.code ? '`' : '~';
  const core = text.trim();
  if (mark === '' || core === '') return escaped(text);
  const start = text.length - text.trimStart().length;
  return `${text.slice(0, start)}${mark}${escaped(core)}${mark}${text.slice(start + core.length)}`;
}

/** The three characters that mrkdwn, and the text of a notification, take for the start of something. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
