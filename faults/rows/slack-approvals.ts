/** `kill -9` between an approval's decision and the refresh of what shows it: each vote counts once, and all is right after. */
import { checkSlack, untilAllSent } from '../check/slack.ts';
import { killedAt } from '../rig/ahead.ts';
import type { Step } from '../rig/baton.ts';
import type { Sql } from '../rig/database.ts';
import type { RigSlack } from '../rig/slack.ts';
import { Tried } from '../rig/tried.ts';
import { wordFor } from '../rig/words.ts';
import { expect, expectNone, type Row } from '../row.ts';

const QUIET_MS = 60_000;
/** Before and after the commit of the last vote, and while what shows the approval is brought up to date. */
const STEPS: readonly Step[] = [
  ...(['store:decided', 'store:committed', 'outbox:claimed', 'outbox:rendered', 'outbox:sent'] as const),
  'outbox:marked',
];
const VOTERS = ['lena', 'bo'];

export const slackApprovals: Row = {
  name: 'slack-approvals',
  fault: '`kill -9` between the decision of an approval and what shows it, in Slack',
  async run(rig) {
    const { database, sql, slack, replica } = await rig.inSlack();
    const asked: string[] = [];
    const steps = rig.random.shuffled(STEPS).slice(0, rig.short ? 4 : STEPS.length);
    for (const [n, step] of steps.entries()) {
      const key = await ask(slack, sql, n + 1);
      asked.push(key);
      const [first = '', last = ''] = rig.random.shuffled(VOTERS);
      expect(await approve(slack, first, key), `${key}: the vote of ${first} was not answered`);
      await untilAllSent(sql, QUIET_MS);
      let isTold = false;
      await killedAt({ replica, sql, short: rig.short }, step, async () => {
        isTold = await approve(slack, last, key);
      });
      // Who was told nothing tries again, and may have been heard before.
      if (!isTold) await approve(slack, last, key);
      await untilAllSent(sql, QUIET_MS);
    }
    expectNone([
      ...replica.unasked,
      ...(await miscounted(sql, asked.length)),
      ...unshown(slack, asked),
      ...(await checkSlack(database, slack, new Tried())),
    ]);
    return `${steps.length} kills; each of ${asked.length} approvals decided once, by two votes, and shown as it is`;
  },
};

/** Its key, once everyone concerned was asked. */
async function ask(slack: RigSlack, sql: Sql, n: number): Promise<string> {
  const title = wordFor(n);
  const typed = async (text: string): Promise<void> => {
    await slack.do.command({ user: 'ana', channel: 'general', text });
    await untilAllSent(sql, QUIET_MS);
  };
  await typed(`add ${title}`);
  const [item] = await sql<{ key: number }[]>`select key from work_items where title like ${`%${title}%`}`;
  await typed(`approval ask W-${item?.key} from @lena @bo all by in 30 days: ship ${title}`);
  const [approval] = await sql<{ key: number }[]>`
    select a.key from approvals a join work_items i on i.workspace_id = a.workspace_id and i.id = a.item_id
    where i.key = ${item?.key ?? 0}`;
  expect(approval !== undefined, `nobody was asked about ${title}`);
  return `A-${approval.key}`;
}

/** Whether an answer came. */
async function approve(slack: RigSlack, user: string, key: string): Promise<boolean> {
  const text = `approval approve ${key}`;
  const { outcome, shown } = await slack.do.command({ user, channel: 'general', text });
  return outcome?.acked === true && shown.length > 0;
}

/** Votes of a person and decisions, as the histories tell them. */
async function miscounted(sql: Sql, approvals: number): Promise<string[]> {
  const rows = await sql<{ key: number; act: string; times: number }[]>`
    select a.key, h.act || coalesce(' by ' || p.handle, '') as act, count(*)::int as times
    from approvals a join history h on h.workspace_id = a.workspace_id and h.record_id = a.id
    left join people p on p.workspace_id = h.workspace_id and p.id = h.actor_id
    group by 1, 2`;
  const states = await sql<{ state: string }[]>`select state from approvals`;
  const found = rows.flatMap(({ key, act, times }) =>
    times === 1 ? [] : [`A-${key}: ${act}, ${times} times`],
  );
  const decided = states.filter(({ state }) => state === 'approved').length;
  return decided === approvals ? found : [...found, `${decided} of ${approvals} approvals are decided`];
}

/** What was asked in the channel says what became of it. */
function unshown(slack: RigSlack, keys: readonly string[]): string[] {
  const [team] = slack.state.teams.values();
  const messages = [
    ...(team?.channels.get(team.channelByName.get('general') ?? '')?.messages.values() ?? []),
  ];
  return keys.flatMap((key) => {
    const shown = messages.filter(
      ({ message: { text, metadata } }) => metadata !== undefined && new RegExp(`\\b${key}\\b`).test(text),
    );
    const [request] = shown;
    return shown.length === 1 && JSON.stringify(request?.message.blocks).includes('Approved')
      ? []
      : [`${key}: ${shown.length} requests, of which one says ${request?.message.text}`];
  });
}
