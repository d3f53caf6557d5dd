/** Items that most likely are the same work. */
import type { ActContext } from '../context.ts';
import type { Titled } from '../ports.ts';
import type { WorkItem } from '../work-items/item.ts';
import { viewerOf } from '../work-items/record.ts';
import { areAlike, areTwins, tellingWords, wordsOf } from './words.ts';

/** Of those that have words in common so many are looked at, the most alike ahead. */
const LOOKED_AT = 20;
/** One is told of at most: more would be a list to read. */
const MOST_TOLD = 1;

/** Unended items with a title like this one that I may see, the most alike ahead; most often there are none. */
export async function twinsOf(
  { tx, me }: Pick<ActContext, 'tx' | 'me'>,
  title: string,
): Promise<readonly Titled[]> {
  const words = tellingWords(title);
  if (words.length < 2) return [];
  const alike = await tx.items.withWords(words, viewerOf(me), LOOKED_AT);
  return alike.filter((other) => areTwins(other.title, title)).slice(0, MOST_TOLD);
}

/** Of these items, pairs of different people's that look like the same work; each item once, in their order. */
export function twinPairs(items: readonly WorkItem[]): readonly (readonly [WorkItem, WorkItem])[] {
  const paired = new Set<WorkItem>();
  const owned = items
    .filter(({ owner }) => owner !== null)
    .map((item) => ({ item, words: wordsOf(item.title) }));
  return owned.flatMap(({ item, words }, n) => {
    if (paired.has(item)) return [];
    const twin = owned
      .slice(n + 1)
      .find(
        (other) => !paired.has(other.item) && other.item.owner !== item.owner && areAlike(words, other.words),
      )?.item;
    if (!twin) return [];
    paired.add(twin);
    return [[item, twin] as const];
  });
}
