/** An operator stops Baton while people of Slack are at work, over each transport. */
import { checkSlack, untilAllSent } from '../check/slack.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

const DRAINED_MS = 25_000;
const QUIET_MS = 60_000;

export const slackSigterm: Row = {
  name: 'slack-sigterm',
  fault: 'SIGTERM under load, in Slack, with an API that is quick and one that is slow',
  async run(rig) {
    const slowest: number[] = [];
    const both = ['socket', 'http'] as const;
    for (const transport of rig.short ? [rig.random.pick(both)] : both) {
      const { database, slack, replica } = await rig.inSlack(transport);
      const load = rig.slackLoad({ slack, people: 5, everyMs: 80 });
      for (const delay of rig.short ? [2_000] : [0, 500, 2_000, 10_000]) {
        if (!replica.alive) await replica.start();
        await load.done(25);
        slack.do.fault({ method: 'chat.postMessage', does: { delay } });
        await load.done(10);
        const began = performance.now();
        const { code, signal } = await replica.stop();
        slowest.push(performance.now() - began);
        expect(code === 0, `it ended with ${code ?? signal}`);
        slack.do.clearFaults();
        const [left] = await database.sql`
          select (select count(*)::int from inbox where state = 'working')
            + (select count(*)::int from outbox where state = 'sending') as rows`;
        expect(left?.rows === 0, `${left?.rows} rows were left in hand`);
      }
      await replica.start();
      await load.stop();
      await untilAllSent(database.sql, QUIET_MS);
      expectNone([...replica.unasked, ...(await checkSlack(database, slack, load.tried))]);
      await replica.kill();
    }
    const most = Math.max(...slowest);
    expect(most <= DRAINED_MS, `it took ${seconds(most)} to stop`);
    return `${slowest.length} stops, the slowest in ${seconds(most)}, exit 0, nothing left in hand`;
  },
};
