/** A year of one team's weeks, counted from the history; told, and against one week. */

import { weeksUntil } from '../../src/coordination/flow/week.ts';
import type { PersonId } from '../../src/coordination/ids.ts';
import { compare, type Database, middleOf, type Row, time } from '../harness.ts';
import { type Populated, populate } from '../workspace.ts';

const TEAMS = 10;
const DONE_A_WEEK = 40;
const EVERYONE = { person: '00000000-0000-0000-0000-000000000000' as PersonId, guest: false };

export const weeks: Row = {
  name: 'weeks',
  async run(bench) {
    const database = await bench.database();
    const workspace = await populate(database);
    const items = (bench.quick ? 5 : 52) * DONE_A_WEEK * TEAMS;
    await fill(database, workspace, items);
    const now = Date.now();
    const counted = (weeks: number) => () =>
      middleOf(bench.quick ? 2 : 3, () =>
        time(() =>
          workspace.core.store.transact(workspace.id, async (tx) => {
            const team = (await tx.teams.all())[0]?.id ?? null;
            return tx.flow.weeks({ team, viewer: EVERYONE, bounds: weeksUntil(now, 'Europe/London', weeks) });
          }),
        ),
      );
    const line = {
      work: `a year of weeks of one team with ${(items / TEAMS).toLocaleString('en')} items of ${items.toLocaleString('en')}, 5 entries each`,
      against: 'two weeks of it, as a message compares',
      measured: await compare(bench, 'ms', counted(52), counted(2)),
      bound: null,
    };
    await database.drop();
    return [line];
  },
};

/** Spread over a year; one in ten is still open. */
async function fill({ client: { sql } }: Database, { id, ana }: Populated, items: number): Promise<void> {
  await sql`
    insert into work_items (workspace_id, id, key, kind, title, owner_id, requester_id, reviewer_ids, watcher_ids, team_id,
      workflow, workflow_version, stage, stage_since, ended, priority, links, fields, audience, created_at, updated_at,
      version, seq, head_hash)
    select ${id}, gen_random_uuid(), n, 'task', 'Item ' || n, ${ana.id}, ${ana.id}, '{}', '{}',
      case when n % ${TEAMS} = 0 then (select t.id from teams t where t.workspace_id = ${id}) else gen_random_uuid() end,
      'task', 1, case when n % 100 < 90 then 'done' else 'active' end, now(), n % 100 < 90, 'normal', '[]', '{}', 'workspace',
      now() - (n::float8 / ${items}) * interval '364 days', now() - (n::float8 / ${items}) * interval '360 days', 5, 5, repeat('f', 64)
    from generate_series(1, ${items}::int) n`;
  const acts = ['added', 'edited', 'started', 'edited', 'done'];
  await sql`
    insert into history (workspace_id, record_id, seq, act, actor_id, at, payload_digest, prev, hash)
    select ${id}, i.id, s, case when s = 5 and not ended then 'edited' else (${acts}::text[])[s] end, ${ana.id},
      created_at + (s - 1) * interval '1 day', '', '', ''
    from work_items i, generate_series(1, 5) s`;
  await sql`
    insert into history_payloads (workspace_id, record_id, seq, salt, payload)
    select ${id}, i.id, s, '', jsonb_build_object('changes', case s
      when 1 then jsonb_build_object('stage', 'open', 'owner', ${ana.id}::text, 'title', i.title, 'purpose', null, 'outcome', null,
        'due', jsonb_build_object('at', extract(epoch from created_at) * 1000 + 3 * 86400000), 'links', '[]'::jsonb)
      when 3 then '{"stage":"active"}'::jsonb
      when 5 then case when ended then '{"stage":"done"}'::jsonb else '{"priority":"high"}'::jsonb end
      else '{"purpose":"So that it is known"}'::jsonb end)
    from work_items i, generate_series(1, 5) s`;
  for (const table of ['work_items', 'history', 'history_payloads'])
    await sql.unsafe(`vacuum analyze ${table}`);
}
