/**
 * Message -> what Discord is sent: pure. In channels and in private answers a message is made of components, where each
 * line has its button beside it. What goes to one person directly is content with an embed: only content is shown in a
 * notification, and a message of components may have none.
 */
import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RESTAPIAttachment,
} from 'discord.js';
import { type Button, inWords, type Message, type Tone } from '../../coordination/message.ts';
import { type Attached, pictureName } from './attached.ts';
import { type Aside, type Press, pressId } from './custom-id.ts';
import type { Bar } from './form.ts';
import { clipTo, LIMITS } from './limits.ts';
import { more, type Part, partsOf, type Select } from './parts.ts';
import { escaped, oneLine } from './text.ts';

export interface Payload {
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  readonly flags?: number;
  readonly attachments?: RESTAPIAttachment[];
  readonly allowed_mentions: APIAllowedMentions;
}

export interface Rendered {
  readonly payload: Payload;
  /** To be put aside before it is sent. */
  readonly asides: readonly Aside[];
}

/** `shared`: a channel's, or a private answer. `direct`: to one person, who is notified. */
export type Layout = 'shared' | 'direct';

const COLOUR: Readonly<Record<Tone, number | null>> = {
  plain: null,
  good: 0x2f9e6e,
  warning: 0xe8a33d,
  bad: 0xd64550,
};

/**
 * `key` names the send, for what is sent from the outbox; else it is empty. Without what is `attached`, pictures and a
 * file are said in words.
 */
export function renderMessage(
  message: Message,
  layout: Layout,
  key = '',
  attached: Attached | null = null,
): Rendered {
  const said = attached ? message : inWords(message);
  const { payload, asides } = layout === 'shared' ? asComponents(said, key) : asEmbed(said, key);
  return { payload: attached ? { ...payload, attachments: attached.described } : payload, asides };
}

const mentions = (rings: readonly string[]): APIAllowedMentions => ({
  parse: [],
  users: rings.slice(0, 100),
});

/** Gives each press its `custom_id`, and keeps what is to be put aside. */
class Presses {
  readonly asides: Aside[] = [];
  readonly #key: string;
  #place = 0;

  constructor(key: string) {
    this.#key = key;
  }

  id(press: Press): string {
    const { id, aside } = pressId(press, this.#key, this.#place++);
    if (aside) this.asides.push(aside);
    return id;
  }

  button({ label, action, style, confirm }: Button, named = label): APIButtonComponentWithCustomId {
    const words = clipTo(oneLine(named), LIMITS.buttonLabel) || '…';
    return {
      type: ComponentType.Button,
      label: words,
      style: STYLE[style ?? 'plain'],
      custom_id: this.id(confirm ? { action, confirm: { words: confirm, label } } : { action }),
    };
  }

  select({ label, option, action, choices, chosen }: Select): APIStringSelectComponent {
    const long = choices.some(({ value }) => value.length > LIMITS.choiceValue || value === '');
    const values = choices.map(({ value }, at) => (long ? String(at) : value));
    const press = long ? { action, option, values: choices.map(({ value }) => value) } : { action, option };
    const placeholder = clipTo(oneLine(label), LIMITS.placeholder);
    return {
      type: ComponentType.StringSelect,
      custom_id: this.id(press),
      ...(placeholder ? { placeholder } : {}),
      options: choices.map((choice, at) => ({
        label: clipTo(oneLine(choice.label), LIMITS.choiceLabel) || '…',
        value: values[at] ?? '',
        ...(choice.value === chosen ? { default: true } : {}),
      })),
    };
  }
}

const STYLE = {
  plain: ButtonStyle.Secondary,
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const;

const row = <C extends APIComponentInMessageActionRow>(components: C[]): APIActionRowComponent<C> => ({
  type: ComponentType.ActionRow,
  components,
});

const inRows = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / LIMITS.inRow) }, (_, n) =>
    all.slice(n * LIMITS.inRow, (n + 1) * LIMITS.inRow),
  );

function asComponents({ blocks, tone = 'plain', summary, file }: Message, key: string): Rendered {
  const { parts, rings } = partsOf(blocks, LIMITS.texts);
  const presses = new Presses(key);
  const inside = fitted(parts).flatMap((part) => component(part, presses));
  const colour = COLOUR[tone];
  const components: APIMessageTopLevelComponent[] = [
    {
      type: ComponentType.Container,
      ...(key ? { id: numberOf(key) } : {}),
      ...(colour === null ? {} : { accent_color: colour }),
      components:
        inside.length > 0 ? inside : [text(escaped(oneLine(summary), LIMITS.texts).markdown || '…')],
    },
    ...(file ? [{ type: ComponentType.File, file: attachment(file.name) } as const] : []),
  ];
  return {
    payload: { components, flags: MessageFlags.IsComponentsV2, allowed_mentions: mentions(rings) },
    asides: presses.asides,
  };
}

const attachment = (name: string) => ({ url: `attachment://${name}` });

/** A component's own id is a number: it names the send of a message that has nothing to press. */
export const numberOf = (key: string): number =>
  (Buffer.from(key, 'base64url').readUInt32BE(0) >>> 2) + 1_000;

/** Components that a part takes, those within it counted. */
function cost(part: Part): number {
  if (part.part === 'line') return 3;
  if (part.part === 'buttons') return part.buttons.length + Math.ceil(part.buttons.length / LIMITS.inRow);
  return part.part === 'select' ? 2 : 1;
}

/**
 * Fewer than Discord's 40 in all. Where lines with a button each are too many, they are numbered, and their buttons stand
 * together below them; what is still too much is left out from the end, and counted.
 */
function fitted(parts: readonly Part[]): readonly Part[] {
  // The container is one, “and N more” another, and the way back to an earlier message a third.
  const most = LIMITS.components - 3;
  const total = (all: readonly Part[]): number => all.reduce((sum, part) => sum + cost(part), 0);
  if (total(parts) <= most) return parts;
  const all = gathered(parts);
  let dropped = 0;
  while (total(all) > most) {
    const at = all.findLastIndex(({ part }) => part === 'buttons' || part === 'select' || part === 'divider');
    const last = all[at];
    if (last?.part === 'buttons' && last.buttons.length > 1)
      all[at] = { part: 'buttons', buttons: last.buttons.slice(0, -1) };
    else all.splice(at < 0 ? all.length - 1 : at, 1);
    dropped += last?.part === 'divider' ? 0 : 1;
  }
  return dropped > 0 ? [...all, { part: 'text', markdown: `-# …and ${more(dropped, 'button')}` }] : all;
}

/** Lines that follow one another as one text, and their buttons below it, with the numbers of their lines. */
function gathered(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  let buttons: Button[] = [];
  let number = 0;
  const flush = (): void => {
    if (buttons.length > 0) all.push({ part: 'buttons', buttons });
    buttons = [];
  };
  for (const part of parts) {
    const last = all.at(-1);
    if (part.part === 'line') {
      number += 1;
      const markdown = `${number}. ${part.markdown}`;
      if (last?.part === 'text')
        all[all.length - 1] = { part: 'text', markdown: `${last.markdown}\n${markdown}` };
      else all.push({ part: 'text', markdown });
      buttons.push({ ...part.button, label: `${number} · ${part.button.label}` });
    } else {
      if (part.part === 'text' && last?.part === 'text' && buttons.length > 0) flush();
      else if (part.part !== 'text') flush();
      all.push(part);
    }
  }
  flush();
  return all;
}

const text = (content: string) => ({ type: ComponentType.TextDisplay, content }) as const;

function component(part: Part, presses: Presses): APIComponentInContainer[] {
  switch (part.part) {
    case 'text':
      return [text(part.markdown)];
    case 'line':
      return [
        {
          type: ComponentType.Section,
          components: [text(part.markdown)],
          accessory: presses.button(part.button),
        },
      ];
    case 'buttons':
      return inRows(part.buttons).map((buttons) => row(buttons.map((button) => presses.button(button))));
    case 'select':
      return [row([presses.select(part)])];
    case 'divider':
      return [{ type: ComponentType.Separator }];
    case 'picture': {
      const description = clipTo(part.picture.alternative, LIMITS.alternative);
      const media = attachment(pictureName(part.picture));
      return [{ type: ComponentType.MediaGallery, items: [{ media, description }] }];
    }
  }
}

/** Room for the mark that shows where a line's button is. */
const NUMBERS = 400;

function asEmbed({ blocks, tone = 'plain', summary }: Message, key: string): Rendered {
  const { parts, rings } = partsOf(blocks, LIMITS.embedDescription - NUMBERS);
  const presses = new Presses(key);
  const { lines, rows } = stacked(parts, presses);
  const description = lines.join('\n');
  const content = escaped(oneLine(summary), LIMITS.content).markdown || '…';
  const colour = COLOUR[tone];
  const [picture] = parts.flatMap((part) => (part.part === 'picture' ? [part.picture] : []));
  const embeds =
    !picture && (description === '' || description === content)
      ? []
      : [
          {
            description: clipTo(description, LIMITS.embedDescription),
            ...(colour === null ? {} : { color: colour }),
            ...(picture ? { image: attachment(pictureName(picture)) } : {}),
          },
        ];
  return {
    payload: { content, embeds, components: rows, allowed_mentions: mentions(rings) },
    asides: presses.asides,
  };
}

/** The words one below the other, and what is pressed below them: a line's button bears the line's number. */
function stacked(
  parts: readonly Part[],
  presses: Presses,
): { lines: string[]; rows: APIMessageTopLevelComponent[] } {
  const lines: string[] = [];
  const rows: APIMessageTopLevelComponent[] = [];
  let waiting: APIButtonComponentWithCustomId[] = [];
  let number = 0;
  const flush = (): void => {
    for (const buttons of inRows(waiting)) rows.push(row(buttons));
    waiting = [];
  };
  for (const part of parts) {
    if (part.part === 'text') lines.push(part.markdown);
    else if (part.part === 'divider') lines.push('');
    else if (part.part === 'line') {
      number += 1;
      lines.push(`${number}. ${part.markdown}`);
      waiting.push(presses.button(part.button, `${number} · ${part.button.label}`));
    } else if (part.part === 'buttons') waiting.push(...part.buttons.map((button) => presses.button(button)));
    else if (part.part === 'select') {
      flush();
      rows.push(row([presses.select(part)]));
    }
  }
  flush();
  const left = rows.length - LIMITS.rows;
  if (left > 0) lines.push(`-# …and ${more(left, 'row')} of buttons`);
  return { lines, rows: rows.slice(0, LIMITS.rows) };
}

/** The same, seen by one person alone. */
export const privately = (payload: Payload): Payload => ({
  ...payload,
  flags: (payload.flags ?? 0) | MessageFlags.Ephemeral,
});

/** A message with buttons of the adapter's own below it. */
export function renderBar({ message, buttons }: Bar): Payload {
  const { payload } = renderMessage(message, 'shared');
  const pressed = buttons.map(
    ({ label, customId, primary }): APIButtonComponentWithCustomId => ({
      type: ComponentType.Button,
      label: clipTo(oneLine(label), LIMITS.buttonLabel),
      style: primary ? ButtonStyle.Primary : ButtonStyle.Secondary,
      custom_id: customId,
    }),
  );
  return { ...payload, components: [...payload.components, row(pressed)] };
}
