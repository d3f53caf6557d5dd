/** Nudges of ten thousand people, all due at once, until Slack has taken them; against a loop that only posts. */
import { createStore } from '../../src/adapters/postgres/store.ts';
import type { Database, Row } from '../harness.ts';
import { dueAtOnce } from '../slack/due-at-once.ts';
import type { SlackReady } from '../slack/load.ts';

/** Time to write down what is due before it is. */
const AHEAD_MS = 3_000;

export const slackNudges: Row = {
  name: 'slack nudges',
  async run(bench) {
    const [teams, each] = bench.quick ? [20, 50] : [100, 100];
    return dueAtOnce(bench, {
      ...{ teams, to: 'people', each, atLeast: 0.6, fill, makeDue },
      work: (count) =>
        `${count} nudges due at once, of ${each} people in each of ${teams} workspaces, until they are taken`,
    });
  },
};

const ALWAYS = JSON.stringify(
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from: 0, to: 1440 }]])),
);

/** Everyone owns one item that is overdue, works day and night, and is known by their account. */
async function fill({ client }: Database, { teams }: SlackReady): Promise<void> {
  const { sql } = client;
  const store = createStore(client);
  await sql`update workspaces set hours = ${ALWAYS}::text::jsonb, quiet = '{"from": 0, "to": 0}'`;
  for (const { id: scope, people } of teams) {
    const workspace = await store.route({ platform: 'slack', scope });
    await sql`
      with known as (
        insert into people (workspace_id, id, handle, name, kind, role)
        select ${workspace}::uuid, gen_random_uuid(), 'person' || n, 'Person ' || n, 'human', 'member'
        from generate_series(1, ${people.length}::int) n returning id, handle),
      numbered as (select id, substr(handle, 7)::int as n from known),
      reached as (
        insert into accounts (workspace_id, platform, scope, account, person_id)
        select ${workspace}::uuid, 'slack', ${scope}, (${people as string[]}::text[])[n], id from numbered)
      insert into work_items (workspace_id, id, key, kind, title, owner_id, requester_id, reviewer_ids, watcher_ids,
        due_at, due_zone, due_timed, workflow, workflow_version, stage, stage_since, ended, priority, links, fields,
        audience, created_at, updated_at, version, seq, head_hash)
      select ${workspace}::uuid, gen_random_uuid(), n, 'task', 'Item ' || n, id, id, '{}', '{}',
        now() - interval '5 days', 'Europe/London', false, 'task', 1, 'open', now(), false, 'normal', '[]', '{}',
        'workspace', now() - interval '9 days', now() - interval '9 days', 1, 0, repeat('0', 64)
      from numbered`;
  }
  for (const table of ['people', 'accounts', 'work_items']) await sql.unsafe(`vacuum analyze ${table}`);
}

/** All at one instant, as if for the first time; returns it. */
async function makeDue({ client: { sql } }: Database): Promise<number> {
  await sql`truncate nudges, outbox, clocks, history, history_payloads`;
  await sql`update work_items set seq = 0, head_hash = repeat('0', 64)`;
  const due = Date.now() + AHEAD_MS;
  await sql`
    insert into clocks (workspace_id, id, kind, state, due_at, detail)
    select workspace_id, id, 'item', 'pending', ${new Date(due).toISOString()}::timestamptz, '{}' from work_items`;
  await sql`vacuum analyze clocks`;
  return due;
}
