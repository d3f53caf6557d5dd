/** Items by the words of their titles. */
import type { ItemId, WorkspaceId } from '../../../coordination/ids.ts';
import type { Titled, Viewer } from '../../../coordination/ports.ts';
import { tellingWords } from '../../../coordination/twins/words.ts';
import type { WorkItem } from '../../../coordination/work-items/item.ts';
import type { itemWords } from '../schema.ts';
import type { Bound } from './bound.ts';

export const wordRows = (
  workspaceId: WorkspaceId,
  { title, key }: Pick<WorkItem, 'title' | 'key'>,
): (typeof itemWords.$inferSelect)[] => tellingWords(title).map((word) => ({ workspaceId, word, key }));

/** Of a word that is in more titles than that, the newest are looked at. */
const MOST_OF_WORD = 100;
/** Ended items are among those looked at. */
const MOST_LOOKED_AT = 40;
const MOST_ALIKE = 20;

/**
 * One short look into the index for each word, then at the few items that have most of them, each by its key: what is
 * planned while a table is small stays planned so when it is large. Who may see them is not asked here: seldom is one
 * really alike, and most are for everyone to see.
 */
const ALIKE = `
  with alike as materialized (
    select k.key, count(*) as shared
    from unnest((select $1::text[])) as w (word) cross join lateral (
      select key from item_words i where i.word = w.word order by key desc limit ${MOST_OF_WORD}
    ) k
    group by k.key having count(*) >= 2
    order by shared desc, k.key desc limit ${MOST_LOOKED_AT}
  )
  select found.id, found.key, found.title, found.audience
  from alike cross join lateral (
    select id, key, title, audience from work_items where work_items.key = alike.key and not ended limit 1
  ) found
  order by alike.shared desc, alike.key desc limit ${MOST_ALIKE}`;

/** Words as one parameter: they are of letters and numbers alone. */
export const wordsParameter = (words: readonly string[]): string =>
  `{${words.map((word) => `"${word}"`).join(',')}}`;

type Alike = Titled & { readonly audience: string };

export async function itemsWithWords(
  { sql }: Bound,
  words: readonly string[],
  isMeant: (title: string) => boolean,
  { guest }: Viewer,
  visible: (ids: readonly ItemId[]) => Promise<ReadonlySet<ItemId>>,
): Promise<Titled | null> {
  const alike = await sql.unsafe<Alike[]>(ALIKE, [wordsParameter(words)], { prepare: true });
  const first = alike.find(({ title }) => isMeant(title));
  if (!first) return null;
  if (first.audience === 'workspace' && !guest) return titled(first);
  const meant = alike.filter(({ title }) => isMeant(title));
  const seen = await visible(meant.map(({ id }) => id));
  const found = meant.find(({ id }) => seen.has(id));
  return found ? titled(found) : null;
}

const titled = ({ id, key, title }: Alike): Titled => ({ id, key, title });
