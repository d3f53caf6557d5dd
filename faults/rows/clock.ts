/** The playground's clock moved by an hour and by days, and computers whose own clocks are wrong. */
import { check, untilQuiet } from '../check/check.ts';
import type { RigDatabase, Sql } from '../rig/database.ts';
import { createPlaygroundClient } from '../rig/playground.ts';
import type { Rig } from '../rig/rig.ts';
import { Tried } from '../rig/tried.ts';
import { expect, expectNone, type Row } from '../row.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Whose working hours never overlap all at once: someone is always off. */
const OWNERS = ['lena', 'bo', 'mira', 'kai'];

export const clock: Row = {
  name: 'clock',
  fault: 'the clock moves by an hour, by days; computers disagree by an hour, by a day',
  async run(rig) {
    const held = await moved(rig);
    const offs = rig.short ? [HOUR] : [HOUR, -HOUR, DAY, -DAY];
    const done: number[] = [];
    for (const off of offs) done.push(await disagreeing(rig, off));
    const operations = done.reduce((a, b) => a + b, 0);
    return `${held} notices held and sent once each; ${operations} operations beside a clock that was wrong`;
  },
};

/** Notices that wait for working hours arrive when the clock passes them, each once. */
async function moved(rig: Rig): Promise<number> {
  const database = await rig.database();
  const replica = await rig.replica(database.url);
  const client = createPlaygroundClient(() => replica.url);
  for (let n = 0; n < 3; n += 1)
    for (const owner of OWNERS)
      await client.post('command', { as: 'ana', channel: 'general', text: `add Night work ${n} @${owner}` });
  await untilQuiet(database.sql);
  const held = await countHeld(database.sql);
  expect(held > 0, 'nobody is off work, so nothing was held');
  for (const by of [HOUR, DAY, DAY, DAY, DAY]) {
    const { status } = await client.post('clock', { by });
    expect(status === 200, `the clock could not be moved: ${status}`);
    await untilQuiet(database.sql);
  }
  const left = await countHeld(database.sql);
  expectNone([
    ...(left === 0 ? [] : [`${left} of ${held} notices were never sent`]),
    ...replica.unasked,
    ...(await check(database, new Tried())),
  ]);
  return held;
}

async function countHeld(sql: Sql): Promise<number> {
  const [row] =
    await sql`select count(*)::int as held from outbox where kind = 'notice' and state = 'pending'`;
  return row?.held;
}

/** Two replicas, one of which believes that it is another time: nothing is lost and nothing is done twice. */
async function disagreeing(rig: Rig, off: number): Promise<number> {
  const database = await rig.database();
  const replicas = [await rig.replica(database.url), await rig.replica(database.url, { wrongBy: off })];
  const load = rig.load({ url: () => rig.random.pick(replicas).url });
  await load.done(rig.short ? 60 : 200);
  await load.stop();
  await untilQuiet(database.sql);
  await untilAllSent(database);
  expectNone([...replicas.flatMap((r) => r.unasked), ...(await check(database, load.tried))]);
  return load.tried.count('done');
}

/** What is due by the faster of two clocks is sent by the one that has it. */
async function untilAllSent({ sql }: RigDatabase): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    const [row] =
      await sql`select count(*)::int as cards from outbox where kind = 'card' and state <> 'sent'`;
    if (row?.cards === 0) return;
    expect(performance.now() < end, `${row?.cards} cards are not sent`);
  }
}
