/** `kill -9` at steps of a message's way, with Discord at the other end: what was missed meanwhile is read up. */
import { untilRight } from '../check/discord.ts';
import { endLeases } from '../rig/ahead.ts';
import { STEPS } from '../rig/baton.ts';
import type { Sql } from '../rig/database.ts';
import type { RigDiscord } from '../rig/discord.ts';
import { answered } from '../rig/discord-answer.ts';
import type { Replica } from '../rig/replica.ts';
import type { Tried } from '../rig/tried.ts';
import { wordFor } from '../rig/words.ts';
import { expect, expectNone, type Row, seconds } from '../row.ts';
import { diedAt } from './kill.ts';

/** Leases last 20 s, that of the connection 10 s, and Discord is sent a message a second in each channel. */
const QUIET_MS = 70_000;
/** The commit, the send and the mark. */
const BETWEEN = ['inbox:received', 'store:committed', 'outbox:sent'] as const;

export const discordKill: Row = {
  name: 'discord-kill',
  fault: '`kill -9` at each step, and when a command was taken down and not done, in Discord',
  async run(rig) {
    const database = await rig.database();
    const { sql } = database;
    const discord = await rig.discord();
    const replica = await rig.replica(database.url, discord.odd);
    await discord.connected();
    const load = rig.discordLoad({ discord, people: 2, everyMs: 300 });
    const { tried } = load;
    const again = async (): Promise<void> => {
      if (rig.short) await endLeases(sql);
      await replica.start();
      await discord.connected();
    };
    await load.done(6);
    const steps = rig.random.shuffled(rig.short ? BETWEEN : [...STEPS, ...BETWEEN]);
    for (const step of steps) {
      const { baton } = replica;
      await baton.arm(step, 1 + rig.random.below(2));
      await diedAt(step, baton);
      await again();
    }
    await load.stop();
    await killedWithOneInHand({ discord, sql, replica, tried });
    await again();
    const tookMs = await untilRight(database, discord, tried, QUIET_MS);
    expectNone(replica.unasked);
    return `${steps.length + 1} kills, ${tried.count('done')} operations done, ${tried.count('unknown')} unanswered; quiet after ${seconds(tookMs)}`;
  },
};

const TRIES = 5;

interface InHand {
  readonly discord: RigDiscord;
  readonly sql: Sql;
  readonly replica: Replica;
  readonly tried: Tried;
}

/**
 * A command that another transaction keeps from being done is written down, and whoever asked is told so; then Baton is
 * killed. It is done once by the next.
 */
async function killedWithOneInHand({ discord, sql, replica, tried }: InHand): Promise<void> {
  const [room] = discord.rooms;
  const ana = discord.cast.users.get('ana');
  if (!room || !ana) throw new Error('there is nobody to ask');
  const ask = (verb: string, options: Record<string, string>) =>
    answered(discord.as(ana).slash(room, { path: ['baton', verb], options }), 'act');
  for (let n = 0; n < TRIES; n += 1) {
    // Beside all words of the load. Who is not answered in time asks again.
    const { words } = await ask('add', { words: wordFor(999_999 - n) });
    const item = Number(/W-(\d+)/.exec(words)?.[1]);
    if (!Number.isInteger(item)) continue;
    const isInHand = await sql.begin(async (tx) => {
      await tx`select from work_items where key = ${item} for update`;
      const began = performance.now();
      const told = await ask('claim', { item: `W-${item}` });
      const wasTaken = told.words.includes('I have it, and');
      const meaning = { means: 'act', item, acts: ['claimed'], token: null } as const;
      const outcome = wasTaken ? 'done' : told.outcome;
      tried.note({ as: 'ana', meaning, outcome, began, ended: performance.now() });
      if (wasTaken) await replica.kill();
      return wasTaken;
    });
    if (isInHand) return;
  }
  expect(false, `of ${TRIES} commands none was taken down and answered`);
}
