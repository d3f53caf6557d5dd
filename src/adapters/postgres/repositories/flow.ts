/**
 * How work flowed, week by week: the history of a team's items replayed in PostgreSQL. What was erased of it leaves its
 * act, which says enough of stages and owners.
 */
import { and, type SQL, sql } from 'drizzle-orm';
import type { Turn, Week } from '../../../coordination/flow/week.ts';
import type { FlowAsked, FlowStore } from '../../../coordination/ports.ts';
import { workItems } from '../schema.ts';
import { visibleTo } from './audience.ts';
import type { Bound } from './bound.ts';

export const flowStore = (at: Bound): FlowStore => ({
  async weeks(asked) {
    // To compile a query of so many parts takes longer than all of its work.
    await at.sql`set local jit = off`;
    const rows = await at.db.execute<Row>(weeksQuery(asked));
    return [...rows].map((row, n) => toWeek(row, asked.bounds[n] ?? 0, asked.bounds[n + 1] ?? 0));
  },
});

/** Counts come as integers, spans as milliseconds. */
interface Row extends Record<string, unknown> {
  readonly done: number;
  readonly cycle: number | null;
  readonly dated: number;
  readonly on_time: number;
  readonly open: number;
  readonly age: number | null;
  readonly counted: number;
  readonly clear: number;
  readonly accepted: number;
  readonly to_accept: number | null;
  readonly decided: number;
  readonly to_decide: number | null;
  readonly touched: number;
  readonly shared: number;
  readonly waits: readonly { readonly stage: string; readonly turn: Turn; readonly ms: number }[];
}

const toWeek = (row: Row, from: number, to: number): Week => ({
  from,
  to,
  done: row.done,
  cycle: row.cycle,
  open: row.open,
  age: row.age,
  accepted: row.accepted,
  toAccept: row.to_accept,
  decided: row.decided,
  toDecide: row.to_decide,
  dated: row.dated,
  onTime: row.on_time,
  counted: row.counted,
  clear: row.clear,
  touched: row.touched,
  shared: row.shared,
  waits: row.waits,
});

/** What an act says by itself, where the words that it wrote were erased. */
const ALONE = JSON.stringify({
  added: { stage: 'open' },
  captured: { stage: 'open' },
  started: { stage: 'active' },
  'sent to review': { stage: 'review' },
  done: { stage: 'done' },
  'review passed': { stage: 'done' },
  cancelled: { stage: 'cancelled' },
  'same as': { stage: 'cancelled' },
  'apart again': { stage: 'open' },
  reopened: { stage: 'active' },
  'sent back': { stage: 'active' },
  unblocked: { blockedReason: null },
});

/** Of an item's state no more is replayed than is counted. */
const REPLAYED = ['stage', 'owner', 'due', 'cadence', 'handoff', 'blockedReason', 'purpose', 'outcome'];

const median = (span: string): SQL => sql.raw(`percentile_cont(0.5) within group (order by ${span})`);
const ms = (interval: string): SQL => sql.raw(`(extract(epoch from ${interval}) * 1000)::float8`);
const fromMs = (column: string): SQL => sql.raw(`to_timestamp((${column})::float8 / 1000)`);

/** `wb(x)` is the number of the last bound that is not after x: week n goes from bound n to bound n + 1. */
function weeksQuery({ team, viewer, bounds }: FlowAsked): SQL {
  const all = sql`${`{${bounds.map((at) => new Date(at).toISOString()).join(',')}}`}::timestamptz[]`;
  const first = sql`${new Date(bounds[0] ?? 0).toISOString()}::timestamptz`;
  const end = sql`${new Date(bounds.at(-1) ?? 0).toISOString()}::timestamptz`;
  const wb = (at: string): SQL => sql`width_bucket(${sql.raw(at)}, ${all})`;
  const ours = team === null ? undefined : sql`${workItems.teamId} = ${team}`;
  const ofItems = (ended: SQL): SQL => sql`
    select workspace_id, id, created_at from ${workItems}
    where ${and(viewer === 'all' ? undefined : visibleTo(viewer), ours, ended, sql`${workItems.createdAt} < ${end}`)}`;
  return sql`
    with item as materialized (
      ${ofItems(sql`not ended`)}
      union all
      ${ofItems(sql`ended and ${workItems.updatedAt} >= ${first}`)}
    ),
    event as materialized (
      select i.id, i.created_at, h.seq, h.at, h.act, h.actor_id as actor, p.payload ->> 'other' as other,
        coalesce(
          (select jsonb_object_agg(c.key, c.value) from jsonb_each(p.payload -> 'changes') c where c.key = any(${`{${REPLAYED.join(',')}}`}::text[])),
          case when p.payload is null then ${ALONE}::jsonb -> h.act end,
          case when p.payload is null and h.act in ('claimed', 'accepted') then jsonb_build_object('owner', h.actor_id) end
        ) as changes
      from item i
      join history h on h.workspace_id = i.workspace_id and h.record_id = i.id and h.at < ${end}
      left join history_payloads p on p.workspace_id = h.workspace_id and p.record_id = h.record_id and p.seq = h.seq
    ),
    replayed as materialized (
      select id, created_at, seq, at, act, actor, merged(changes) over so_far as s,
        coalesce(lead(at) over so_far, ${end}) as until,
        first_value(actor) over (partition by id order by actor is null, seq) as first_actor
      from event window so_far as (partition by id order by seq)
    ),
    held as materialized (
      select made.id, made.seq as from_seq, coalesce((
        select min(freed.seq) from event freed
        where freed.id = made.id and freed.seq > made.seq and (freed.act = 'unblocked'
          or (freed.act in ('no longer waits', 'blocker ended') and freed.other is not distinct from made.other))
      ), 2147483647) as to_seq
      from event made where made.act = 'made to wait'
    ),
    state as materialized (
      select r.*, s ->> 'stage' as stage, lag(s ->> 'stage') over so_far as before,
        min(at) filter (where s ->> 'stage' in ('active', 'review', 'done')) over so_far as begun,
        ${fromMs(`s -> 'due' ->> 'at'`)} as due,
        (s ->> 'owner' is not null and s ->> 'purpose' <> '' and s ->> 'outcome' <> ''
          and (jsonb_typeof(s -> 'due') = 'object' or s ->> 'cadence' <> '')) is true as clear,
        case
          when s ->> 'blockedReason' is not null then 'something outside'
          when exists (select from held where held.id = r.id and r.seq >= from_seq and r.seq < to_seq) then 'another item'
          when s -> 'handoff' ->> 'state' = 'offered' then 'whoever was offered it'
          when s ->> 'stage' = 'review' then 'a reviewer'
          when s ->> 'owner' is null then 'an owner'
          when s ->> 'stage' = 'open' then 'its owner, to begin'
          else 'owner'
        end as turn,
        coalesce(s ->> 'stage' in ('open', 'active', 'review'), false) as is_open
      from replayed r window so_far as (partition by id order by seq)
    ),
    ended as materialized (
      select ${wb('at')} as week, id, ${ms(`at - case when before is null or begun = at then created_at else begun end`)} as cycle,
        at, due, clear
      from state where stage = 'done' and before is distinct from 'done' and at >= ${first}
    ),
    left_open as materialized (
      select bound - 1 as week, id, ${ms('bounds[bound] - created_at')} as age, clear
      from state, (select ${all} as bounds) b, generate_series(greatest(${wb('at')} + 1, 2), ${wb('until')}) as bound
      where is_open
    ),
    by_done as materialized (
      select week, count(*)::int as done, ${median('cycle')} as cycle,
        count(due)::int as dated, (count(*) filter (where at <= due))::int as on_time
      from ended group by week
    ),
    by_open as materialized (
      select week, count(*)::int as open, ${median('age')} as age from left_open group by week
    ),
    by_clear as materialized (
      select week, count(*)::int as counted, (count(*) filter (where clear))::int as clear
      from (select week, id, bool_or(clear) as clear
        from (select week, id, clear from ended union all select week, id, clear from left_open) either group by week, id) item
      group by week
    ),
    by_accept as materialized (
      select ${wb('at')} as week, count(*)::int as accepted, ${median(`extract(epoch from at) * 1000 - (s -> 'handoff' ->> 'offeredAt')::float8`)} as to_accept
      from state where act = 'accepted' and at >= ${first} and s -> 'handoff' ->> 'offeredAt' is not null group by 1
    ),
    decision as materialized (
      select ${fromMs(`facts ->> 'endedAt'`)} as at, (facts ->> 'endedAt')::float8 - (facts -> 'revisions' -> 0 ->> 'at')::float8 as taken
      from item i join approvals a on a.workspace_id = i.workspace_id and a.item_id = i.id
      where a.state in ('approved', 'rejected')
    ),
    by_decision as materialized (
      select ${wb('at')} as week, count(*)::int as decided, ${median('taken')} as to_decide
      from decision where at >= ${first} and at < ${end} group by 1
    ),
    touched as materialized (
      select ${wb('at')} as week, id from state where actor is not null and at >= ${first} group by 1, 2
    ),
    second as materialized (
      select id, ${wb('min(at)')} as week from state where actor <> first_actor group by id
    ),
    by_touch as materialized (
      select t.week, count(*)::int as touched, (count(*) filter (where second.week <= t.week))::int as shared
      from touched t left join second using (id) group by t.week
    ),
    waited as materialized (
      select week, stage, turn, sum(${ms('least(until, bounds[week + 1]) - greatest(at, bounds[week])')}) as ms
      from state, (select ${all} as bounds) b,
        generate_series(greatest(${wb('at')}, 1), least(${wb('until')}, ${bounds.length - 1}::int)) as week
      where is_open and until > at group by week, stage, turn
    ),
    by_wait as materialized (
      select week, jsonb_agg(jsonb_build_object('stage', stage, 'turn', turn, 'ms', ms) order by ms desc, stage, turn) as waits
      from waited where ms > 0 group by week
    )
    select coalesce(done, 0) as done, cycle, coalesce(dated, 0) as dated, coalesce(on_time, 0) as on_time,
      coalesce(open, 0) as open, age, coalesce(counted, 0) as counted, coalesce(clear, 0) as clear,
      coalesce(accepted, 0) as accepted, to_accept, coalesce(decided, 0) as decided, to_decide,
      coalesce(touched, 0) as touched, coalesce(shared, 0) as shared, coalesce(waits, '[]') as waits
    from generate_series(1, ${bounds.length - 1}::int) as week
    left join by_done using (week) left join by_open using (week) left join by_clear using (week)
    left join by_accept using (week) left join by_decision using (week) left join by_touch using (week)
    left join by_wait using (week)
    order by week`;
}
