/** The gateway breaks and is resumed, ends its session, repeats and shuffles events, and is out of reach for half a minute. */
import { setTimeout as sleep } from 'node:timers/promises';
import { untilRight } from '../check/discord.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

/** From the end of a gap until what happened meanwhile is known. */
const RECONCILED_MS = 60_000;

export const discordGateway: Row = {
  name: 'discord-gateway',
  fault: 'Discord: sessions broken, resumed and ended; events five times; the gateway gone for 30 s',
  async run(rig) {
    const database = await rig.database();
    const discord = await rig.discord();
    const { gateway } = discord;
    const replica = await rig.replica(database.url, discord.odd);
    await discord.connected();
    const load = rig.discordLoad({ discord, everyMs: 300 });
    await load.done(6);
    const breaks = rig.random.shuffled([
      () => gateway.drop(),
      () => gateway.reconnect(),
      () => gateway.invalidate(true),
      () => gateway.invalidate(false),
    ]);
    for (const ends of rig.short ? breaks : [...breaks, ...breaks, ...breaks]) {
      ends();
      await sleep(1_000 + rig.random.next() * 1_000);
      await discord.connected();
    }
    gateway.repeats = 5;
    await load.done(8);
    gateway.repeats = 1;
    gateway.refuse(true);
    gateway.drop();
    gateway.forget();
    await sleep(rig.short ? 8_000 : 30_000);
    gateway.refuse(false);
    const back = performance.now();
    await load.stop();
    await discord.connected();
    const connectedMs = performance.now() - back;
    expect(connectedMs < RECONCILED_MS, `connected ${seconds(connectedMs)} after the gap`);
    await untilRight(database, discord, load.tried, RECONCILED_MS - connectedMs);
    expectNone(replica.unasked);
    return `${gateway.identified} sessions; connected ${seconds(connectedMs)} after the gap, and all known and said ${seconds(performance.now() - back)} after`;
  },
};
