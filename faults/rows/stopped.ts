/** A Baton that hangs in the middle of a send, is taken for dead, and then goes on as if nothing had been. */
import { setTimeout as sleep } from 'node:timers/promises';
import { check, untilQuiet } from '../check/check.ts';
import { createPlaygroundClient } from '../rig/playground.ts';
import { Tried } from '../rig/tried.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

/** A lease and what it takes to notice that it ran out. */
const TAKEN_OVER_MS = 30_000;

export const stopped: Row = {
  name: 'stopped',
  fault: 'a replica hangs past its lease in the middle of a send, and goes on',
  async run(rig) {
    const database = await rig.database();
    const hanging = await rig.replica(database.url);
    const person = (replica: typeof hanging) => createPlaygroundClient(() => replica.url);
    await person(hanging).post('command', { as: 'ana', channel: 'general', text: 'add The first title' });
    await untilQuiet(database.sql);

    await hanging.baton.arm('outbox:rendered', 1, 'SIGSTOP');
    const edit = (title: string) => ({ as: 'ana', channel: 'general', text: `edit W-1 title: ${title}` });
    void person(hanging).post('command', edit('The second title'));
    await untilSilent(hanging.url);
    const other = await rig.replica(database.url);
    await person(other).post('command', edit('The third title'));
    const takenOverMs = await untilQuiet(database.sql, TAKEN_OVER_MS);

    hanging.baton.signal('SIGCONT');
    await sleep(2_000);
    await untilQuiet(database.sql);
    expectNone([...hanging.unasked, ...other.unasked, ...(await check(database, new Tried()))]);
    return `taken over after ${seconds(takenOverMs)}; the card shows the last title`;
  },
};

/** A process that is stopped takes connections and says nothing. */
async function untilSilent(url: string): Promise<void> {
  const end = performance.now() + 15_000;
  for (let silences = 0; silences < 3; ) {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(700) }).catch(() => null);
    silences = answer ? 0 : silences + 1;
    expect(performance.now() < end, 'it did not stop at the step');
    await sleep(50);
  }
}
