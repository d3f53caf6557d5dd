/** A message of components, for channels and private answers: each line has its button beside it. */
import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import type { Button, Message } from '../../coordination/message.ts';
import { pictureName } from './attached.ts';
import { clipTo, LIMITS } from './limits.ts';
import { more, type Part, partsOf } from './parts.ts';
import { attachment, COLOUR, mentions, type Rendered } from './payload.ts';
import { inRows, Presses, row } from './presses.ts';
import { escaped, oneLine } from './text.ts';

export function asComponents({ blocks, tone = 'plain', summary, file }: Message, key: string): Rendered {
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
