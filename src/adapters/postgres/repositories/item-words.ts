/** Items by the words of their titles. */
import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { ItemId, WorkspaceId } from '../../../coordination/ids.ts';
import type { Titled, Viewer } from '../../../coordination/ports.ts';
import { tellingWords } from '../../../coordination/twins/words.ts';
import type { WorkItem } from '../../../coordination/work-items/item.ts';
import { type itemWords, workItems } from '../schema.ts';
import { visibleTo } from './audience.ts';
import type { Bound } from './bound.ts';

export const wordRows = (
  workspaceId: WorkspaceId,
  { title, key }: Pick<WorkItem, 'title' | 'key'>,
): (typeof itemWords.$inferSelect)[] => tellingWords(title).map((word) => ({ workspaceId, word, key }));

/** Of a word that is in more titles than that, the newest are looked at. */
const MOST_OF_WORD = 200;
/** Ended items and those that may not be seen are among those looked at. */
const MOST_LOOKED_AT = 40;

const dialect = new PgDialect();

/** One short look into the index for each word, then at the few items that have most of them. */
export async function itemsWithWords(
  at: Bound,
  words: readonly string[],
  viewer: Viewer,
  limit: number,
): Promise<Titled[]> {
  const { sql: text, params } = dialect.sqlToQuery(sql`
    with alike as materialized (
      select k.key, count(*) as shared
      from unnest(${`{${words.map((word) => `"${word}"`).join(',')}}`}::text[]) as w (word) cross join lateral (
        select key from item_words i where i.word = w.word order by key desc limit ${sql.raw(String(MOST_OF_WORD))}
      ) k
      group by k.key having count(*) >= 2
      order by shared desc, k.key desc limit ${sql.raw(String(MOST_LOOKED_AT))}
    )
    select ${workItems.id}, ${workItems.key}, ${workItems.title}
    from alike join ${workItems} on ${workItems.key} = alike.key
    where ${visibleTo(viewer, sql`not ended`)}
    order by alike.shared desc, alike.key desc limit ${limit}`);
  // Planned once: that takes longer than to find something.
  const rows = await at.sql.unsafe<{ id: ItemId; key: number; title: string }[]>(text, params as never[], {
    prepare: true,
  });
  return [...rows];
}
