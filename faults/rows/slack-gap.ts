/** The socket breaks, is gone for half a minute, is replaced; events come five times, in any order, to two replicas. */
import { setTimeout as sleep } from 'node:timers/promises';
import { checkSlack, untilAllSent } from '../check/slack.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

/** From the end of a gap until what happened meanwhile is known. */
const RECONCILED_MS = 60_000;

export const slackGap: Row = {
  name: 'slack-gap',
  fault: 'Slack: the socket gone for 30 s, and breaking; events five times and shuffled, two replicas',
  async run(rig) {
    const database = await rig.database();
    const slack = await rig.slack('socket');
    const replicas = [await rig.replica(database.url, slack.odd), await rig.replica(database.url, slack.odd)];
    const load = rig.slackLoad({ slack, everyMs: 250, mostWaiting: 1_000 });
    const breaks = [
      () => slack.socket.drop(),
      () => slack.socket.dropAtNextAck(),
      () => slack.socket.disconnect('refresh_requested', 'eldest'),
      () => slack.socket.disconnect('warning'),
    ];
    for (let round = 0; round < (rig.short ? 4 : 24); round += 1) {
      await sleep(300 + rig.random.next() * 700);
      rig.random.pick(breaks)();
    }
    for (let round = 0; round < (rig.short ? 2 : 8); round += 1) {
      slack.do.hold();
      await sleep(500 + rig.random.next() * 1_000);
      slack.do.release({ copies: 5, shuffled: true, seed: rig.random.below(2 ** 31) });
    }
    slack.socket.refuse(true);
    slack.socket.drop();
    await sleep(rig.short ? 8_000 : 30_000);
    slack.socket.refuse(false);
    const back = performance.now();
    await load.stop();
    const deliveredMs = performance.now() - back;
    expect(deliveredMs < RECONCILED_MS, `events came ${seconds(deliveredMs)} after the gap`);
    const tookMs = await untilAllSent(database.sql, RECONCILED_MS);
    expectNone([...replicas.flatMap((r) => r.unasked), ...(await checkSlack(database, slack, load.tried))]);
    return `${slack.core.delivery.begun} deliveries begun; all delivered ${seconds(deliveredMs)} after the gap, quiet after ${seconds(tookMs)} more`;
  },
};
