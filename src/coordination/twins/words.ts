/** What titles have in common. Pure; an index holds the words that `tellingWords` names. */

/** Said in any title, so they tell nothing of what it is about. */
const COMMON = new Set(
  'the and for with from into that this its our your their are was not new all der die das und für mit von ein eine den dem les des une pour avec los las para con una del'.split(
    ' ',
  ),
);
/** Kept of a word. */
const MOST_LETTERS = 30;
/** An item is found by so many of its words. */
const MOST_WORDS = 8;

const isNumber = (word: string): boolean => /^\p{N}+$/u.test(word);

/** The words of a title, once each: lower case, without the `s` of a plural, short and common ones left out; numbers stay. */
export function wordsOf(title: string): ReadonlySet<string> {
  const words =
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => isNumber(word) || (word.length > 2 && !COMMON.has(word)));
  return new Set(telling.map((word) => word.slice(0, MOST_LETTERS).replace(/(?<=\p{L}{3})(?<!s)s$/u, '')));
}

/** Those by which an item is found: the longest, for they are said most seldom. */
export const tellingWords = (title: string): readonly string[] =>
  [...wordsOf(title)].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, MOST_WORDS);

/** More than so much of all words in common, and never less than two words. */
const LIKELY = 0.6;
const LEAST_SHARED = 2;

/** Whether two titles most likely mean the same work: what differs by a number is another. */
export const areTwins = (one: string, other: string): boolean => areAlike(wordsOf(one), wordsOf(other));

/** The same of titles whose words are known. */
export function areAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const shared = [...a].filter((word) => b.has(word));
  const apart = [...a, ...b].filter((word) => !(a.has(word) && b.has(word)));
  if (shared.length < LEAST_SHARED || apart.some(isNumber)) return false;
  return shared.length / (shared.length + apart.length) >= LIKELY;
}
