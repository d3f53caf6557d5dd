/**
 * What a button or a select carries in its `custom_id`, of at most 100 characters: what a press means and, on a message
 * that was sent from the outbox, the name of that send, by which it is found again. What does not fit is put aside
 * under a name made from it, and the `custom_id` carries the name.
 */
import { createHash } from 'node:crypto';
import type { OutboxId } from '../../coordination/ids.ts';
import type { Action } from '../../coordination/message.ts';
import { LIMITS } from './limits.ts';

/** What a press means. */
export interface Press {
  readonly action: Action;
  /** Of a select: the option that what is chosen fills. */
  readonly option?: string;
  /** Of a select whose values are too long for Discord: those meant by `0`, `1`… */
  readonly values?: readonly string[];
  /** Asked first. */
  readonly confirm?: { readonly words: string; readonly label: string };
}

/** What is put aside, under its name. */
export interface Aside {
  readonly id: string;
  readonly value: unknown;
}

export type Carried =
  | { readonly carries: 'press'; readonly press: Press }
  /** What was put aside. */
  | { readonly carries: 'aside'; readonly id: string }
  /** A page of a form that was put aside: to be opened, or what was written on it. */
  | { readonly carries: 'page'; readonly id: string; readonly page: number }
  /** A form that was put aside, to be sent as it was filled in so far. */
  | { readonly carries: 'form'; readonly id: string };

const NAME_LENGTH = 22;

/** The same value has the same name, in whatever order its parts stand, so that putting it aside twice is doing so once. */
export const nameOf = (value: unknown): string =>
  createHash('sha256').update(inOrder(value)).digest('base64url').slice(0, NAME_LENGTH);

/** A database keeps the parts of an object in an order of its own. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** An outbox id in 22 characters: also the nonce of its message. */
export const keyOf = (id: OutboxId): string =>
  Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

const ESCAPES: readonly (readonly [string, string])[] = [
  ['~', '~0'],
  ['|', '~1'],
  ['=', '~2'],
  ['_', '~3'],
  [' ', '_'],
];
const pack = (words: string): string =>
  ESCAPES.reduce((text, [from, to]) => text.replaceAll(from, to), words);
const unpack = (text: string): string =>
  ESCAPES.toReversed().reduce((words, [from, to]) => words.replaceAll(to, from), text);

/** Spaces of other kinds, control characters and lone surrogates may not come back as they were sent. */
const isPlain = (text: string): boolean => /^[^\p{C}\p{Z}]*$/u.test(text);

const packed = ({ verb, options }: Action): string =>
  [pack(verb), ...Object.entries(options).map(([name, words]) => `${pack(name)}=${pack(words)}`)].join('|');

function unpacked(text: string): Action {
  const [verb = '', ...pairs] = text.split('|');
  const options = pairs.map((pair) => {
    const at = pair.indexOf('=');
    return [unpack(pair.slice(0, at)), unpack(pair.slice(at + 1))];
  });
  return { verb: unpack(verb), options: Object.fromEntries(options) as Record<string, string> };
}

/**
 * `key` names the send, or is empty; `place` tells two presses of one message apart. Where the press itself does not
 * fit, `aside` is to be put aside before the message is sent.
 */
export function pressId(press: Press, key: string, place: number): { id: string; aside: Aside | null } {
  const head = `${key}.${place.toString(36)}`;
  if (!press.values && !press.confirm) {
    const option = press.option === undefined ? '' : `${pack(press.option)}`;
    const id = `b1.${head}.${option}.${packed(press.action)}`;
    if (id.length <= LIMITS.customId && isPlain(id)) return { id, aside: null };
  }
  const name = nameOf(press);
  return { id: `a1.${head}.${name}`, aside: { id: name, value: press } };
}

/** A page of a form, counted from 0: as a modal, or as a button that opens it. */
export const pageId = (form: string, page: number): string => `f1...${form}.${page}`;

/** A form, to be sent without its other pages. */
export const formId = (form: string): string => `g1...${form}`;

/** Null for what is not ours, or of a version that is no longer known. */
export function carriedBy(customId: string): Carried | null {
  const press = /^b1\.[^.]*\.[^.]*\.([^.]*)\.([\s\S]*)$/.exec(customId);
  if (press) {
    const [, option = '', action = ''] = press;
    const meant = unpacked(action);
    return {
      carries: 'press',
      press: option === '' ? { action: meant } : { action: meant, option: unpack(option) },
    };
  }
  const aside = /^a1\.[^.]*\.[^.]*\.([\w-]{22})$/.exec(customId)?.[1];
  if (aside) return { carries: 'aside', id: aside };
  const [, form, page] = /^f1\.\.\.([\w-]{22})\.(\d{1,2})$/.exec(customId) ?? [];
  if (form) return { carries: 'page', id: form, page: Number(page) };
  const whole = /^g1\.\.\.([\w-]{22})$/.exec(customId)?.[1];
  return whole ? { carries: 'form', id: whole } : null;
}

/** The send that a component's message came from; null for none of ours. */
export const keyIn = (customId: string): string | null => /^[ab]1\.([\w-]{22})\./.exec(customId)?.[1] ?? null;
