/** Blocks -> parts, in Discord's markdown: what both layouts of a message are made from. */
import type { Block, Button, Choice, Picture } from '../../coordination/message.ts';
import { LIMITS, SHARES } from './limits.ts';
import { escaped, linesBehind, oneLine, written } from './text.ts';

export type Part =
  | { readonly part: 'text'; readonly markdown: string }
  | { readonly part: 'line'; readonly markdown: string; readonly button: Button }
  | { readonly part: 'buttons'; readonly buttons: readonly Button[] }
  | ({ readonly part: 'select' } & Select)
  | { readonly part: 'divider' }
  | { readonly part: 'picture'; readonly picture: Picture };

export interface Select {
  readonly label: string;
  readonly option: string;
  readonly action: Extract<Block, { block: 'select' }>['action'];
  readonly choices: readonly Choice[];
  readonly chosen: string | undefined;
}

export interface Parts {
  readonly parts: readonly Part[];
  /** Accounts to ring. */
  readonly rings: readonly string[];
}

/** Kept for “and N more”, the marks around a cut, and the way back to an earlier message. */
const RESERVE = 240;

/** Parts with at most so many characters of text in all. What is left out is counted where it would have stood. */
export function partsOf(blocks: readonly Block[], most: number): Parts {
  const writer = new Writer(most - RESERVE);
  for (const [at, block] of blocks.entries()) {
    if (writer.isFull) {
      writer.endWith(`and ${more(blocks.length - at, 'part')}`);
      break;
    }
    write(block, writer);
  }
  return { parts: joined([...writer.parts, ...actable(blocks, writer)]), rings: [...new Set(writer.rings)] };
}

export const more = (count: number, what: string): string => `${count} more ${what}${count === 1 ? '' : 's'}`;

/** Buttons, selects and pictures stay, although the words before them took all the room. */
const actable = (blocks: readonly Block[], writer: Writer): Part[] =>
  blocks
    .slice(writer.begun)
    .flatMap((block) => (isPart(block) && block.block !== 'divider' ? partOf(block) : []));

/** What is more than words. */
type Whole = Extract<Block, { block: 'buttons' | 'select' | 'divider' | 'picture' }>;

const isPart = (block: Block): block is Whole =>
  ['buttons', 'select', 'divider', 'picture'].includes(block.block);

class Writer {
  readonly parts: Part[] = [];
  readonly rings: string[] = [];
  /** Blocks that were begun. */
  begun = 0;
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  get room(): number {
    return this.#room;
  }

  get isFull(): boolean {
    return this.#room < 2;
  }

  text(markdown: string, rings: readonly string[] = []): void {
    if (markdown.trim() === '') return;
    this.spend(markdown, rings);
    this.parts.push({ part: 'text', markdown });
  }

  spend(markdown: string, rings: readonly string[] = []): void {
    this.#room -= markdown.length + 1;
    this.rings.push(...rings);
  }

  /** Small print for which room was kept. */
  endWith(words: string): void {
    this.#room = 0;
    this.parts.push({ part: 'text', markdown: `-# …${words}` });
  }
}

function write(block: Block, writer: Writer): void {
  writer.begun += 1;
  if (block.block === 'fields') writeFields(block.fields, writer);
  else if (block.block === 'list') writeList(block.items, writer);
  else if (isPart(block)) writer.parts.push(...partOf(block));
  else {
    const { markdown, rings } = wordsOf(block, writer.room);
    writer.text(markdown, rings);
  }
}

type Words = Extract<Block, { block: 'heading' | 'text' | 'note' | 'quote' }>;

function wordsOf(block: Words, room: number): { markdown: string; rings: readonly string[] } {
  if (block.block === 'text') return written(block.text, room);
  if (block.block === 'quote')
    return { markdown: quoted(block.text, Math.min(room, SHARES.quote)), rings: [] };
  if (block.block === 'note') {
    const { markdown, rings } = written(block.text, room - 3);
    return { markdown: linesBehind('-# ', markdown.replace(/\n+/g, ' ')), rings };
  }
  const heading = escaped(oneLine(block.text), Math.min(room - 4, SHARES.heading));
  return { markdown: `### ${heading.markdown}`, rings: [] };
}

/** Each line costs its mark as well. */
function quoted(words: string, most: number): string {
  let lines = 1;
  for (;;) {
    const { markdown } = escaped(words.trim(), Math.max(1, most - 2 * lines));
    const needed = markdown.split('\n').length;
    if (needed <= lines) return linesBehind('> ', markdown);
    lines = needed;
  }
}

function writeFields(fields: Extract<Block, { block: 'fields' }>['fields'], writer: Writer): void {
  const lines: string[] = [];
  let room = writer.room;
  const rings: string[] = [];
  for (const [at, { label, value, wanting }] of fields.entries()) {
    const head = `${wanting ? '⚠️ ' : ''}**${escaped(oneLine(label), 80).markdown}**: `;
    const rest = written(value, Math.min(SHARES.fieldValue, room - head.length));
    if (rest.markdown.length + head.length > room) {
      lines.push(`…and ${more(fields.length - at, 'field')}`);
      break;
    }
    lines.push(head + rest.markdown.replace(/\n+/g, ' '));
    rings.push(...rest.rings);
    room -= head.length + rest.markdown.length + 1;
  }
  writer.text(lines.join('\n'), rings);
}

function writeList(items: Extract<Block, { block: 'list' }>['items'], writer: Writer): void {
  for (const [at, { text, button }] of items.entries()) {
    const { markdown, rings } = written(text, SHARES.line);
    const words = markdown.replace(/\n+/g, ' ').trim() || '…';
    const line = button ? words : `- ${words}`;
    if (line.length + 1 > writer.room) {
      writer.endWith(`and ${more(items.length - at, 'line')}`);
      return;
    }
    if (!button) writer.text(line, rings);
    else {
      writer.spend(line, rings);
      writer.parts.push({ part: 'line', markdown: line, button });
    }
  }
}

function partOf(block: Whole): Part[] {
  if (block.block === 'picture') return [{ part: 'picture', picture: block }];
  if (block.block === 'divider') return [{ part: 'divider' }];
  if (block.block === 'buttons')
    return block.buttons.length === 0 ? [] : [{ part: 'buttons', buttons: block.buttons }];
  const { label, option, action, choices, chosen } = block;
  if (choices.length === 0) return [];
  const left = choices.length - LIMITS.choices;
  const part: Part = {
    part: 'select',
    label,
    option,
    action,
    choices: choices.slice(0, LIMITS.choices),
    chosen,
  };
  return left > 0 ? [part, { part: 'text', markdown: `-# …and ${more(left, 'choice')}` }] : [part];
}

/** Texts that follow one another are one. */
function joined(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.part === 'text' && last?.part === 'text')
      all[all.length - 1] = { part: 'text', markdown: `${last.markdown}\n${part.markdown}` };
    else all.push(part);
  }
  return all;
}
