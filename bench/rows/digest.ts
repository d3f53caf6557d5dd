/** A digest of a large team in a very large workspace, against a small one and against the query it cannot do without. */
import { transact } from '../../src/adapters/postgres/guard.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { collect } from '../../src/coordination/digests/collect.ts';
import { digest as digestOf } from '../../src/coordination/digests/digest.ts';
import type { PersonId, WorkspaceId } from '../../src/coordination/ids.ts';
import type { Team } from '../../src/coordination/teams/team.ts';
import { makeWorkspace, person, team } from '../../test/support/records.ts';
import { type Bench, compare, type Database, middleOf, type Row, time } from '../harness.ts';

const MEMBERS = 50;
const OPEN = 2_000;
const DAY = 86_400_000;

export const digest: Row = {
  name: 'digest',
  async run(bench) {
    const items = bench.quick ? 20_000 : 1_000_000;
    const many = await filled(bench, items);
    const few = await filled(bench, 10_000);
    const times = bench.quick ? 5 : 50;
    const ours = (filled_: Filled) => () => middleOf(times, () => time(() => made(filled_)));
    const work = `a digest of a team of ${MEMBERS} with ${OPEN.toLocaleString('en')} open items among ${items.toLocaleString('en')}`;
    const lines = [
      {
        work,
        against: 'the same among 10,000',
        measured: await compare(bench, 'ms', ours(many), ours(few)),
        bound: { atMost: 2 },
      },
      {
        work,
        against: 'the bare query in the same guarded transaction',
        measured: await compare(bench, 'ms', ours(many), () => middleOf(times, () => time(() => bare(many)))),
        bound: { atMost: 1.5 },
      },
    ];
    await many.database.drop();
    await few.database.drop();
    return lines;
  },
};

interface Filled {
  readonly database: Database;
  readonly workspace: WorkspaceId;
  readonly team: Team;
  readonly viewer: PersonId;
}

/** Read from the records and put into words, as `/baton digest` does. */
async function made({ database: { client }, workspace, team: of, viewer }: Filled): Promise<void> {
  const now = Date.now();
  const found = await createStore(client).transact(workspace, (tx) =>
    collect({
      tx,
      team: of,
      of: of.name,
      viewer: { person: viewer, guest: false },
      now,
      since: now - DAY,
      time: { zone: 'Europe/London', hours: ALWAYS, holidays: new Set(), halfDays: new Map(), away: null },
    }),
  );
  if (digestOf(found).blocks.length < 10) throw new Error('the digest tells too little');
}

const ALWAYS = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from: 0, to: 1440 }]]));

/** What every digest must ask: each part counted, with its first four items, and who they are. */
const bare = ({ database: { client }, workspace, team: of }: Filled) =>
  transact(client, { role: 'baton_app', workspaceId: workspace }, async ({ sql }) => {
    const found = await sql.unsafe(BARE, [workspace, of.id], { prepare: true });
    const owners = [...new Set(found.map(({ owner_id }) => owner_id).filter(Boolean))] as string[];
    await sql`select id, name from people where workspace_id = ${workspace} and id = any(${owners}::uuid[])`;
  });

const BARE = `
  with told as (
    select id, due_at, key, case
      when offered_ids <> '{}' then 0
      when stage = 'review' then 1
      when blocked_reason is not null or exists (
        select from relations r join work_items b on b.workspace_id = r.workspace_id and b.id = r.from_id
        where r.workspace_id = w.workspace_id and r.to_id = w.id and r.kind = 'blocks' and not b.ended) then 2
      when due_at < now() then 3
      when owner_id is null then 4
      else 5 end as part
    from work_items w where workspace_id = $1 and team_id = $2 and not ended
    union all
    select id, null, -key, 6 from work_items
    where workspace_id = $1 and team_id = $2 and ended and updated_at > now() - interval '1 day'),
  placed as (
    select id, part, row_number() over (partition by part order by due_at, key) as place, count(*) over (partition by part) as total
    from told)
  select placed.part, placed.total, w.* from placed join work_items w on w.workspace_id = $1 and w.id = placed.id
  where place <= 4`;

/** As many teams as have room; the first is told of. One item in ten has ended, some of them within the day. */
async function filled(bench: Bench, items: number): Promise<Filled> {
  const database = await bench.database();
  const { client } = database;
  const workspace = await makeWorkspace(client);
  const members = Array.from({ length: MEMBERS }, (_, n) => person(`p${n}`, { name: `Person ${n}` }));
  const of = team('design', { name: 'Design', members: members.map(({ id }) => id) });
  await createStore(client).transact(workspace, async (tx) => {
    for (const one of members) await tx.people.save(one);
    await tx.teams.save(of);
  });
  const ids = members.map(({ id }) => id);
  await client.sql`
    insert into work_items (workspace_id, id, key, kind, title, owner_id, requester_id, reviewer_ids, watcher_ids, team_id,
      due_at, due_zone, due_timed, workflow, workflow_version, stage, stage_since, ended, blocked_reason, priority, links,
      fields, audience, created_at, updated_at, version, seq, head_hash)
    select ${workspace}, gen_random_uuid(), n, 'task', 'Item ' || n,
      case when h % 17 > 0 then (${ids}::uuid[])[1 + h % ${MEMBERS}::int] end, (${ids}::uuid[])[1 + h % ${MEMBERS}::int], '{}', '{}',
      case when n % ${Math.round(items / OPEN)}::int = 0 then ${of.id}::uuid else gen_random_uuid() end,
      case when h / 3 % 4 > 0 then now() + (h / 5 % 2000 - 500) * interval '1 hour' end, 'Europe/London', false, 'task', 1,
      case when h / 7 % 11 = 0 then 'done' when h / 11 % 7 = 0 then 'review' when h / 13 % 3 = 0 then 'active' else 'open' end,
      now() - (h / 17 % 100) * interval '1 hour', h / 7 % 11 = 0, case when h / 19 % 13 = 0 then 'legal' end, 'normal', '[]', '{}',
      'workspace', now(), now() - (h / 17 % 100) * interval '1 hour', 1, 1, repeat('f', 64)
    from generate_series(1, ${items}::int) n cross join lateral (select abs(hashint4(n)) as h) chance`;
  for (const table of ['work_items', 'people', 'teams']) await client.sql.unsafe(`vacuum analyze ${table}`);
  return { database, workspace, team: of, viewer: ids[0] as PersonId };
}
