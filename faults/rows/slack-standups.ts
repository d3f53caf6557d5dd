/** `kill -9` around the asking and the digest of a standup: who is asked is asked once, and each date has one digest. */
import { checkSlack } from '../check/slack.ts';
import { killedAt, nextMonday, setClock, untilDone } from '../rig/ahead.ts';
import { CLOCK_STEPS, type Step } from '../rig/baton.ts';
import type { RigSlack } from '../rig/slack.ts';
import { Tried } from '../rig/tried.ts';
import { expect, expectNone, type Row } from '../row.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const ASKED = ['ana', 'lena', 'mira'];
/** While people are asked, or while their answers are posted. */
const STEPS: readonly Step[] = [
  ...CLOCK_STEPS,
  'store:decided',
  'outbox:claimed',
  'outbox:rendered',
  'outbox:sent',
];

export const slackStandups: Row = {
  name: 'slack-standups',
  fault: '`kill -9` while a standup asks people and posts its digest, in Slack',
  async run(rig) {
    const { database, sql, slack, replica } = await rig.inSlack();
    const monday = nextMonday(8);
    await setClock(sql, monday);
    const made = 'standup create #design daily 10:00 zone: UTC window: 30 who: @ana @lena @mira';
    const { shown } = await slack.do.command({ user: 'ana', channel: 'design', text: made });
    await untilDone(sql);
    const { count } = await sql`select from standups`;
    expect(count === 1, `no standup: ${JSON.stringify(shown)}`);
    const at = async (day: number, minute: number, step: Step | undefined): Promise<void> => {
      const act = (): Promise<void> => setClock(sql, monday + day * DAY + minute * MINUTE);
      if (step) await killedAt({ replica, sql, short: rig.short }, step, act);
      else await act();
      await untilDone(sql);
    };
    const asking = rig.random.shuffled(STEPS);
    const posting = rig.random.shuffled(STEPS);
    const days = rig.short ? 2 : STEPS.length;
    for (let day = 0; day < days; day += 1) {
      await at(day, 121, asking[day]);
      await slack.do.command({ user: 'lena', channel: 'design', text: 'standup nothing design' });
      await at(day, 152, posting[day]);
    }
    expectNone([
      ...replica.unasked,
      ...once(slack, days),
      ...(await checkSlack(database, slack, new Tried())),
    ]);
    return `${2 * days} kills; ${days} digests, and each of ${ASKED.length} people asked ${days} times`;
  },
};

/** What the channel and the people were told: one digest for each date, and as many questions to each person. */
function once(slack: RigSlack, days: number): string[] {
  const [team] = slack.state.teams.values();
  const said = (channel: string | undefined): string[] =>
    [...(team?.channels.get(channel ?? '')?.messages.values() ?? [])].flatMap(({ message }) =>
      message.user === team?.botUser ? [message.text] : [],
    );
  const dates = said(team?.channelByName.get('design')).flatMap(
    (text) => /^Standup design, ([^:]+):/.exec(text)?.[1] ?? [],
  );
  const isRight = dates.length === days && new Set(dates).size === days;
  return [
    ...(isRight ? [] : [`digests of ${dates.join(', ')} on ${days} days`]),
    ...ASKED.flatMap((name) => {
      const direct = team?.directs.get(team.userByName.get(name) ?? '');
      const times = said(direct).filter((text) => text.startsWith('Standup design: what is new?')).length;
      return times === days ? [] : [`${name} was asked ${times} times on ${days} days`];
    }),
  ];
}
