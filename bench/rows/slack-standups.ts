/** Standups of ten thousand channels, their digests all due in the same minute, until Slack has taken them. */
import { createStore } from '../../src/adapters/postgres/store.ts';
import type { Database, Row } from '../harness.ts';
import { dueAtOnce } from '../slack/due-at-once.ts';
import type { SlackReady } from '../slack/load.ts';

/** Time to write down what is due before it is. */
const AHEAD_MS = 5_000;

export const slackStandups: Row = {
  name: 'slack standups',
  async run(bench) {
    const [teams, each] = bench.quick ? [10, 20] : [100, 100];
    return dueAtOnce(bench, {
      ...{ teams, to: 'channels', each, atLeast: 0.5, fill, makeDue },
      work: (count) =>
        `${count} standups due in the same minute, of ${each} channels in each of ${teams} workspaces, until their digests are taken`,
    });
  },
};

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
