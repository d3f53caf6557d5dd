/** What a person would write after `/baton`, as the typed command that Discord lets them send. */
import { type APIApplicationCommand, ApplicationCommandOptionType as Option } from 'discord-api-types/v10';
import { readOptions, splitVerb } from '../../../src/commands/parse.ts';
import { VERBS } from '../../../src/commands/registry.ts';
import type { Typed } from './acting.ts';
import type { LooseOption } from './limits/command.ts';

const LONGEST = 6000;

export type Typing =
  | { readonly can: 'send'; readonly typed: Typed }
  /** Discord itself keeps it from being sent, with these words. */
  | { readonly can: 'not send'; readonly words: string }
  /** Something required is missing, or there is no place for some words: a mention can still say it. */
  | { readonly can: 'mention' };

/** @param mentioned turns `@lena` and `#design` into what Discord makes of them in an option */
export function typing(
  registered: readonly APIApplicationCommand[],
  words: string,
  mentioned: (words: string) => string,
): Typing {
  const found = splitVerb(
    VERBS.filter((verb) => !verb.hidden),
    words,
  );
  // Discord offers only what is registered: who does not find a word asks for help with it.
  if (!found) return typing(registered, `help ${/\S+/.exec(words)?.[0] ?? ''}`, mentioned);
  const { verb, rest } = found;
  let raw: Readonly<Record<string, string>>;
  try {
    raw = readOptions(verb, rest);
  } catch {
    return { can: 'mention' };
  }
  const command = registered.find((c) => optionsAt(c, verb.name.split(' ')) !== null);
  if (!command) throw new Error(`/baton ${verb.name} is not registered`);
  const path = verb.name.split(' ');
  const known = optionsAt(command, path) ?? [];
  const options = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, chosen(known, name, mentioned(value))]),
  );
  const long = known.find((o) => (options[o.name]?.length ?? 0) > (o.max_length ?? LONGEST));
  if (long)
    return { can: 'not send', words: `${long.name} takes at most ${long.max_length ?? LONGEST} characters.` };
  const missing = known.some((o) => o.required && !options[o.name]);
  const unknown = known.some((o) => o.choices && o.name in options && !isChoice(o, options[o.name]));
  return missing || unknown
    ? { can: 'mention' }
    : { can: 'send', typed: { path: [command.name, ...path], options } };
}

/** A choice is picked from a list, so that its case and marks do not matter. */
function chosen(known: readonly LooseOption[], name: string, value: string): string {
  const choices = known.find((o) => o.name === name)?.choices;
  const plain = value.toLowerCase().replace(/^!/, '');
  return choices?.some((c) => c.value === plain) ? plain : value;
}

const isChoice = ({ choices }: LooseOption, value: string | undefined): boolean =>
  choices?.some((c) => c.value === value) ?? true;

/** The options of the sub-command that the path names; null when there is none. */
function optionsAt(command: APIApplicationCommand, path: readonly string[]): readonly LooseOption[] | null {
  let options = ((command as { options?: readonly LooseOption[] }).options ?? []) as readonly LooseOption[];
  for (const name of path) {
    const sub = options.find(
      (o) => o.name === name && (o.type === Option.Subcommand || o.type === Option.SubcommandGroup),
    );
    if (!sub) return null;
    options = sub.options ?? [];
  }
  return options;
}
