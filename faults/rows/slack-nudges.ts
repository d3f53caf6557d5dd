/** `kill -9` while clocks are run, and while what they say is sent: each nudge is planned once and said once. */

import { checkSlack } from '../check/slack.ts';
import { killedAt, nextMonday, setClock, untilDone } from '../rig/ahead.ts';
import { CLOCK_STEPS, type Step } from '../rig/baton.ts';
import type { Sql } from '../rig/database.ts';
import type { Rig } from '../rig/rig.ts';
import { Tried } from '../rig/tried.ts';
import { wordFor } from '../rig/words.ts';
import { expectNone, type Row } from '../row.ts';

const DAY = 86_400_000;
/** People of three time zones are at work. */
const AFTERNOON = 15;
const OWNERS = ['@lena', '@bo', '@ana', '@kai', ''];
const OTHERS: readonly Step[] = ['store:decided', 'store:committed', 'outbox:sent'];

export const slackNudges: Row = {
  name: 'slack-nudges',
  fault: '`kill -9` while clocks are run and nudges are sent, in Slack',
  async run(rig) {
    const days = rig.short
      ? rig.random.shuffled([rig.random.pick(CLOCK_STEPS), rig.random.pick(OTHERS)])
      : rig.random.shuffled([...CLOCK_STEPS, ...CLOCK_STEPS, ...OTHERS, ...OTHERS]);
    const transport = rig.random.pick(['socket', 'http'] as const);
    const peace = days.map(() => null);
    const [undisturbed = [], killed = []] = await Promise.all(
      [peace, days].map((steps) => play(rig, transport, steps)),
    );
    expectNone([
      ...undisturbed.filter((nudge) => !killed.includes(nudge)).map((nudge) => `not planned: ${nudge}`),
      ...killed.filter((nudge) => !undisturbed.includes(nudge)).map((nudge) => `planned beside: ${nudge}`),
      ...(undisturbed.length > days.length ? [] : [`only ${undisturbed.length} nudges`]),
    ]);
    return `${days.length} kills in as many days; ${killed.length} nudges, as without`;
  },
};

/** A day for each step, and one more; answers with what was planned. */
async function play(
  rig: Rig,
  transport: 'socket' | 'http',
  days: readonly (Step | null)[],
): Promise<readonly string[]> {
  const { database, sql, slack, replica } = await rig.inSlack(transport);
  const monday = nextMonday(AFTERNOON);
  await setClock(sql, monday);
  for (const [n, owner] of OWNERS.entries())
    await slack.do.command({
      user: 'ana',
      channel: 'general',
      text: `add ${wordFor(n + 1)} ${owner} tomorrow`,
    });
  await untilDone(sql);
  let passed = 0;
  const nextDay = (): Promise<void> => {
    passed += DAY;
    return setClock(sql, monday + passed);
  };
  for (const step of [...days, null]) {
    if (step) await killedAt({ replica, sql, short: rig.short }, step, nextDay);
    else await nextDay();
    await untilDone(sql);
  }
  expectNone([
    ...replica.unasked,
    ...(await unsaid(sql)),
    ...(await checkSlack(database, slack, new Tried())),
  ]);
  await replica.kill();
  return planned(sql);
}

/** What of whom was planned, told alike by runs whose keys and times differ. */
async function planned(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ nudge: string }[]>`
    select concat_ws(' ', i.title, p.handle, n.rule, n.step, n.number, n.capacity) as nudge
    from nudges n join work_items i on i.workspace_id = n.workspace_id and i.id = n.item_id
    left join people p on p.workspace_id = n.workspace_id and p.id = n.person_id
    order by 1`;
  return rows.map(({ nudge }) => nudge);
}

/** A nudge that was said stands in one message. */
async function unsaid(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ id: string; messages: number }[]>`
    select n.id, count(o.id)::int as messages
    from nudges n left join outbox o on o.workspace_id = n.workspace_id
      and o.kind = 'nudges' and o.body -> 'nudges' ? n.id::text
    where n.state = 'sent' or n.outbox_id is not null group by n.id having count(o.id) <> 1`;
  return rows.map(({ id, messages }) => `the nudge ${id}: in ${messages} messages`);
}
