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
  const { head, named } = splitNamed(
    options.map(([name]) => name),
    text,
  );
  return { ...readPositional(verb, options, head, named), ...named };
}

/** `W-1 view: why` -> head `W-1`, named { view: 'why' }. A value reaches to the next name. */
function splitNamed(names: readonly string[], text: string): { head: string; named: Record<string, string> } {
  const pattern = new RegExp(`(?:^|\\s)(${names.join('|')}):(?=\\s|\\S)`, 'gi');
  const found = [...text.matchAll(pattern)];
  const named: Record<string, string> = {};
  for (const [i, match] of found.entries()) {
    const name = match[1]?.toLowerCase() ?? '';
    named[name] = text.slice(match.index + match[0].length, found[i + 1]?.index ?? text.length).trim();
  }
  return { head: text.slice(0, found[0]?.index ?? text.length).trim(), named };
}

/** Each word goes to the first option that recognises it and is still free; the first word that none does, and all behind it, to the one that takes the rest. */
function readPositional(
  verb: Verb,
  options: readonly (readonly [string, Option<unknown>])[],
  head: string,
  named: RawOptions,
): RawOptions {
  const taken: Record<string, string> = {};
  const free = (name: string): boolean => !(name in named) && !(name in taken);
  let rest = head;
  while (rest !== '') {
    const word = /^\S+/.exec(rest)?.[0] ?? '';
    const bare = word.replace(/,$/, '');
    const taker = options.find(
      ([name, o]) => (free(name) || (o.kind === 'people' && !(name in named))) && o.accepts(bare),
    );
    if (!taker) break;
    const [name, option] = taker;
    taken[name] = option.kind === 'people' && name in taken ? `${taken[name]} ${bare}` : bare;
    rest = rest.slice(word.length).trim();
  }
  if (rest === '') return taken;
  const sink = options.find(([name, o]) => o.rest && free(name));
  if (!sink) {
    refuse({ code: 'bad_option', option: verb.name, words: rest, expected: verb.examples[0] ?? verb.name });
  }
  return { ...taken, [sink[0]]: rest };
}
