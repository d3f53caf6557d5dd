/** A message as Discord shows it: its words without their markup, line by line, and its buttons. */
import { type APIEmbed, ComponentType } from 'discord-api-types/v10';
import { type Loose, SELECTS, walk } from './limits/components.ts';
import type { HeldMessage, State } from './state.ts';

/** Whose eyes and clock a message is read with. */
export interface Reader {
  readonly state: State;
  /** IANA zone of the reader's own computer. */
  readonly zone: string;
}

export function wordsOf({ api, channel }: HeldMessage, { state, zone }: Reader): string {
  const named = new Map<string, string>();
  const nameOf = (id: string): string => {
    const known = named.get(id) ?? channel.guild?.members.get(id)?.nick ?? displayName(state, id);
    named.set(id, known);
    return known;
  };
  const sources = [
    ...(api.content ? [api.content] : []),
    ...api.embeds.flatMap(embedTexts),
    ...componentTexts(api.components as unknown as readonly Loose[]),
  ];
  const mentions: Mentions = {
    user: (id) => `@${nameOf(id)}`,
    channel: (id) => `#${state.channels.get(id)?.name ?? 'unknown'}`,
    moment: (seconds, style) => momentWords(seconds, style, zone),
  };
  return sources.map((markdown) => visible(markdown, mentions)).join('\n');
}

function displayName({ users }: State, id: string): string {
  const user = users.get(id)?.api;
  return user?.global_name ?? user?.username ?? 'unknown-user';
}

const embedTexts = ({ author, title, description, fields, footer }: APIEmbed): string[] =>
  [
    author?.name,
    title,
    description,
    ...(fields ?? []).map((f) => `${f.name}: ${f.value}`),
    footer?.text,
  ].filter((words): words is string => Boolean(words));

const componentTexts = (components: readonly Loose[]): string[] =>
  [...walk(components)].flatMap(([{ type, content, placeholder }]) => {
    if (type === ComponentType.TextDisplay && content) return [content];
    return SELECTS.includes(type) && placeholder ? [placeholder] : [];
  });

interface Mentions {
  user(id: string): string;
  channel(id: string): string;
  moment(seconds: number, style: string): string;
}

/** What is not markup, leftmost first: an escaped character, code, mentions, moments, addresses. */
const HELD_TOKENS =
  /\\(?<escaped>[^\w\s])|```(?:\w*\n)?(?<block>[\s\S]+?)```|`(?<code>[^`\n]+)`|<@!?(?<user>\d+)>|<#(?<channel>\d+)>|<t:(?<moment>-?\d+)(?::(?<style>[tTdDfFR]))?>|\]\(<?https?:\/\/[^\s)>]+>?\)|<(?<quiet>https?:\/\/[^\s>]+)>|(?<bare>https?:\/\/\S+)/g;

/** Private use characters hold the place of what is not markup. */
const FIRST = 0xe000;

/** Markdown as it is read: `**bold** \* <@1>` is `bold * @Ana`. */
export function visible(markdown: string, mentions: Mentions): string {
  const held: string[] = [];
  const hold = (words: string): string => {
    held.push(words);
    return String.fromCharCode(FIRST + held.length - 1);
  };
  const text = markdown
    .replace(HELD_TOKENS, (whole: string, ...rest: unknown[]) => {
      const token = rest.at(-1) as Record<string, string | undefined>;
      // The end of a masked link stays, to be seen with its beginning.
      if (whole.startsWith('](')) return ']()';
      if (token.user) return hold(mentions.user(token.user));
      if (token.channel) return hold(mentions.channel(token.channel));
      if (token.moment) return hold(mentions.moment(Number(token.moment), token.style ?? 'f'));
      return hold(token.escaped ?? token.block ?? token.code ?? token.quiet ?? token.bare ?? whole);
    })
    .replace(/\[([^\]\n]+)\]\(\)/g, '$1')
    .split('\n')
    .map(lineWords)
    .join('\n')
    .replace(/(\*\*|__|~~|\|\|)(?=\S)([^\n]+?)\1/g, '$2')
    .replace(/\*(?=\S)([^\n*]*\S)\*/g, '$1')
    .replace(/(?<!\w)_(?=\S)([^\n]+?)_(?!\w)/g, '$1');
  return text.replace(/[\uE000-\uF8FF]/g, (mark) => held[mark.charCodeAt(0) - FIRST] ?? mark);
}

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

const momentWords = (seconds: number, style: string, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { ...STYLES[style], timeZone: zone }).format(seconds * 1000);

export interface ButtonShown {
  readonly label: string;
  /** Null: a link. */
  readonly customId: string | null;
  readonly style: number;
}

export const buttonsOf = ({ api }: HeldMessage): readonly ButtonShown[] =>
  [...walk(api.components as unknown as readonly Loose[])].flatMap(([c]) =>
    c.type === ComponentType.Button && !c.disabled
      ? [{ label: c.label ?? '', customId: c.custom_id ?? null, style: c.style ?? 1 }]
      : [],
  );

/** The custom id of the button with this label; in a list its label bears the line's number before it. */
export function customIdOf(message: HeldMessage, label: string): string | null {
  const buttons = buttonsOf(message);
  const found =
    buttons.find((b) => b.label === label) ?? buttons.find((b) => b.label.replace(/^\d+ · /, '') === label);
  return found?.customId ?? null;
}
