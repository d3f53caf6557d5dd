/** Slack loses its answers, limits, errs, hangs, is slow and is away, while people go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultKind } from '../../test/support/slack/faults.ts';
import { checkSlack, untilAllSent } from '../check/slack.ts';
import type { RigSlack } from '../rig/slack.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

const QUIET_MS = 180_000;
/** Slack shows an error to whoever waits longer. */
const SLACK_WAITS_MS = 3_000;

const SENDS = ['chat.postMessage', 'chat.update'];
const LOOKS = ['conversations.history', 'conversations.replies', 'users.info', 'conversations.info'];

/** Each share strikes those calls that the ones before have spared. */
const UNRELIABLE: readonly (readonly [methods: readonly string[], share: number, does: FaultKind])[] = [
  [SENDS, 0.3, { retryAfter: 1 }],
  [SENDS, 0.15, { loseAnswer: true }],
  [SENDS, 0.15, { status: 502 }],
  [SENDS, 0.03, { hang: true }],
  [LOOKS, 0.3, { retryAfter: 1 }],
  [LOOKS, 0.1, { status: 500 }],
];

export const slackAnswers: Row = {
  name: 'slack-answers',
  fault: 'Slack: answers lost, 30 % of 429, 502 and silence; the API slow by 10 s and away',
  async run(rig) {
    const { database, slack, replica } = await rig.inSlack();
    const load = rig.slackLoad({ slack, everyMs: 250 });
    const lasting = rig.short ? 6_000 : 60_000;
    for (const [methods, share, does] of UNRELIABLE)
      for (const method of methods) slack.do.fault({ method, share, does });
    await sleep(lasting);
    slack.do.clearFaults();
    slack.do.fault({ method: '*', does: { delay: 10_000 } });
    await sleep(lasting);
    slack.do.clearFaults();
    slack.do.fault({ method: '*', does: rig.random.pick([{ refuse: true }, { status: 503 }] as const) });
    await sleep(rig.short ? 6_000 : 600_000);
    slack.do.clearFaults();
    await load.stop();
    const tookMs = await untilAllSent(database.sql, QUIET_MS);
    const slowest = percentile(load.waits, 0.99);
    expect(slowest < SLACK_WAITS_MS, `p99 of acknowledgements was ${seconds(slowest)}`);
    expectNone([...replica.unasked, ...(await checkSlack(database, slack, load.tried, { silence: true }))]);
    const { tried } = load;
    return `${struck(slack)} calls failed, ${tried.count('done')} operations done, acknowledged within ${Math.round(slowest)} ms (p99); quiet after ${seconds(tookMs)}`;
  },
};

const struck = ({ ledger }: RigSlack): number =>
  Object.values(ledger.answers).reduce(
    (sum, answers) =>
      sum + Object.entries(answers).reduce((n, [name, times]) => (name === 'ok' ? n : n + times), 0),
    0,
  );

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
