/** Makes a message shorter, so that Slack takes it: what is left out is always told of. */
import type { Block, Span, Text } from '../../coordination/message.ts';

/** How much of a block is shown. */
export interface Room {
  /** Characters of one run of text, its addresses counted in. */
  readonly words: number;
  /** Lines of a list, fields, buttons. */
  readonly items: number;
  readonly choices: number;
}

/** From all there is to what always fits; the first that does is taken. */
export const ROOMS: readonly Room[] = [
  { words: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY, choices: 100 },
  { words: 4000, items: 40, choices: 100 },
  { words: 2000, items: 25, choices: 50 },
  { words: 1000, items: 12, choices: 25 },
  { words: 400, items: 6, choices: 10 },
  { words: 150, items: 3, choices: 5 },
];

const more = (n: number): string => `and ${n} more`;
const moreNote = (n: number): Block => ({ block: 'note', text: [more(n)] });

/** The first `n` of blocks, and how many are left out. */
export const firstBlocks = (blocks: readonly Block[], n: number): readonly Block[] =>
  n >= blocks.length ? blocks : [...blocks.slice(0, n), moreNote(blocks.length - n)];

export const shorten = (blocks: readonly Block[], room: Room): readonly Block[] =>
  blocks.flatMap((block) => shortenBlock(block, room));

function shortenBlock(block: Block, { words, items, choices }: Room): Block[] {
  switch (block.block) {
    case 'heading':
    case 'quote':
      return [{ ...block, text: shortenWords(block.text, words) }];
    case 'text':
    case 'note':
      return [{ ...block, text: shortenText(block.text, words) }];
    case 'fields': {
      const shown = block.fields.slice(0, items).map((f) => ({ ...f, value: shortenText(f.value, words) }));
      const left = block.fields.length - shown.length;
      return [
        { block: 'fields', fields: left > 0 ? [...shown, { label: '…', value: [more(left)] }] : shown },
      ];
    }
    case 'list': {
      const shown = block.items.slice(0, items).map((i) => ({ ...i, text: shortenText(i.text, words) }));
      const left = block.items.length - shown.length;
      return [{ block: 'list', items: left > 0 ? [...shown, { text: [more(left)] }] : shown }];
    }
    case 'buttons': {
      const left = block.buttons.length - items;
      return left > 0
        ? [{ block: 'buttons', buttons: block.buttons.slice(0, items) }, moreNote(left)]
        : [block];
    }
    case 'select':
      return shortenSelect(block, choices);
    case 'divider':
    case 'picture':
      return [block];
  }
}

/** What is chosen stays among the choices. */
function shortenSelect(block: Extract<Block, { block: 'select' }>, most: number): Block[] {
  const left = block.choices.length - most;
  if (left <= 0) return [block];
  const first = block.choices.slice(0, most);
  const chosen = block.choices.slice(most).find((choice) => choice.value === block.chosen);
  return [{ ...block, choices: chosen ? [...first.slice(0, -1), chosen] : first }, moreNote(left)];
}

const charactersMore = (n: number): string => `… and ${n} characters more`;

function shortenWords(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return kept + charactersMore(text.length - kept.length);
}

function shortenText(text: Text, most: number): Text {
  const kept: Span[] = [];
  let left = most;
  for (const [i, span] of text.entries()) {
    const size = sizeOf(span);
    if (size > left) {
      const cut = typeof span === 'string' ? shortenWords(span, left) : null;
      const rest = text.slice(cut === null ? i : i + 1);
      return [
        ...kept,
        ...(cut === null ? [] : [cut]),
        ...(rest.length > 0 ? [` … ${more(rest.length)}`] : []),
      ];
    }
    kept.push(span);
    left -= size;
  }
  return text;
}

/** A styled run is short by nature, and cut whole where it is not. */
const sizeOf = (span: Span): number => (typeof span === 'string' ? span.length : JSON.stringify(span).length);
