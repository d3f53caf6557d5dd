/** What could stand next in a command: verbs, items, people, teams, choices. */
import type { WorkspaceId } from '../coordination/ids.ts';
import { formatItemKey } from '../coordination/ids.ts';
import type { AccountRef } from '../coordination/places.ts';
import type { Store, Transaction, Viewer } from '../coordination/ports.ts';
import { stageWords } from '../coordination/work-items/words.ts';
import type { Option } from './option.ts';
import { splitVerb } from './parse.ts';
import { VERBS } from './registry.ts';
import { storable } from './storable.ts';
import type { Verb } from './verb.ts';

export interface Completion {
  /** The whole text with the completion in its place. */
  readonly text: string;
  readonly label: string;
  readonly hint: string;
}

const MOST = 8;

/** Completions of the text before the caret, best first. Nothing for who is not known. */
export async function complete(
  store: Store,
  workspace: WorkspaceId,
  account: AccountRef,
  typed: string,
): Promise<Completion[]> {
  const text = storable(typed);
  return store.transact(workspace, async (tx) => {
    const me = await tx.people.byAccount(account);
    if (!me?.active) return [];
    const verbs = VERBS.filter((v) => !v.hidden);
    const found = splitVerb(verbs, text);
    const ended = /\s$/.test(text);
    const longer = verbs.some((v) => v.name.includes(' ') && v.name.startsWith(wordsOf(text)));
    if (!found || longer || (found.rest === '' && !ended)) return verbCompletions(verbs, text);
    const word = ended ? '' : (/\S+$/.exec(text)?.[0] ?? '');
    const before = text.slice(0, text.length - word.length);
    return optionCompletions(tx, { person: me.id, guest: me.role === 'guest' }, found.verb, before, word);
  });
}

const wordsOf = (text: string): string => text.trimStart().toLowerCase();

function verbCompletions(verbs: readonly Verb[], text: string): Completion[] {
  const words = wordsOf(text);
  return verbs
    .filter((v) => v.name.startsWith(words) || v.aliases?.some((a) => a.startsWith(words)))
    .slice(0, words === '' ? verbs.length : MOST)
    .map((v) => ({ text: `${v.name} `, label: v.name, hint: v.description }));
}

async function optionCompletions(
  tx: Transaction,
  viewer: Viewer,
  verb: Verb,
  before: string,
  word: string,
): Promise<Completion[]> {
  const options = Object.entries(verb.options).filter(([, o]) => !o.carried);
  const kinds = new Set(options.map(([, o]) => o.kind));
  const put = (value: string, label: string, hint: string): Completion => ({
    text: `${before}${value} `,
    label,
    hint,
  });
  if (word.startsWith('@')) return people(tx, word.slice(1), put);
  const items =
    kinds.has('item') && wantsItem(verb, before) ? await tx.items.startingWith(word, viewer, MOST) : [];
  const asked = options.find(([name]) => before.endsWith(`${name}: `));
  const choices = (asked ? [asked] : placed(verb, options, word)).flatMap(([, o]) => choicesOf(o, word));
  const names = asked || verb.free || (word === '' && !verb.named) ? [] : unnamed(options, before, word);
  const found = [
    ...items.map((item) =>
      put(formatItemKey(item.key), formatItemKey(item.key), `${item.title} · ${stageWords(item)}`),
    ),
    ...choices.map(([value, hint]) => put(value, value, hint)),
    ...names.map(([name, o]) => ({ text: `${before}${name}: `, label: `${name}:`, hint: o.description })),
  ];
  return [...new Map(found.map((c) => [c.text, c])).values()].slice(0, MOST);
}

type Named = readonly [string, Option<unknown>];

/** Options whose choices may stand alone; in free words, only where the mark of a priority says so. */
function placed(verb: Verb, options: readonly Named[], word: string): readonly Named[] {
  if (verb.named) return [];
  if (word.startsWith('!')) return options.filter(([name]) => name === 'priority');
  return verb.free ? [] : options;
}

/** Options that could be named next. */
const unnamed = (options: readonly Named[], before: string, word: string): readonly Named[] =>
  options.filter(
    ([name, o]) => !o.required && name.startsWith(word.toLowerCase()) && !before.includes(` ${name}: `),
  );

/** As many items as the verb takes, and no more. */
function wantsItem(verb: Verb, before: string): boolean {
  const given = before.match(/(?:^|\s)w-?\d+(?=\s|$)/gi)?.length ?? 0;
  return given < Object.values(verb.options).filter((o) => o.kind === 'item').length;
}

function choicesOf(option: Option<unknown>, word: string): [string, string][] {
  const typed = word.replace(/^!/, '').toLowerCase();
  const mark = word.startsWith('!') ? '!' : '';
  return (option.choices ?? [])
    .filter((c) => c.value.startsWith(typed))
    .map((c) => [`${mark}${c.value}`, option.description]);
}

async function people(
  tx: Transaction,
  prefix: string,
  put: (value: string, label: string, hint: string) => Completion,
) {
  const found = (await tx.people.startingWith(prefix, MOST)).filter((p) => p.active);
  const teams = (await tx.teams.all()).filter((t) => t.handle.startsWith(prefix.toLowerCase()));
  return [
    ...found.map((p) =>
      put(`@${p.handle}`, `@${p.handle}`, p.kind === 'agent' ? `${p.name}, agent` : p.name),
    ),
    ...teams.map((t) => put(`@${t.handle}`, `@${t.handle}`, `team ${t.name}`)),
  ].slice(0, MOST);
}
