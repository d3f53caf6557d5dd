/** Everything is done and half of the answers never come: connections break, or hang, between a person and Baton. */
import { setTimeout as sleep } from 'node:timers/promises';
import { check, untilQuiet } from '../check/check.ts';
import { expectNone, type Row } from '../row.ts';

export const answersLost: Row = {
  name: 'answers-lost',
  fault: 'the answer is lost, hung or cut off after the work was accepted',
  async run(rig) {
    const database = await rig.database();
    const replica = await rig.replica(database.url);
    const proxy = await rig.proxy({ host: '127.0.0.1', port: Number(new URL(replica.url).port) });
    const load = rig.load({ url: () => `http://127.0.0.1:${proxy.port}`, people: 8, withinMs: 2_000 });
    const rounds = rig.short ? 8 : 60;
    for (let round = 0; round < rounds; round += 1) {
      proxy.mute();
      await sleep(50 + rig.random.next() * 250);
      if (rig.random.next() < 0.5) proxy.reset();
      proxy.answer();
      proxy.delay(rig.random.below(2) * 40);
      await sleep(400 + rig.random.next() * 400);
    }
    proxy.delay(0);
    await load.stop();
    await untilQuiet(database.sql);
    expectNone([...replica.unasked, ...(await check(database, load.tried))]);
    return `${load.tried.count('unknown')} answers lost, ${load.tried.count('done')} operations done`;
  },
};
