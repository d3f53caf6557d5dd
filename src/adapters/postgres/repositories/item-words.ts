/** Items by the words of their titles. */
import { inArray, sql } from 'drizzle-orm';
import type { WorkspaceId } from '../../../coordination/ids.ts';
import type { Viewer } from '../../../coordination/ports.ts';
import { tellingWords } from '../../../coordination/twins/words.ts';
import type { WorkItem } from '../../../coordination/work-items/item.ts';
import { type itemWords, workItems } from '../schema.ts';
import { visibleTo } from './audience.ts';
import type { Bound } from './bound.ts';
import { toItem } from './item-rows.ts';

export const wordRows = (
  workspaceId: WorkspaceId,
  { title, key }: Pick<WorkItem, 'title' | 'key'>,
): (typeof itemWords.$inferSelect)[] => tellingWords(title).map((word) => ({ workspaceId, word, key }));

/** Of a word that is in more titles than that, the newest are looked at. */
const MOST_OF_WORD = 300;
/** Ended items and those that may not be seen are among those found. */
const MOST_FOUND = 100;

/** The keys of items with at least two of the words, and how many. One short look into the index for each word. */
const SHARING = `
  select k.key, count(*)::int as shared
  from unnest($1::text[]) as w (word) cross join lateral (
    select key from item_words i where i.word = w.word order by key desc limit ${MOST_OF_WORD}
  ) k
  group by k.key having count(*) >= 2
  order by shared desc, k.key desc limit ${MOST_FOUND}`;

export async function itemsWithWords(
  at: Bound,
  words: readonly string[],
  viewer: Viewer,
  limit: number,
): Promise<WorkItem[]> {
  const found = await at.sql.unsafe(SHARING, [words as string[]], { prepare: true });
  if (found.length === 0) return [];
  const shared = new Map(found.map(({ key, shared: n }) => [key as number, n as number]));
  const rows = await at.db
    .select()
    .from(workItems)
    .where(visibleTo(viewer, inArray(workItems.key, [...shared.keys()]), sql`not ended`));
  const rank = (key: number): number => shared.get(key) ?? 0;
  return rows
    .toSorted((a, b) => rank(b.key) - rank(a.key) || b.key - a.key)
    .slice(0, limit)
    .map(toItem);
}
