/** A message as Block Kit: pure, within every limit of Slack's, words of people inert wherever they stand. */
import type {
  ActionsBlock,
  Button as ButtonElement,
  ConfirmationDialog,
  KnownBlock,
  RichTextElement,
  SectionBlock,
  StaticSelect,
} from '@slack/web-api';
import type { Action, Block, Button, Message, Picture, Text, Tone } from '../../coordination/message.ts';
import { clip } from '../../coordination/work-items/add.ts';
import { firstBlocks, ROOMS, shorten } from './fit.ts';
import { fitsOption, optionOf, plain } from './form.ts';
import { LIMITS } from './limits.ts';
import { encodePress, encodeSelect } from './press.ts';
import { elementsOf, escaped, mrkdwnOf, seen } from './text.ts';

export interface Rendered {
  /** For notifications, and for readers that show no blocks. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** As much of a summary as stays within the limit with every character escaped. */
const SUMMARY = LIMITS.message.text / 5;

/** Pictures that were uploaded, by what they show: the ids of Slack's files. */
export type Uploaded = ReadonlyMap<Picture, string>;

/** A message that is said again and again, as help is, is drawn once. */
const drawn = new WeakMap<Message, Rendered>();

/** @throws DoesNotFit where the action of a button is longer than Slack carries. */
export function renderMessage(message: Message, uploaded?: Uploaded): Rendered {
  const before = uploaded ? undefined : drawn.get(message);
  if (before) return before;
  const rendered = {
    text: escaped(labelOf(message.summary, SUMMARY)),
    blocks: renderBlocks(message, LIMITS.message, uploaded),
  };
  if (!uploaded) drawn.set(message, rendered);
  return rendered;
}

interface Space {
  readonly blocks: number;
  /** Of the blocks as JSON. */
  readonly characters: number;
}

/** As much of a message as fits; what does not is told of by “and N more”. */
export function renderBlocks(
  { summary, tone = 'plain', blocks }: Message,
  space: Space,
  uploaded: Uploaded = NOTHING,
): KnownBlock[] {
  const fits = (made: readonly KnownBlock[]): boolean =>
    made.length <= space.blocks && JSON.stringify(made).length <= space.characters;
  const whole = blocks.length > 0 ? blocks : [{ block: 'text', text: [summary] } as const];
  let shortest = whole;
  for (const room of ROOMS) {
    shortest = shorten(whole, room);
    const made = draw(shortest, tone, uploaded);
    if (fits(made)) return made;
  }
  let [kept, most] = [0, shortest.length - 1];
  while (kept < most) {
    const half = Math.ceil((kept + most) / 2);
    if (fits(draw(firstBlocks(shortest, half), tone, uploaded))) kept = half;
    else most = half - 1;
  }
  return draw(firstBlocks(shortest, kept), tone, uploaded);
}

/** A sign before the first words: Slack colours no edge of blocks. */
const SIGNS: Readonly<Record<Tone, readonly RichTextElement[]>> = {
  plain: [],
  good: [
    { type: 'emoji', name: 'white_check_mark' },
    { type: 'text', text: ' ' },
  ],
  warning: [
    { type: 'emoji', name: 'warning' },
    { type: 'text', text: ' ' },
  ],
  bad: [
    { type: 'emoji', name: 'no_entry' },
    { type: 'text', text: ' ' },
  ],
};

const NOTHING: Uploaded = new Map();

function draw(blocks: readonly Block[], tone: Tone, uploaded: Uploaded): KnownBlock[] {
  let pressable = 0;
  const nth = (): number => pressable++;
  const signed = blocks.findIndex((block) => block.block === 'text');
  return blocks.flatMap((block, i) =>
    block.block === 'picture'
      ? drawPicture(block, uploaded)
      : drawBlock(block, nth, i === signed ? SIGNS[tone] : []),
  );
}

/** Numbers what can be pressed, so that each has an id of its own in its message. */
type Nth = () => number;

function drawPicture(picture: Picture, uploaded: Uploaded): KnownBlock[] {
  const id = uploaded.get(picture);
  return id === undefined
    ? richText(elementsOf([picture.alternative]))
    : [{ type: 'image', slack_file: { id }, alt_text: clip(picture.alternative, LIMITS.altText) }];
}

function drawBlock(block: Exclude<Block, Picture>, nth: Nth, sign: readonly RichTextElement[]): KnownBlock[] {
  switch (block.block) {
    case 'heading':
      return drawHeading(seen(block.text));
    case 'text':
      return richText(elementsOf(block.text), sign);
    case 'note':
      return drawNote(block.text);
    case 'quote': {
      const elements = elementsOf([block.text]);
      return elements.length > 0
        ? [{ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements }] }]
        : [];
    }
    case 'fields':
      return drawFields(block.fields);
    case 'list':
      return drawList(block.items, nth);
    case 'buttons':
      return drawButtons(block.buttons, nth);
    case 'select':
      return drawSelect(block, nth);
    case 'divider':
      return [{ type: 'divider' }];
  }
}

const richText = (
  elements: readonly RichTextElement[],
  sign: readonly RichTextElement[] = [],
): KnownBlock[] =>
  elements.length > 0
    ? [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [...sign, ...elements] }] }]
    : [];

function drawHeading(text: string): KnownBlock[] {
  if (text.trim() === '') return [];
  const misread = /\n|:[^\s:]+:/.test(text);
  if (text.length > LIMITS.header || misread) return richText(elementsOf([{ bold: text }]));
  return [{ type: 'header', text: plain(text) }];
}

/** Mrkdwn where it is sure, and not longer than Slack takes. */
function markup(text: Text, most: number): { type: 'mrkdwn'; text: string; verbatim: true } | null {
  const written = mrkdwnOf(text);
  if (written === null || written.trim() === '' || written.length > most) return null;
  return { type: 'mrkdwn', text: written, verbatim: true };
}

function drawNote(text: Text): KnownBlock[] {
  const written = markup(text, LIMITS.context);
  return written ? [{ type: 'context', elements: [written] }] : richText(elementsOf(text));
}

type Fields = Extract<Block, { block: 'fields' }>['fields'];

/** Two columns; lines where a value could be misread there. */
function drawFields(all: Fields): KnownBlock[] {
  const texts = all.map(
    ({ label, value, wanting }): Text => [
      { bold: label },
      '\n',
      ...(wanting ? value.map((span) => (typeof span === 'string' ? { italic: span } : span)) : value),
    ],
  );
  const written = texts.flatMap((text) => markup(text, LIMITS.section.field) ?? []);
  if (written.length < texts.length) {
    const lines = texts.flatMap(
      ([label, , ...value], i): Text => [
        ...(i === 0 ? [] : ['\n']),
        ...(label === undefined ? [] : [label]),
        '  ',
        ...value,
      ],
    );
    return richText(elementsOf(lines));
  }
  return chunks(written, LIMITS.section.fields).map((fields) => ({ type: 'section', fields }));
}

type Items = Extract<Block, { block: 'list' }>['items'];

function drawList(items: Items, nth: Nth): KnownBlock[] {
  if (items.every((item) => item.button === undefined)) {
    const elements = items
      .map((item) => elementsOf(item.text))
      .filter((line) => line.length > 0)
      .map((line) => ({ type: 'rich_text_section' as const, elements: line }));
    return elements.length > 0
      ? [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements }] }]
      : [];
  }
  return items.flatMap(({ text, button }) => drawItem(text, button, nth));
}

/** A line with its button beside it, or below where its words could be misread beside one. */
function drawItem(text: Text, button: Button | undefined, nth: Nth): KnownBlock[] {
  const written = markup(text, LIMITS.section.text);
  if (!written) return [...richText(elementsOf(text)), ...(button ? drawButtons([button], nth) : [])];
  const section: SectionBlock = { type: 'section', text: written };
  return [button ? { ...section, accessory: drawButton(button, nth) } : section];
}

const drawButtons = (buttons: readonly Button[], nth: Nth): ActionsBlock[] =>
  chunks(buttons, LIMITS.actions).map((row) => ({
    type: 'actions',
    elements: row.map((button) => drawButton(button, nth)),
  }));

function drawButton({ label, action, style, confirm }: Button, nth: Nth): ButtonElement {
  return {
    type: 'button',
    text: plain(labelOf(label, LIMITS.button.text)),
    ...encodePress(action, nth()),
    ...(style ? { style } : {}),
    ...(confirm ? { confirm: confirmation(label, confirm, style) } : {}),
  };
}

/** Slack takes no empty words. */
const labelOf = (label: string, most: number): string => clip(seen(label), most) || '…';

const confirmation = (label: string, words: string, style: Button['style']): ConfirmationDialog => ({
  title: plain(labelOf(label, LIMITS.confirm.title)),
  text: plain(labelOf(words, LIMITS.confirm.text)),
  confirm: plain(labelOf(label, LIMITS.confirm.button)),
  deny: plain('Cancel'),
  ...(style ? { style } : {}),
});

type Select = Extract<Block, { block: 'select' }>;

/** Where Slack's select has no room for the action or a choice, each choice is a button. */
function drawSelect({ label, option, action, choices, chosen }: Select, nth: Nth): KnownBlock[] {
  const id = encodeSelect(action, option, nth());
  const said = richText(elementsOf([label]));
  if (choices.length === 0) return said;
  if (id === null || !choices.every(fitsOption)) {
    const withChoice = (value: string): Action => ({
      ...action,
      options: { ...action.options, [option]: value },
    });
    return [
      ...said,
      ...drawButtons(
        choices.map((c) => ({ label: c.label, action: withChoice(c.value) })),
        nth,
      ),
    ];
  }
  const initial = choices.find((choice) => choice.value === chosen);
  const select: StaticSelect = {
    type: 'static_select',
    action_id: id,
    options: choices.map(optionOf),
    ...(initial ? { initial_option: optionOf(initial) } : {}),
  };
  const written = markup([label], LIMITS.section.text);
  return written
    ? [{ type: 'section', text: written, accessory: select }]
    : [...said, { type: 'actions', elements: [select] }];
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  const made: T[][] = [];
  for (let at = 0; at < list.length; at += size) made.push(list.slice(at, at + size));
  return made;
}
