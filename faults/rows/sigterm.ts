/** An operator stops Baton while it works. */
import { setTimeout as sleep } from 'node:timers/promises';
import { check, untilQuiet } from '../check/check.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

const DRAINED_MS = 25_000;

export const sigterm: Row = {
  name: 'sigterm',
  fault: 'SIGTERM under load, with a quick and a slow database',
  async run(rig) {
    const slowest: number[] = [];
    for (const delayMs of rig.short ? [0, 100] : [0, 0, 20, 100, 250]) {
      const database = await rig.database();
      const proxy = await rig.proxy(rig.sharedServer);
      const replica = await rig.replica(database.urlAt(proxy.port));
      const pressing = rig.short ? { people: 4, everyMs: 20 } : { people: 6, everyMs: 5 };
      const load = rig.load({ url: () => replica.url, ...pressing });
      await load.done(30);
      proxy.delay(delayMs);
      await sleep(500);
      const began = performance.now();
      const { code, signal } = await replica.stop();
      slowest.push(performance.now() - began);
      expect(code === 0, `it ended with ${code ?? signal}`);
      await load.stop();
      const [left] = await database.sql`
        select (select count(*)::int from inbox where state = 'working')
          + (select count(*)::int from outbox where state = 'sending') as rows`;
      expect(left?.rows === 0, `${left?.rows} rows were left in hand`);
      proxy.delay(0);
      await replica.start();
      await untilQuiet(database.sql);
      expectNone([...replica.unasked, ...(await check(database, load.tried))]);
      await replica.kill();
    }
    const most = Math.max(...slowest);
    expect(most <= DRAINED_MS, `it took ${seconds(most)} to stop`);
    return `${slowest.length} stops, the slowest in ${seconds(most)}, exit 0, nothing left in hand`;
  },
};
