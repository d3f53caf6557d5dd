/** Everything is done and half of the answers never come: connections break, or hang, between a person and Baton. */
import { setTimeout as sleep } from 'node:timers/promises';
import { check, untilQuiet } from '../check/check.ts';
import type { Tried } from '../rig/tried.ts';
import { expect, expectNone, type Row } from '../row.ts';

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
    // A run in which nobody was ever answered shows nothing.
    await untilDone(load.tried);
    await load.stop();
    await untilQuiet(database.sql);
    expectNone([...replica.unasked, ...(await check(database, load.tried))]);
    return `${load.tried.count('unknown')} answers lost, ${load.tried.count('done')} operations done`;
  },
};

const DONE_LEAST = 10;
const DONE_MS = 20_000;

async function untilDone(tried: Tried): Promise<void> {
  for (const end = performance.now() + DONE_MS; tried.count('done') < DONE_LEAST; await sleep(50))
    expect(performance.now() < end, `${tried.count('done')} operations were answered, not ${DONE_LEAST}`);
}
