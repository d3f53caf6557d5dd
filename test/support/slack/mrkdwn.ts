/** Slack's text as its readers see it: mentions by name, dates in their zone, marks gone and entities as characters. */
import { formatOf } from '../date-format.ts';
import type { Block, Element, TextObject } from './shapes.ts';
import { unescaped } from './typed.ts';

/** Who reads, and what things are called. */
export interface Reader {
  readonly zone: string;
  readonly now: number;
  user(id: string): string;
  channel(id: string): string;
  group(id: string): string;
}

export interface Style {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly strike?: boolean;
  readonly code?: boolean;
}

export interface Run extends Style {
  readonly text: string;
  readonly href?: string;
  readonly mention?: boolean;
}

export interface Line {
  readonly as: 'text' | 'quote' | 'code' | 'item';
  readonly runs: readonly Run[];
}

const MARKS = [
  ['code', '`'],
  ['bold', '*'],
  ['italic', '_'],
  ['strike', '~'],
] as const;

const NEXT =
  /<([^<>\n]+)>|(?<![\w*`~_])(?:`([^`\n]+)`|\*(\S|\S[^*\n]*?\S)\*|_(\S|\S[^_\n]*?\S)_|~(\S|\S[^~\n]*?\S)~)(?![\w*`~_])/;

export function readText(text: TextObject | string | undefined, reader: Reader): Line[] {
  if (text === undefined) return [];
  const { type, text: words } = typeof text === 'string' ? { type: 'mrkdwn', text } : text;
  if (type === 'plain_text')
    return words.split('\n').map((line) => ({ as: 'text', runs: [{ text: emoji(line) }] }));
  return readMrkdwn(words, reader);
}

/** https://docs.slack.dev/messaging/formatting-message-text */
export function readMrkdwn(text: string, reader: Reader): Line[] {
  return text.split(/```\n?([\s\S]+?)```/).flatMap((part, i): Line[] => {
    if (i % 2 === 1)
      return unescaped(part)
        .split('\n')
        .map((line) => ({ as: 'code', runs: [{ text: line }] }));
    if (part === '') return [];
    return part.split('\n').map((line) => {
      const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line)?.[1];
      return { as: quoted === undefined ? 'text' : 'quote', runs: runsOf(quoted ?? line, reader, {}) };
    });
  });
}

function runsOf(text: string, reader: Reader, style: Style): Run[] {
  const runs: Run[] = [];
  let rest = text;
  for (let found = NEXT.exec(rest); found; found = NEXT.exec(rest)) {
    const [all, entity, ...marked] = found;
    if (found.index > 0) runs.push({ ...style, text: emoji(unescaped(rest.slice(0, found.index))) });
    const at = marked.findIndex((words) => words !== undefined);
    if (entity !== undefined) runs.push({ ...style, ...entityRun(entity, reader) });
    else if (at === 0) runs.push({ ...style, code: true, text: unescaped(marked[0] as string) });
    else runs.push(...runsOf(marked[at] as string, reader, { ...style, [MARKS[at]?.[0] ?? 'bold']: true }));
    rest = rest.slice(found.index + all.length);
  }
  if (rest !== '') runs.push({ ...style, text: emoji(unescaped(rest)) });
  return runs;
}

function entityRun(entity: string, reader: Reader): Run {
  const bar = entity.indexOf('|');
  const target = bar < 0 ? entity : entity.slice(0, bar);
  const label = bar < 0 ? undefined : unescaped(entity.slice(bar + 1));
  if (target.startsWith('@')) return { text: `@${reader.user(target.slice(1))}`, mention: true };
  if (target.startsWith('#')) return { text: `#${reader.channel(target.slice(1))}`, mention: true };
  if (target.startsWith('!date^')) return { text: dateOf(target, label ?? '', reader) };
  if (target.startsWith('!subteam^')) return { text: `@${reader.group(target.slice(9))}`, mention: true };
  if (target.startsWith('!')) return { text: `@${target.slice(1)}`, mention: true };
  return { text: label ?? unescaped(target), href: unescaped(target) };
}

/** `!date^seconds^{date_short_pretty} at {time}^link` */
function dateOf(token: string, fallback: string, { zone, now }: Reader): string {
  const [, seconds, format] = token.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (format === undefined || Number.isNaN(at.getTime())) return fallback;
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => datePart(name, at, zone, now) ?? whole);
}

const DATES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
};

function datePart(name: string, at: Date, zone: string, now: number): string | null {
  const pretty = name.endsWith('_pretty');
  const options = DATES[pretty ? name.slice(0, -'_pretty'.length) : name];
  if (!options) return null;
  if (pretty) {
    const day = (instant: number | Date) => formatOf('sv', zone).format(instant);
    for (const [word, days] of [
      ['yesterday', -1],
      ['today', 0],
      ['tomorrow', 1],
    ] as const)
      if (day(at) === day(now + days * 86_400_000)) return word;
  }
  return formatOf('en-US', zone, options).format(at);
}

const EMOJI: Readonly<Record<string, string>> = {
  ...{ white_check_mark: '✅', heavy_check_mark: '✔️', x: '❌', pushpin: '📌', eyes: '👀', zzz: '💤' },
  ...{ raising_hand: '🙋', warning: '⚠️', tada: '🎉', star: '⭐', bell: '🔔', lock: '🔒', hourglass: '⌛' },
  ...{ red_circle: '🔴', large_green_circle: '🟢', large_yellow_circle: '🟡', wave: '👋', no_entry: '⛔' },
};

export const emoji = (text: string): string =>
  text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

/** Rich text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function readRichText({ elements = [] }: Block, reader: Reader): Line[] {
  return elements.flatMap((part): Line[] => {
    if (part.type === 'rich_text_list')
      return (part.elements ?? []).map((item) => ({ as: 'item', runs: richRuns(item, reader) }));
    const as = ({ rich_text_quote: 'quote', rich_text_preformatted: 'code' } as const)[part.type] ?? 'text';
    return linesOf(richRuns(part, reader)).map((runs) => ({ as, runs }));
  });
}

const richRuns = ({ elements = [] }: Element, reader: Reader): Run[] =>
  elements.map((element) => {
    const style = typeof element.style === 'object' ? element.style : {};
    return { ...style, ...richRun(element, reader) };
  });

function richRun(element: Element, reader: Reader): Run {
  const words = typeof element.text === 'string' ? element.text : '';
  switch (element.type) {
    case 'user':
      return { text: `@${reader.user(element.user_id ?? '')}`, mention: true };
    case 'channel':
      return { text: `#${reader.channel(element.channel_id ?? '')}`, mention: true };
    case 'usergroup':
      return { text: `@${reader.group(element.usergroup_id ?? '')}`, mention: true };
    case 'broadcast':
      return { text: `@${element.range}`, mention: true };
    case 'link':
      return { text: words || (element.url ?? ''), href: element.url ?? '' };
    case 'emoji':
      return { text: emoji(`:${element.name}:`) };
    case 'date':
      return { text: dateOf(`!date^${element.timestamp}^${element.format}`, element.fallback ?? '', reader) };
    default:
      return { text: words };
  }
}

/** Runs with line breaks in them, as lines. */
function linesOf(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    const [first = '', ...more] = run.text.split('\n');
    lines.at(-1)?.push({ ...run, text: first });
    for (const text of more) lines.push([{ ...run, text }]);
  }
  return lines;
}

export const plainLine = ({ runs }: Line): string => runs.map((run) => run.text).join('');
