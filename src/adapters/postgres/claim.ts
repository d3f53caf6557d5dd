/**
 * The one small claim of inbox, outbox and clocks: rows that are due, in batches, under a lease. Rows are
 * found and leased as the role that sees every workspace but no content, by the database's clock, and read in their own workspace.
 */
import { storable } from '../../commands/storable.ts';
import type { Instant } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { QueueStats } from '../../coordination/ports.ts';
import type { Client } from './client.ts';
import { transact, transactAlone } from './guard.ts';
import type { Scope } from './scope.ts';

/** A row, named. */
export interface RowName {
  readonly workspace: WorkspaceId;
  readonly id: string;
}

/** A row under a lease, as JSON, with the milliseconds that its workspace's clock is ahead. */
export interface Leased {
  readonly raw: Readonly<Record<string, unknown>>;
  readonly ahead: number;
}

/** What differs between the queues, as SQL. */
interface Terms {
  readonly table: 'inbox' | 'outbox' | 'clocks';
  /** What is known of a row from its claim alone. */
  readonly known: readonly string[];
  /** States that wait for their time, as the index of what is due names them. */
  readonly waiting: string;
  readonly leased: string;
  /** The state of a row given back unbegun. */
  readonly unbegun: string;
  /** What a row becomes when its lease runs out. */
  readonly abandoned: string;
}

export const INBOX: Terms = {
  table: 'inbox',
  known: [],
  waiting: `state = 'pending'`,
  leased: 'working',
  unbegun: `'pending'`,
  abandoned: `state = 'pending'`,
};

export const OUTBOX: Terms = {
  table: 'outbox',
  known: [],
  waiting: `state in ('pending', 'unknown')`,
  leased: 'sending',
  unbegun: `case when unsure then 'unknown' else 'pending' end`,
  abandoned: `state = 'unknown', unsure = true`,
};

export const CLOCKS: Terms = {
  table: 'clocks',
  known: ['kind', 'attempts'],
  waiting: `state = 'pending'`,
  leased: 'working',
  unbegun: `'pending'`,
  abandoned: `state = 'pending'`,
};

export const LEASE = `now() + interval '20 seconds'`;
/** Past this a count costs more than it tells. */
const MOST_COUNTED = 100_000;

const CLAIMER = { role: 'baton_claim' } as const;

const asClaimer = <T>(client: Client, work: (scope: Scope) => Promise<T>): Promise<T> =>
  transact(client, CLAIMER, work);

/**
 * Leases at most `limit` rows due at `now`, and as many in workspaces whose clock is ahead, and reads them: each in its
 * own workspace, as the role that sees no other. Rows that another process is just leasing are passed over. What cannot
 * be read is not leased either.
 */
export async function claim(
  client: Client,
  terms: Terms,
  now: Instant,
  limit: number,
): Promise<readonly Leased[]> {
  return asClaimer(client, async (scope) => {
    const leased = await leaseIn(scope, terms, now, limit);
    if (leased.length === 0) return [];
    scope.sql.unsafe('set local role baton_app').execute();
    const groups = JSON.stringify(byWorkspace(leased, () => ({})));
    const rows = await scope.sql.unsafe(`select read_${terms.table}($1::json) as raw`, [groups], {
      prepare: true,
    });
    const ahead = new Map(leased.map((row) => [row.workspace, row.ahead]));
    return rows.map(({ raw }) => ({ raw, ahead: ahead.get(raw.workspace_id) ?? 0 }));
  });
}

/** With `ofEach`, along with the rest of what is due in their workspaces: so many rows of each, on average. */
export const lease = (client: Client, terms: Terms, now: Instant, limit: number, ofEach = 0) =>
  asClaimer(client, (scope) => leaseIn(scope, terms, now, limit, ofEach));

async function leaseIn({ sql }: Scope, terms: Terms, now: Instant, limit: number, ofEach = 0) {
  const due = new Date(now).toISOString();
  const run = (choose: string, ...parameters: (string | number | string[])[]) =>
    sql.unsafe(leaseChosen(terms, choose), parameters, { prepare: true });
  const first = (await Promise.all(finding(terms).map((choose) => run(choose, due, limit)))).flat();
  const workspaces = [...new Set(first.map((row) => row.workspace_id as string))];
  const room = first.length < limit ? 0 : workspaces.length * ofEach - first.length;
  const rest = room > 0 ? await run(restOf(terms), due, room, workspaces) : [];
  return [...first, ...rest].map((row) => ({
    workspace: row.workspace_id as WorkspaceId,
    id: row.id as string,
    ahead: row.ahead as number,
    known: row,
  }));
}

const leaseChosen = ({ table, known, leased }: Terms, choose: string): string => `
  with chosen as materialized (${choose})
  update ${table} q set state = '${leased}', lease_until = ${LEASE}
  from chosen where q.workspace_id = chosen.workspace_id and q.id = chosen.id
  returning ${['workspace_id', 'id', ...known].map((name) => `q.${name}`).join(', ')}, coalesce(
    (select w.clock_offset from workspaces w where w.id = q.workspace_id and w.clock_offset <> 0), 0)::float8 as ahead`;

/** What finds rows that are due at `$1`, at most `$2`: those of every workspace, then those where the clock is ahead. */
export const finding = ({ table, waiting }: Terms): readonly [due: string, ahead: string] => [
  `select workspace_id, id from ${table}
   where ${waiting} and due_at <= $1::timestamptz
   order by due_at limit $2 for update skip locked`,
  // Asked first whether there are any: else all that is due some day might be looked through for them.
  `select q.workspace_id, q.id
   from workspaces w join ${table} q on q.workspace_id = w.id
   where exists (select from workspaces where clock_offset <> 0) and w.clock_offset <> 0 and q.${waiting}
     and q.due_at > $1::timestamptz and q.due_at <= $1::timestamptz + w.clock_offset * interval '1 millisecond'
   order by q.due_at limit $2 for update of q skip locked`,
];

const restOf = ({ table, waiting }: Terms): string => `
  select workspace_id, id from ${table}
  where ${waiting} and due_at <= $1::timestamptz and workspace_id = any($3::uuid[])
  order by due_at limit $2 for update skip locked`;

/** What is locked is just being marked: to wait for it, holding other rows, would be to wait for one another. */
const unlocked = (table: string, where: string): string =>
  `(workspace_id, id) in (select workspace_id, id from ${table} where ${where} for update skip locked)`;

const THESE = `(workspace_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`;

/** Changes rows that are leased; answers with those that could not be, for they are locked. */
async function change(
  client: Client,
  { table, leased }: Terms,
  set: string,
  rows: readonly RowName[],
): Promise<readonly RowName[]> {
  if (rows.length === 0) return [];
  const names = [rows.map((row) => row.workspace), rows.map((row) => row.id)];
  const those = `state = '${leased}' and ${THESE}`;
  const text = `
    with changed as (update ${table} set ${set} where ${unlocked(table, those)} returning workspace_id, id)
    select workspace_id, id from ${table}
    where ${those} and (workspace_id, id) not in (select workspace_id, id from changed)`;
  const locked = await transactAlone(client, CLAIMER, (sql) => sql.unsafe(text, names, { prepare: true }));
  return locked.map(({ workspace_id, id }) => ({ workspace: workspace_id, id }));
}

/** Lengthens the leases of rows that are still at work; the next time, of one that is locked. */
export async function renew(client: Client, terms: Terms, rows: readonly RowName[]): Promise<void> {
  await change(client, terms, `lease_until = ${LEASE}`, rows);
}

const LOCKED_MS = 50;

/** Ends the leases of rows with which nothing was begun; waits for one that is locked, by whoever changes its card. */
export async function release(client: Client, terms: Terms, rows: readonly RowName[]): Promise<void> {
  for (let left = rows; left.length > 0; ) {
    left = await change(client, terms, `state = ${terms.unbegun}, lease_until = null`, left);
    if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, LOCKED_MS));
  }
}

/** Makes rows due again whose lease ran out. Each has spent an attempt: what ends its process must not do so for ever. */
export async function sweep({ table, leased, abandoned }: Terms, client: Client): Promise<number> {
  const text = `
    update ${table} set ${abandoned}, lease_until = null, attempts = attempts + 1
    where ${unlocked(table, `state = '${leased}' and lease_until < now()`)}`;
  const { count } = await transactAlone(client, CLAIMER, (sql) => sql.unsafe(text, [], { prepare: true }));
  return count;
}

export async function stats(
  client: Client,
  { table, waiting, leased }: Terms,
  now: Instant,
): Promise<QueueStats> {
  const count = (where: string): string =>
    `(select count(*)::int from (select from ${table} where ${where} limit ${MOST_COUNTED}) counted)`;
  const isDue = `${waiting} and due_at <= $1::timestamptz`;
  const [row] = await asClaimer(client, ({ sql }) =>
    sql.unsafe(
      `select ${count(isDue)} as due, ${count(`state = '${leased}'`)} as leased,
         ${count(`state = 'unknown'`)} as unknown, ${count(`state = 'dead'`)} as dead,
         (select extract(epoch from $1::timestamptz - min(due_at))::float8 * 1000 from ${table} where ${isDue}) as lag`,
      [new Date(now).toISOString()],
      { prepare: true },
    ),
  );
  return {
    due: row?.due,
    leased: row?.leased,
    unknown: row?.unknown,
    dead: row?.dead,
    lagMs: Math.round(row?.lag ?? 0),
  };
}

/** Writes down what became of rows; `marks` makes of those of one workspace what the table's function takes. */
export async function mark<Mark extends RowName>(
  { table }: Terms,
  client: Client,
  all: readonly Mark[],
  marks: (own: readonly Mark[]) => object,
): Promise<void> {
  if (all.length === 0) return;
  const groups = JSON.stringify(storable(byWorkspace(all, marks)));
  await transactAlone(client, { role: 'baton_app' }, (sql) =>
    sql.unsafe(`select mark_${table}($1::json)`, [groups], { prepare: true }),
  );
}

function byWorkspace<Row extends RowName>(
  rows: readonly Row[],
  more: (own: readonly Row[]) => object,
): object[] {
  const groups = new Map<WorkspaceId, Row[]>();
  for (const row of rows) {
    const own = groups.get(row.workspace);
    if (own) own.push(row);
    else groups.set(row.workspace, [row]);
  }
  return [...groups].map(([workspace, own]) => ({ workspace, ids: own.map(({ id }) => id), ...more(own) }));
}
