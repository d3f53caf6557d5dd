/** Text after `/baton` or `@Baton` -> a verb and its options, still as words. */
import { refuse } from '../coordination/errors.ts';
import type { Option } from './option.ts';
import type { Verb } from './verb.ts';

export type RawOptions = Readonly<Record<string, string>>;

/** Input past this is refused unread: far more than any verb takes. */
export const MAX_TEXT = 8000;

/** Splits the verb off; null when the first words are none. A verb of a group is named by two words. */
export function splitVerb(verbs: readonly Verb[], text: string): { verb: Verb; rest: string } | null {
  const words = text.trimStart();
  for (const length of [2, 1]) {
    const match = (length === 2 ? /^(\S+)\s+(\S+)/ : /^(\S+)/).exec(words);
    const name = match?.slice(1).join(' ').toLowerCase();
    const verb = match && verbs.find((v) => v.name === name || v.aliases?.includes(name ?? ''));
    if (verb) return { verb, rest: words.slice(match[0].length).trim() };
  }
  return null;
}

/** Refuses what is left over when no option takes it. */
export function readOptions(verb: Verb, text: string): RawOptions {
  const options = Object.entries(verb.options);
  if (verb.free) return text === '' ? {} : { [options[0]?.[0] ?? '']: text };
  const { head, named } = splitNamed(options, text);
  return { ...readPlaced(verb, options, head, named), ...named };
}

type NamedOption = readonly [string, Option<unknown>];

/** `W-1 view: why` -> head `W-1`, named { view: 'why' }. */
function splitNamed(
  options: readonly NamedOption[],
  text: string,
): { head: string; named: Record<string, string> } {
  const names = options.map(([name]) => name);
  const pattern = new RegExp(`(?:^|\\s)(${names.join('|')}):`, 'gi');
  const found = names.length > 0 ? [...text.matchAll(pattern)] : [];
  const head = [text.slice(0, found[0]?.index ?? text.length).trim()];
  const named: Record<string, string> = {};
  for (const [i, match] of found.entries()) {
    const name = match[1]?.toLowerCase() ?? '';
    const words = text.slice(match.index + match[0].length, found[i + 1]?.index ?? text.length).trim();
    const value = valueIn(words, name, options);
    named[name] = value;
    head.push(words.slice(value.length).trim());
  }
  return { head: head.filter(Boolean).join(' '), named };
}

/** The words behind a name: all up to the next for text and dates, else up to one that another option recognises. */
function valueIn(words: string, name: string, options: readonly NamedOption[]): string {
  const [, own] = options.find(([n]) => n === name) ?? [];
  if (!own || own.rest) return words;
  for (const { index, 0: word } of words.matchAll(/\S+/g)) {
    const more = index === 0 || (own.kind === 'people' && own.accepts(withoutComma(word)));
    if (!more && options.some(([n, o]) => n !== name && o.accepts(withoutComma(word))))
      return words.slice(0, index).trim();
  }
  return words;
}

const withoutComma = (word: string): string => word.replace(/,$/, '');

/** Each word goes to the first option that recognises it and is still free; the first word that none does, and all behind it, to the one that takes the rest. */
function readPlaced(verb: Verb, all: readonly NamedOption[], head: string, named: RawOptions): RawOptions {
  const options = all.filter(([name, o]) => !(name in named) && (o.required || !verb.named));
  const taken: Record<string, string> = {};
  let rest = head;
  while (rest !== '') {
    const word = /^\S+/.exec(rest)?.[0] ?? '';
    const bare = withoutComma(word);
    const taker = options.find(([name, o]) => (o.kind === 'people' || !(name in taken)) && o.accepts(bare));
    if (!taker) break;
    const [name] = taker;
    taken[name] = name in taken ? `${taken[name]} ${bare}` : bare;
    rest = rest.slice(word.length).trim();
  }
  if (rest === '') return taken;
  const sink = options.find(([name, o]) => o.rest && !(name in taken));
  if (sink) return { ...taken, [sink[0]]: rest };
  const expected = `/baton ${verb.examples.at(-1) ?? verb.name}`;
  return refuse({ code: 'bad_option', option: verb.name, words: rest, expected });
}
