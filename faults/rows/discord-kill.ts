/** `kill -9` at steps of a message's way, with Discord at the other end: what was missed meanwhile is read up. */
import { untilRight } from '../check/discord.ts';
import { STEPS } from '../rig/baton.ts';
import { expectNone, type Row, seconds } from '../row.ts';
import { diedAt } from './kill.ts';

/** Leases last 20 s, that of the connection 10 s, and Discord is sent a message a second in each channel. */
const QUIET_MS = 70_000;
/** The commit, the send and the mark. */
const BETWEEN = ['inbox:received', 'store:committed', 'outbox:sent'] as const;

export const discordKill: Row = {
  name: 'discord-kill',
  fault: '`kill -9` at each step, in Discord',
  async run(rig) {
    const database = await rig.database();
    const discord = await rig.discord();
    const replica = await rig.replica(database.url, discord.odd);
    await discord.connected();
    const load = rig.discordLoad({ discord, people: 2, everyMs: 300 });
    await load.done(6);
    const steps = rig.random.shuffled(rig.short ? BETWEEN : [...STEPS, ...BETWEEN]);
    for (const step of steps) {
      const { baton } = replica;
      await baton.arm(step, 1 + rig.random.below(2));
      await diedAt(step, baton);
      await replica.start();
      await discord.connected();
    }
    await load.stop();
    const tookMs = await untilRight(database, discord, load.tried, QUIET_MS);
    expectNone(replica.unasked);
    const { tried } = load;
    return `${steps.length} kills, ${tried.count('done')} operations done, ${tried.count('unknown')} unsure; quiet after ${seconds(tookMs)}`;
  },
};
