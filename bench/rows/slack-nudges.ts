/** Nudges of ten thousand people, all due at once, until Slack has taken them; against a loop that only posts. */
import { createStore } from '../../src/adapters/postgres/store.ts';
import { PACING } from '../../src/coordination/delivery/pacing.ts';
import { type Bench, type Comparison, compare, type Database, type Figure, type Row } from '../harness.ts';
import { startChild } from '../slack/children.ts';
import type { Posted, SlackReady } from '../slack/load.ts';
import { installAll } from '../slack/many-teams.ts';
import type { PostsTold } from '../slack/sides/posts.ts';
import { type Sides, startSides } from '../slack/sides.ts';

/** Time to write down what is due before it is. */
const AHEAD_MS = 3_000;

export const slackNudges: Row = {
  name: 'slack nudges',
  async run(bench) {
    const [teams, people] = bench.quick ? [20, 50] : [100, 100];
    return [
      ...(await measured(bench, teams, people, PACING.slack.installation)),
      ...(await measured(bench, teams, people, 0)),
    ];
  },
};

/** `pace` is kept by both, in milliseconds between two messages of a team. */
async function measured(
  bench: Bench,
  teams: number,
  people: number,
  pace: number,
): Promise<(Comparison | Figure)[]> {
  const sides = await startSides(bench, teams, { people });
  const database = await bench.database();
  const told = await installAll(database, sides.slack.ready);
  await fill(database, sides.slack.ready);
  await sides.batonIn({ ...told, paced: pace > 0 });
  const loop = await startChild('posts', {
    apiUrl: sides.slack.ready.apiUrl,
    pace,
    to: 'people',
  } satisfies PostsTold);
  const count = teams * people;
  const lateness: number[] = [];
  const ours = async (): Promise<number> => {
    const due = await makeDue(database);
    const { lastAfter, lateness95 } = await posted(sides, count, due);
    lateness.push(lateness95);
    return (count / lastAfter) * 1_000;
  };
  const theirs = async (): Promise<number> => {
    const all = posted(sides, count, Date.now());
    await loop.ask(sides.slack.ready.teams);
    return (count / (await all).lastAfter) * 1_000;
  };
  const rate = await compare(bench, '/s', ours, theirs, bench.quick ? 1 : 3);
  await loop.stop();
  await sides.stop();
  await database.drop();
  const paced = pace > 0 ? `a message of a team each ${pace} ms` : 'as quick as can be';
  const work = `Slack: ${count.toLocaleString('en')} nudges due at once, of ${people} people in each of ${teams} workspaces, until they are taken, ${paced}`;
  const late = lateness.slice(1).toSorted((a, b) => a - b);
  const middle = late[Math.floor(late.length / 2)] ?? Number.NaN;
  return [
    {
      work,
      against: 'a bare loop posting as many at that pace',
      measured: rate,
      bound: pace > 0 ? { atLeast: 0.6 } : null,
    },
    { work: `late by, 95 of 100 of these`, figure: `${(middle / 1_000).toFixed(1)} s` },
  ];
}

const posted = ({ slack }: Sides, count: number, since: number): Promise<Posted> =>
  slack.ask<Posted>({ posts: count, since });

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
