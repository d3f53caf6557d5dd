/** `kill -9` at each step, with Slack at the other end: between the commit, the acknowledgement, the send and the mark. */
import { setTimeout as sleep } from 'node:timers/promises';
import { checkSlack, untilAllSent } from '../check/slack.ts';
import { STEPS } from '../rig/baton.ts';
import type { Rig } from '../rig/rig.ts';
import { expectNone, type Row, seconds } from '../row.ts';
import { diedAt } from './kill.ts';

/** Leases last 20 s, and Slack takes a message a second in each channel. */
const QUIET_MS = 70_000;

/** The commit, the acknowledgement, the send and the mark. */
const BETWEEN = ['inbox:received', 'store:decided', 'store:committed', 'outbox:sent'] as const;

export const slackKill: Row = {
  name: 'slack-kill',
  fault: '`kill -9` at each step and at any instant, in Slack',
  async run(rig) {
    const transports = rig.short
      ? [rig.random.pick(['socket', 'http'] as const)]
      : (['socket', 'http'] as const);
    const rounds: string[] = [];
    for (const transport of transports) rounds.push(await play(rig, transport));
    return rounds.join('; ');
  },
};

async function play(rig: Rig, transport: 'socket' | 'http'): Promise<string> {
  const { database, slack, replica } = await rig.inSlack(transport);
  const load = rig.slackLoad({ slack, people: 2, everyMs: 200 });
  let kills = 0;
  await load.done(10);
  for (const step of rig.random.shuffled(rig.short ? BETWEEN : STEPS)) {
    const { baton } = replica;
    await baton.arm(step, 1 + rig.random.below(3));
    await diedAt(step, baton);
    kills += 1;
    await replica.start();
  }
  for (let instant = 0; instant < (rig.short ? 0 : 6); instant += 1) {
    await sleep(rig.random.next() * 600);
    await replica.kill();
    kills += 1;
    await replica.start();
  }
  await load.stop();
  const tookMs = await untilAllSent(database.sql, QUIET_MS);
  expectNone([...replica.unasked, ...(await checkSlack(database, slack, load.tried))]);
  const { tried } = load;
  return `${transport}: ${kills} kills, ${tried.count('done')} operations done, ${tried.count('unknown')} unanswered; quiet after ${seconds(tookMs)}`;
}
