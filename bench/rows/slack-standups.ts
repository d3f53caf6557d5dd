/** Standups of ten thousand channels, their digests all due in the same minute, until Slack has taken them. */
import { createStore } from '../../src/adapters/postgres/store.ts';
import { PACING } from '../../src/coordination/delivery/pacing.ts';
import { type Bench, type Comparison, compare, type Database, type Figure, type Row } from '../harness.ts';
import { startChild } from '../slack/children.ts';
import type { Posted, SlackReady } from '../slack/load.ts';
import { installAll } from '../slack/many-teams.ts';
import type { PostsTold } from '../slack/sides/posts.ts';
import { type Sides, startSides } from '../slack/sides.ts';

/** Time to write down what is due before it is. */
const AHEAD_MS = 5_000;

export const slackStandups: Row = {
  name: 'slack standups',
  async run(bench) {
    const [teams, channels] = bench.quick ? [10, 20] : [100, 100];
    return [
      ...(await measured(bench, teams, channels, PACING.slack.installation)),
      ...(await measured(bench, teams, channels, 0)),
    ];
  },
};

/** `pace` is kept by both, in milliseconds between two messages of a team. */
async function measured(
  bench: Bench,
  teams: number,
  channels: number,
  pace: number,
): Promise<(Comparison | Figure)[]> {
  const sides = await startSides(bench, teams, { channels });
  const database = await bench.database();
  const told = await installAll(database, sides.slack.ready);
  await fill(database, sides.slack.ready);
  await sides.batonIn({ ...told, paced: pace > 0 });
  const loop = await startChild('posts', {
    apiUrl: sides.slack.ready.apiUrl,
    pace,
    to: 'channels',
  } satisfies PostsTold);
  const count = teams * channels;
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
  const work = `Slack: ${count.toLocaleString('en')} standups due in the same minute, of ${channels} channels in each of ${teams} workspaces, until their digests are taken, ${paced}`;
  const late = lateness.slice(1).toSorted((a, b) => a - b);
  const middle = late[Math.floor(late.length / 2)] ?? Number.NaN;
  return [
    {
      work,
      against: 'a bare loop posting as many at that pace',
      measured: rate,
      bound: pace > 0 ? { atLeast: 0.5 } : null,
    },
    { work: 'late by, 95 of 100 of these', figure: `${(middle / 1_000).toFixed(1)} s` },
  ];
}

const posted = ({ slack }: Sides, count: number, since: number): Promise<Posted> =>
  slack.ask<Posted>({ posts: count, since });

const RULE = JSON.stringify({ weekdays: [1, 2, 3, 4, 5, 6, 7], minute: 570, everyWeeks: 1, start: null });

/** A standup in each channel, of ten people who were asked. */
async function fill({ client }: Database, { teams }: SlackReady): Promise<void> {
  const { sql } = client;
  const store = createStore(client);
  for (const { id: scope, channels } of teams) {
    const workspace = await store.route({ platform: 'slack', scope });
    await sql`
      insert into people (workspace_id, id, handle, name, kind, role)
      select ${workspace}::uuid, gen_random_uuid(), 'person' || n, 'Person ' || n, 'human', 'member'
      from generate_series(1, 10) n`;
    await sql`
      with made as (
        insert into channels (workspace_id, id, platform, scope, channel, kind, name)
        select ${workspace}::uuid, gen_random_uuid(), 'slack', ${scope}, c, 'public', 'channel-' || n
        from unnest(${channels as string[]}::text[]) with ordinality as t (c, n) returning id, name),
      who as (select array_agg(id) as all_of_them from people where workspace_id = ${workspace})
      insert into standups (workspace_id, id, name, channel_id, rule, words, zone, clock, participants, joined_ids, left_ids,
        questions, window_minutes, skips_holidays, quiet_days, looks, paused, made_by, since)
      select ${workspace}::uuid, gen_random_uuid(), name, id, ${RULE}::text::jsonb, 'daily 09:30', 'UTC', 'channel',
        jsonb_build_object('who', 'people', 'people', to_jsonb(all_of_them)), '{}', '{}', '["What is new?"]', 60, true, 'line',
        'all', false, all_of_them[1], now() - interval '9 days'
      from made, who`;
  }
  for (const table of ['people', 'channels', 'standups']) await sql.unsafe(`vacuum analyze ${table}`);
}

/** Rounds that are to be posted at one instant, with three answers each; returns it. */
async function makeDue({ client: { sql } }: Database): Promise<number> {
  await sql`truncate outbox, clocks, standup_rounds, standup_answers`;
  const due = Date.now() + AHEAD_MS;
  const at = new Date(due).toISOString();
  const date = at.slice(0, 10);
  await sql`
    insert into standup_rounds (workspace_id, standup_id, date, id, state, opened_at, posts_at, late_by, asks)
    select workspace_id, id, ${date}, gen_random_uuid(), 'open', now() - interval '1 hour', ${at}::timestamptz, 0,
      (select jsonb_agg(jsonb_build_object('person', p, 'at', ${due - 3_600_000}::bigint, 'closes', ${due}::bigint, 'state', 'asked'))
        from jsonb_array_elements_text(participants -> 'people') p)
    from standups`;
  await sql`
    insert into standup_answers (workspace_id, standup_id, date, person_id, said, words, at, late)
    select workspace_id, id, ${date}, p::uuid, 'answer',
      '[{"question": "What is new?", "answer": "The offer went out, and the contract waits for legal"}]', now(), false
    from standups, jsonb_array_elements_text(participants -> 'people') with ordinality as t (p, n) where n <= 3`;
  await sql`
    insert into clocks (workspace_id, id, kind, state, due_at, detail)
    select workspace_id, id, 'standup', 'pending', ${at}::timestamptz, '{}' from standups`;
  for (const table of ['clocks', 'standup_rounds', 'standup_answers'])
    await sql.unsafe(`vacuum analyze ${table}`);
  return due;
}
