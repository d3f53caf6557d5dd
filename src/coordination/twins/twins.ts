/** Items that most likely are the same work. */
import type { ActContext } from '../context.ts';
import type { Titled } from '../ports.ts';
import type { WorkItem } from '../work-items/item.ts';
import { viewerOf } from '../work-items/record.ts';
import { areAlike, areTwins, tellingWords, wordsOf } from './words.ts';

/** An unended item with a title like this one that I may see, the most alike; one is enough to be told of. Null most often. */
export async function twinOf(
  { tx, me }: Pick<ActContext, 'tx' | 'me'>,
  title: string,
): Promise<Titled | null> {
  const words = tellingWords(title);
  if (words.length < 2) return null;
  return tx.items.withWords(words, (other) => areTwins(other, title), viewerOf(me));
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
