/** Discord limits, loses its answers, errs and hangs, while people go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../test/support/discord/faults.ts';
import { untilRight } from '../check/discord.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';

const QUIET_MS = 180_000;
/** So many calls fail, or nothing was shown. */
const FEW = 8;
const STRUCK_MS = 30_000;

const SEND = 'POST /channels/:channel/messages';
const EDIT = 'PATCH /channels/:channel/messages/:message';

/** Each share strikes those calls that the ones before have spared. */
const UNRELIABLE: readonly Fault[] = [SEND, EDIT].flatMap((on): Fault[] => [
  { on, share: 0.3, answer: { retryAfter: 1 } },
  { on, share: 0.15, after: true, answer: 'drop' },
  { on, share: 0.15, after: true, answer: { status: 502 } },
  { on, share: 0.1, answer: { status: 502 } },
  { on, share: 0.03, after: true, answer: 'hang' },
]);

export const discordAnswers: Row = {
  name: 'discord-answers',
  fault: 'Discord: answers lost after the message was taken, 30 % of 429, 502 and silence',
  async run(rig) {
    const database = await rig.database();
    const discord = await rig.discord();
    const replica = await rig.replica(database.url, discord.odd);
    await discord.connected();
    const load = rig.discordLoad({ discord, everyMs: 300 });
    await load.done(4);
    for (const fault of UNRELIABLE) discord.fault(fault);
    await sleep(rig.short ? 10_000 : 60_000);
    const failed = (): number =>
      discord.ledger.requests.filter(({ status }) => status === 0 || status === 429 || status >= 500).length;
    for (const end = performance.now() + STRUCK_MS; failed() < FEW && performance.now() < end; )
      await sleep(200);
    expect(failed() >= FEW, `only ${failed()} calls failed`);
    discord.faults.end();
    await load.stop();
    const tookMs = await untilRight(database, discord, load.tried, QUIET_MS);
    expectNone(replica.unasked);
    const repeats = discord.ledger.effects.reduce((sum, effect) => sum + effect.repeats, 0);
    return `${failed()} calls failed, ${repeats} messages asked for again and there once; ${load.tried.count('done')} operations done; quiet after ${seconds(tookMs)}`;
  },
};
