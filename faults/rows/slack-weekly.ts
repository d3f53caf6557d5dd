/** `kill -9` around the telling of a team's week: each week is told once, also when its picture was on its way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { checkSlack } from '../check/slack.ts';
import { endLeases, type Killing, killedAt, nextMonday, setClock, untilDone } from '../rig/ahead.ts';
import { CLOCK_STEPS, type Step } from '../rig/baton.ts';
import type { Sql } from '../rig/database.ts';
import type { RigSlack } from '../rig/slack.ts';
import { Tried } from '../rig/tried.ts';
import { wordFor } from '../rig/words.ts';
import { expect, expectNone, type Row } from '../row.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** From a Monday at eight to when the rule is due on its Friday, and a minute. */
const UNTIL_TOLD = 4 * DAY + 8 * HOUR + 60_000;
const PASSED_MS = 20_000;

/** Calls of Slack that are not answered any more: its picture is there and no message, or the message may be on its way. */
const CALLS = ['files.completeUploadExternal', 'chat.postMessage'] as const;
type Call = (typeof CALLS)[number];
const STEPS: readonly Step[] = [
  ...CLOCK_STEPS,
  ...(['store:decided', 'store:committed'] as const),
  ...(['outbox:claimed', 'outbox:rendered', 'outbox:sent', 'outbox:marked'] as const),
];

export const slackWeekly: Row = {
  name: 'slack-weekly',
  fault: '`kill -9` while a team is told of its week, with a picture, in Slack',
  async run(rig) {
    const { database, sql, slack, replica } = await rig.inSlack();
    const monday = nextMonday(8);
    await setClock(sql, monday);
    const typed = async (text: string): Promise<void> => {
      await slack.do.command({ user: 'ana', channel: 'design', text });
      await untilDone(sql);
    };
    await typed('team create design Design');
    await typed('settings team @design zone: UTC weekly: fridays 16:00');
    const endings = rig.random
      .shuffled([...STEPS, ...CALLS])
      .slice(0, rig.short ? 3 : STEPS.length + CALLS.length);
    for (const [week, ending] of endings.entries()) {
      await setClock(sql, monday + week * WEEK);
      await typed(`add ${wordFor(week + 1)} @ana`);
      await typed(`done W-${week + 1}`);
      const act = (): Promise<void> => setClock(sql, monday + week * WEEK + UNTIL_TOLD);
      const killing = { replica, sql, short: rig.short };
      if (isCall(ending)) await killedDuring(ending, { ...killing, slack }, act);
      else await killedAt(killing, ending, act);
      await untilDone(sql);
    }
    const told = toldOf(slack);
    expectNone([
      ...replica.unasked,
      ...(await once(sql, told.length, endings.length)),
      ...(await checkSlack(database, slack, new Tried())),
    ]);
    const pictures = told.filter((blocks) => blocks.includes('slack_file')).length;
    return `${endings.length} kills; as many weeks told once, ${pictures} of them with their picture`;
  },
};

const isCall = (ending: Step | Call): ending is Call => (CALLS as readonly string[]).includes(ending);

interface Calling extends Killing {
  readonly slack: RigSlack;
}

/** Does what makes Baton call Slack, which says nothing more, and kills it while it waits. */
async function killedDuring(
  call: Call,
  { replica, sql, slack, short }: Calling,
  act: () => Promise<unknown>,
): Promise<void> {
  const hung = (): number => slack.ledger.answers[call]?.hung ?? 0;
  const before = hung();
  slack.do.fault({ method: call, does: { hang: true } });
  await act();
  const end = performance.now() + PASSED_MS;
  while (hung() === before) {
    expect(performance.now() < end, `nobody called ${call}`);
    await sleep(10);
  }
  await replica.kill();
  slack.do.clearFaults();
  if (short) await endLeases(sql);
  await replica.start();
}

/** What stands in the channel of a team's weeks, as written to it. */
function toldOf(slack: RigSlack): string[] {
  const [team] = slack.state.teams.values();
  const messages = team?.channels.get(team.channelByName.get('design') ?? '')?.messages.values() ?? [];
  return [...messages].flatMap(({ message: { user, text, blocks } }) =>
    user === team?.botUser && /^Design: \d+ done in the week/.test(text) ? [JSON.stringify(blocks)] : [],
  );
}

/** One message in the channel, one in the outbox and one note for each week. */
async function once(sql: Sql, told: number, weeks: number): Promise<string[]> {
  const [noted] = await sql<{ posts: number; messages: number }[]>`
    select (select count(*)::int from weekly_posts where state = 'posted') as posts,
      (select count(*)::int from outbox where dedupe_key like 'week:%') as messages`;
  return [told, noted?.posts, noted?.messages].every((times) => times === weeks)
    ? []
    : [`of ${weeks} weeks ${told} were told, ${noted?.messages} written and ${noted?.posts} noted`];
}
