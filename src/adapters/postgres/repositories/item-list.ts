/** Lists of items: a page at a time, each begun behind the last item of the one before. */
import {
  and,
  arrayContains,
  asc,
  desc,
  eq,
  gt,
  gte,
  ilike,
  isNotNull,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { refuse } from '../../../coordination/errors.ts';
import { parseItemKey } from '../../../coordination/ids.ts';
import type { ItemFilter, ItemPage, Viewer } from '../../../coordination/ports.ts';
import type { WorkItem } from '../../../coordination/work-items/item.ts';
import { workItems } from '../schema.ts';
import { audience, visibleTo } from './audience.ts';
import { type Bound, escapeLike } from './bound.ts';
import { type ItemRow, toItem } from './item-rows.ts';

export interface PageAsked {
  readonly size: number;
  readonly after: string | null;
}

/** More than so many are not counted. */
const MOST_COUNTED = 100;

/** Items that have not ended stand by due date, the others by their last change. */
export async function listItems(
  at: Bound,
  filter: ItemFilter,
  viewer: Viewer,
  page: PageAsked,
): Promise<ItemPage> {
  const wanted = and(...conditions(filter), audience(viewer, filter));
  const order = unended(filter) ? BY_DUE : BY_CHANGE;
  const after = page.after === null ? null : decode(page.after);
  const [total, rows] = await Promise.all([count(at, wanted), order.page(at, wanted, after, page.size + 1)]);
  const items = rows.slice(0, page.size);
  const last = items.at(-1);
  return {
    items: items.map(toItem),
    next: last && rows.length > page.size ? encode(order.place(last)) : null,
    total,
  };
}

/** Items whose key is meant by `words`, or starts with them, or whose title does: the last changed first. */
export async function itemsStartingWith(
  at: Bound,
  words: string,
  viewer: Viewer,
  limit: number,
): Promise<WorkItem[]> {
  const said = words.trim();
  const key = parseItemKey(said);
  const rows = await at.db
    .select()
    .from(workItems)
    .where(
      visibleTo(
        viewer,
        or(
          ilike(workItems.title, `${escapeLike(said)}%`),
          key === null ? undefined : sql`${workItems.key}::text like ${`${key}%`}`,
          // `W-` alone is the start of every key.
          /^w-?$/i.test(said) ? sql`true` : undefined,
        ),
      ),
    )
    .orderBy(desc(workItems.updatedAt), desc(workItems.key))
    .limit(limit);
  return rows.map(toItem);
}

const unended = ({ stage }: ItemFilter): boolean =>
  stage !== undefined && stage !== 'done' && stage !== 'cancelled';

function conditions(filter: ItemFilter): (SQL | undefined)[] {
  const {
    owner,
    requester,
    reviewer,
    offered,
    offeredTo,
    team,
    priority,
    stage,
    blocked,
    dueBefore,
    dueFrom,
    owned,
    asked,
    untouchedSince,
    endedSince,
    words,
  } = filter;
  return [
    owner === undefined
      ? undefined
      : owner === 'nobody'
        ? isNull(workItems.ownerId)
        : eq(workItems.ownerId, owner),
    requester === undefined ? undefined : eq(workItems.requesterId, requester),
    reviewer === undefined ? undefined : arrayContains(workItems.reviewerIds, [reviewer]),
    offered ? sql`offered_ids <> '{}'` : undefined,
    offeredTo === undefined
      ? undefined
      : and(sql`offered_ids <> '{}'`, arrayContains(workItems.offeredIds, [offeredTo])),
    team === undefined ? undefined : eq(workItems.teamId, team),
    priority === undefined ? undefined : eq(workItems.priority, priority),
    ...stageIs(stage),
    blocked === undefined ? undefined : blocked ? IS_BLOCKED : sql`not ${IS_BLOCKED}`,
    dueBefore === undefined ? undefined : lt(workItems.dueAt, dueBefore),
    dueFrom === undefined ? undefined : gte(workItems.dueAt, dueFrom),
    owned ? isNotNull(workItems.ownerId) : undefined,
    asked ? IS_ASKED : undefined,
    untouchedSince === undefined ? undefined : lt(workItems.updatedAt, untouchedSince),
    endedSince === undefined ? undefined : and(sql`ended`, gte(workItems.updatedAt, endedSince)),
    words === undefined ? undefined : ilike(workItems.title, `%${escapeLike(words)}%`),
  ];
}

/** `ended` is named beside the stage, as the indexes name it. */
function stageIs(stage: ItemFilter['stage']): (SQL | undefined)[] {
  if (stage === undefined) return [];
  if (stage === 'unended') return [sql`not ended`];
  const ended = stage === 'done' || stage === 'cancelled';
  return [ended ? sql`ended` : sql`not ended`, eq(workItems.stage, stage)];
}

export const IS_ASKED = sql`exists (
  select from approvals a
  where a.workspace_id = ${workItems.workspaceId} and a.item_id = ${workItems.id} and a.state = 'pending'
)`;

/** Of an item of `work_items`. */
export const IS_BLOCKED = sql`(blocked_reason is not null or exists (
  select from relations r join work_items blocker on blocker.workspace_id = r.workspace_id and blocker.id = r.from_id
  where r.workspace_id = ${workItems.workspaceId} and r.to_id = ${workItems.id} and r.kind = 'blocks' and not blocker.ended
))`;

async function count({ db }: Bound, wanted: SQL | undefined): Promise<number | null> {
  const [row] = await db.execute<{ readonly total: number }>(
    sql`select count(*)::int as total from (select from ${workItems} where ${wanted ?? sql`true`} limit ${MOST_COUNTED + 1}) counted`,
  );
  const total = row?.total ?? 0;
  return total > MOST_COUNTED ? null : total;
}

/** An instant and a key: what both orders sort by. */
type Place = readonly [at: number | null, key: number];

interface Order {
  place(row: ItemRow): Place;
  page(at: Bound, wanted: SQL | undefined, after: Place | null, size: number): Promise<ItemRow[]>;
}

const select = ({ db }: Bound, where: SQL | undefined, order: SQL[], size: number): Promise<ItemRow[]> =>
  db
    .select()
    .from(workItems)
    .where(where)
    .orderBy(...order)
    .limit(size);

/** By due date, then key; what has no date comes last. As an index cannot go on behind a row across that border, dated and undated are asked for apart. */
const BY_DUE: Order = {
  place: (row) => [row.dueAt, row.key],
  async page(at, wanted, after, size) {
    const order = [asc(workItems.dueAt), asc(workItems.key)];
    if (after === null) return select(at, wanted, order, size);
    const [due, key] = after;
    const undated = and(wanted, isNull(workItems.dueAt));
    if (due === null) return select(at, and(undated, gt(workItems.key, key)), order, size);
    const iso = new Date(due).toISOString();
    const later = sql`(${workItems.dueAt}, ${workItems.key}) > (${iso}::timestamptz, ${key})`;
    const [dated, rest] = await Promise.all([
      select(at, and(wanted, isNotNull(workItems.dueAt), later), order, size),
      select(at, undated, order, size),
    ]);
    return [...dated, ...rest].slice(0, size);
  },
};

/** The last changed first. */
const BY_CHANGE: Order = {
  place: (row) => [row.updatedAt, row.key],
  page(at, wanted, after, size) {
    const order = [desc(workItems.updatedAt), desc(workItems.key)];
    if (after === null || after[0] === null) return select(at, wanted, order, size);
    const iso = new Date(after[0]).toISOString();
    const earlier = sql`(${workItems.updatedAt}, ${workItems.key}) < (${iso}::timestamptz, ${after[1]})`;
    return select(at, and(wanted, earlier), order, size);
  },
};

const encode = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function decode(words: string): Place {
  try {
    const [at, key, ...more] = JSON.parse(Buffer.from(words, 'base64url').toString()) as unknown[];
    const instant = at === null || (Number.isSafeInteger(at) && Math.abs(at as number) <= 8.64e15);
    if (instant && Number.isSafeInteger(key) && more.length === 0)
      return [at as number | null, key as number];
  } catch {
    // Said below.
  }
  return refuse(
    { code: 'bad_option', option: 'page', words, expected: 'the page that a list offered' },
    'page',
  );
}
