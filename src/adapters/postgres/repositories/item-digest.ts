/** What a digest tells, in one statement: each unended item counted once, under the first part that it belongs to. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import {
  DIGEST_PARTS,
  type DigestPart,
  type DigestQuery,
  type PartName,
} from '../../../coordination/digests/parts.ts';
import { reader } from '../rows.ts';
import { workItems } from '../schema.ts';
import { audience } from './audience.ts';
import type { Bound } from './bound.ts';
import { IS_ASKED, IS_BLOCKED } from './item-list.ts';
import { toItem } from './item-rows.ts';

const readRow = reader(workItems);

const instant = (at: number): SQL => sql`${new Date(at).toISOString()}::timestamptz`;

/** Parts are numbered: sorting by number takes a fraction of the time that sorting by words does. */
const numbered = (part: PartName): SQL => sql.raw(String(DIGEST_PARTS.indexOf(part)));

/** In the order of DIGEST_PARTS. */
const partOf = ({ now, soon, stalledSince }: DigestQuery): SQL => sql`case
  when offered_ids <> '{}' then ${numbered('handoff')}
  when ${IS_ASKED} then ${numbered('approval')}
  when stage = 'review' then ${numbered('review')}
  when ${IS_BLOCKED} then ${numbered('blocked')}
  when due_at < ${instant(now)} then ${numbered('overdue')}
  when stage = 'open' and owner_id is not null and due_at < ${instant(soon)} then ${numbered('risk')}
  when stage = 'active' and updated_at < ${instant(stalledSince)} then ${numbered('stalled')}
  when owner_id is null then ${numbered('unowned')}
  when stage = 'active' then ${numbered('active')}
  else ${numbered('open')}
end`;

/** When an item came to be blocked, by what is told of it. */
const BLOCKED_SINCE = sql`case when part = ${numbered('blocked')} then (
  select max(h.at) from history h
  where h.workspace_id = ${workItems.workspaceId} and h.record_id = ${workItems.id} and h.act in ('blocked', 'made to wait')
) end`;

export async function digestOf(at: Bound, query: DigestQuery): Promise<readonly DigestPart[]> {
  const { team, viewer, since, most, reach } = query;
  const ofTeam = team === null ? undefined : eq(workItems.teamId, team);
  const seen = audience(viewer);
  const open = and(sql`not ended`, ofTeam, seen);
  const done = and(
    sql`ended`,
    eq(workItems.stage, 'done'),
    sql`${workItems.updatedAt} >= ${instant(since)} and ${workItems.stageSince} >= ${instant(since)}`,
    ofTeam,
    seen,
  );
  const { sql: text, params } = DIALECT.sqlToQuery(sql`
    with told as (
      select * from (
        select id, ${partOf(query)} as part, due_at as first, key from work_items where ${open}
        order by due_at, key limit ${reach}) open
      union all
      select * from (
        select id, ${numbered('done')} as part, null::timestamptz as first, -key as key from work_items where ${done}
        order by updated_at desc limit ${reach}) done),
    placed as (
      select id, part, row_number() over (partition by part order by first, key) as place,
        count(*) over (partition by part)::int as total
      from told)
    select part, total, ${BLOCKED_SINCE} as blocked_since, to_json(work_items) as item
    from placed join work_items on work_items.id = placed.id
    where place <= ${most} order by part, place`);
  const rows = await at.sql.unsafe<Raw[]>(text, params as string[], { prepare: true });
  return DIGEST_PARTS.flatMap((part, number) => {
    const found = rows.filter((row) => row.part === number);
    const total = found[0]?.total ?? 0;
    return total === 0 ? [] : [{ part, total, items: found.map(standing) }];
  });
}

const DIALECT = new PgDialect();

interface Raw {
  readonly part: number;
  readonly total: number;
  readonly blocked_since: Date | string | null;
  readonly item: unknown;
}

const standing = ({ item, blocked_since: since }: Raw): DigestPart['items'][number] => ({
  item: toItem(readRow(item)),
  blockedSince: since === null ? null : new Date(since).getTime(),
});
