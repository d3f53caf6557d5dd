/** A message as Discord shows it: its words without their markup, line by line, and its buttons. */
import { type APIEmbed, ComponentType } from 'discord-api-types/v10';
import { type Loose, SELECTS, walk } from './limits/components.ts';
import { type Mentions, momentWords, visible } from './markdown.ts';
import type { HeldChannel, HeldMessage, State } from './state.ts';

/** Whose eyes and clock a message is read with. */
export interface Reader {
  readonly state: State;
  /** IANA zone of the reader's own computer. */
  readonly zone: string;
}

export function wordsOf(message: HeldMessage, reader: Reader): string {
  const { api } = message;
  const sources = [
    ...(api.content ? [api.content] : []),
    ...api.embeds.flatMap(embedTexts),
    ...componentTexts(api.components as unknown as readonly Loose[]),
    ...pictured(api),
  ];
  const mentions = mentionsIn(message, reader);
  return sources.map((markdown) => visible(markdown, mentions)).join('\n');
}

export const mentionsIn = ({ channel }: HeldMessage, { state, zone }: Reader): Mentions => ({
  user: (id) => `@${displayName(state, channel, id)}`,
  channel: (id) => `#${state.channels.get(id)?.name ?? 'unknown'}`,
  moment: (seconds, style) => momentWords(seconds, style, zone),
});

/** The name here, else everywhere, else the user name. */
export function displayName({ users }: State, { guild }: HeldChannel, id: string): string {
  const user = users.get(id)?.api;
  return guild?.members.get(id)?.nick ?? user?.global_name ?? user?.username ?? 'unknown-user';
}

/** What an embed's picture shows, for whoever does not see it. */
const pictured = ({ embeds, attachments }: HeldMessage['api']): string[] =>
  embeds.some(({ image }) => image) ? attachments.flatMap(({ description }) => description ?? []) : [];

const embedTexts = ({ author, title, description, fields, footer }: APIEmbed): string[] =>
  [
    author?.name,
    title,
    description,
    ...(fields ?? []).map((f) => `${f.name}: ${f.value}`),
    footer?.text,
  ].filter((words): words is string => Boolean(words));

const componentTexts = (components: readonly Loose[]): string[] =>
  [...walk(components)].flatMap(([{ type, content, placeholder, items }]) => {
    if (type === ComponentType.TextDisplay && content) return [content];
    if (type === ComponentType.MediaGallery)
      return (items ?? []).flatMap(({ description }) => description ?? []);
    return SELECTS.includes(type) && placeholder ? [placeholder] : [];
  });

export interface ButtonShown {
  readonly label: string;
  /** Null: a link. */
  readonly customId: string | null;
  readonly style: number;
}

export const buttonsOf = ({ api }: Pick<HeldMessage, 'api'>): readonly ButtonShown[] =>
  [...walk(api.components as unknown as readonly Loose[])].flatMap(([c]) =>
    c.type === ComponentType.Button && !c.disabled
      ? [{ label: c.label ?? '', customId: c.custom_id ?? null, style: c.style ?? 1 }]
      : [],
  );

/** The custom id of the button with this label; in a list its label bears the line's number before it. */
export function customIdOf(message: Pick<HeldMessage, 'api'>, label: string): string | null {
  const buttons = buttonsOf(message);
  const found =
    buttons.find((b) => b.label === label) ?? buttons.find((b) => b.label.replace(/^\d+ · /, '') === label);
  return found?.customId ?? null;
}
