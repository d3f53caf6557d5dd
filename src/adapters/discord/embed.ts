/**
 * A message of content with an embed, for one person directly: only content is shown in a notification, and a message of
 * components may have none.
 */
import type { APIButtonComponentWithCustomId, APIMessageTopLevelComponent } from 'discord.js';
import type { Message } from '../../coordination/message.ts';
import { pictureName } from './attached.ts';
import { clipTo, LIMITS } from './limits.ts';
import { more, type Part, partsOf } from './parts.ts';
import { attachment, COLOUR, mentions, type Rendered } from './payload.ts';
import { inRows, Presses, row } from './presses.ts';
import { escaped, oneLine } from './text.ts';

/** Room for the mark that shows where a line's button is. */
const NUMBERS = 400;

export function asEmbed({ blocks, tone = 'plain', summary }: Message, key: string): Rendered {
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
