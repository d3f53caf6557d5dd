/** Slack writes an emoji in a message's text as its code, `:tada:`; the message's blocks tell which characters it is. */
import { z } from 'zod';

const element = z.object({
  type: z.string(),
  name: z.string().optional(),
  /** Code points, `1f44b-1f3fb`; an emoji of the team's own has none. */
  unicode: z.string().optional(),
  elements: z.array(z.unknown()).optional(),
});

/** The skin tone is a code of its own behind the first. */
const CODE = /:([^\s:]+):(?::skin-tone-\d:)?/g;

export function withEmoji(text: string, blocks: unknown): string {
  if (!text.includes(':') || !Array.isArray(blocks)) return text;
  const characters = emojiIn(blocks);
  return text.replace(CODE, (code, name: string) => characters.get(name) ?? code);
}

function emojiIn(blocks: readonly unknown[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open = [...blocks];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const read = element.safeParse(next);
    if (!read.success) continue;
    const { type, name, unicode, elements = [] } = read.data;
    if (type === 'emoji' && name && unicode) found.set(name, charactersOf(unicode) ?? `:${name}:`);
    for (const inner of elements) open.push(inner);
  }
  return found;
}

function charactersOf(unicode: string): string | null {
  if (!/^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9}$/i.test(unicode)) return null;
  const points = unicode.split('-').map((hex) => Number.parseInt(hex, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
}
