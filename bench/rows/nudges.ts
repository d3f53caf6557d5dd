/** Planning what is due of ladders, among very many items of which nothing is: found, run, nudged and noted. */
import { setImmediate as breathe } from 'node:timers/promises';
import { createClockQueue } from '../../src/adapters/postgres/clocks.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import * as system from '../../src/adapters/system/system.ts';
import { runDue } from '../../src/coordination/nudges/run.ts';
import { type Bench, compare, type Database, type Row, time } from '../harness.ts';

const DUE = 1_000;
/** Those that are due lie in as many workspaces, however many there are. */
const CONCERNED = 100;
const BATCH = 40;

export const nudges: Row = {
  name: 'nudges',
  async run(bench) {
    const items = bench.quick ? 20_000 : 1_000_000;
    const many = await filled(bench, items, items / 100);
    const few = await filled(bench, 10_000, CONCERNED);
    const line = {
      work: `a tick that finds and plans ${DUE} due nudges among ${items.toLocaleString('en')} items of ${(items / 100).toLocaleString('en')} workspaces`,
      against: 'the same among 10,000 items',
      measured: await compare(
        bench,
        'ms',
        () => tick(many),
        () => tick(few),
      ),
      bound: { atMost: 2 },
    };
    await many.drop();
    await few.drop();
    return [line];
  },
};

/** All that is due, claimed and run as the loop does; without sending. */
async function tick(database: Database): Promise<number> {
  const { client } = database;
  await makeDue(database);
  const [queue, store] = [createClockQueue(client), createStore(client)];
  const now = Date.now();
  const took = await time(async () => {
    for (;;) {
      const rows = await queue.claim(now, BATCH);
      if (rows.length === 0) return;
      for (const { workspace, items, people } of rows)
        await store.transact(workspace, (tx) => runDue({ tx, now, ...system, breathe }, { items, people }));
    }
  });
  const [row] = await client.sql<{ planned: number }[]>`select count(*)::int as planned from nudges`;
  if (row?.planned !== DUE) throw new Error(`${row?.planned} nudges were planned, and ${DUE} were due`);
  return took;
}

const ALWAYS = JSON.stringify(
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from: 0, to: 1440 }]])),
);

/** One hundred items in each workspace, all of one person; the clocks of all wait for another day. */
async function filled(bench: Bench, items: number, workspaces: number): Promise<Database> {
  const database = await bench.database();
  const { sql } = database.client;
  await sql`
    insert into workspaces (id, name, zone, hours, quiet, settings, created_at)
    select gen_random_uuid(), 'Workspace ' || n, 'Europe/London', ${ALWAYS}::text::jsonb, '{"from": 0, "to": 0}', '{}', now()
    from generate_series(1, ${workspaces}::int) n`;
  await sql`
    insert into people (workspace_id, id, handle, name, kind, role)
    select id, gen_random_uuid(), 'ana', 'Ana Castro', 'human', 'member' from workspaces`;
  await sql`
    with numbered as (
      select w.id, p.id as person, row_number() over (order by w.id) - 1 as place
      from workspaces w join people p on p.workspace_id = w.id)
    insert into work_items (workspace_id, id, key, kind, title, owner_id, requester_id, reviewer_ids, watcher_ids,
      due_at, due_zone, due_timed, workflow, workflow_version, stage, stage_since, ended, priority, links, fields,
      audience, created_at, updated_at, version, seq, head_hash)
    select w.id, gen_random_uuid(), n, 'task', 'Item ' || n, w.person, w.person, '{}', '{}',
      now() - interval '5 days', 'Europe/London', false, 'task', 1, 'open', now(), false, 'normal', '[]', '{}',
      'workspace', now() - interval '9 days', now() - interval '9 days', 1, 0, repeat('0', 64)
    from generate_series(1, ${items}::int) n join numbered w on w.place = n % ${workspaces}::int`;
  await sql`
    insert into clocks (workspace_id, id, kind, state, due_at, detail)
    select workspace_id, id, 'item', 'pending', now() + key * interval '1 minute' + interval '1 day', '{}' from work_items`;
  for (const table of ['workspaces', 'people', 'work_items', 'clocks'])
    await sql.unsafe(`vacuum analyze ${table}`);
  return database;
}

/** Ten items of each of a hundred workspaces are due now, as if for the first time. */
async function makeDue({ client: { sql } }: Database): Promise<void> {
  await sql`truncate nudges, outbox`;
  await sql`delete from clocks where kind = 'person'`;
  await sql`
    update clocks c set state = 'pending', due_at = now() - interval '1 second', detail = '{}'
    where id in (
      select id from (
        select i.id, row_number() over (partition by i.workspace_id order by i.key) as place
        from work_items i
        where i.workspace_id in (select id from workspaces order by id limit ${CONCERNED})) ranked
      where place <= ${DUE / CONCERNED})`;
}
