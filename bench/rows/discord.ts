/** Commands at Discord against bare discord.js, and the memory that many servers take. */

import { startBare, startBaton } from '../discord/sides.ts';
import { AT_ONCE, type Comparison, compare, type Row } from '../harness.ts';

export const discordHelp: Row = {
  name: 'discord help',
  async run(bench) {
    const baton = await startBaton(bench);
    const load = { path: ['baton', 'help'], options: {}, atOnce: AT_ONCE } as const;
    const { answer } = await baton.run({ ...load, count: 1 });
    const bare = await startBare(bench, { answer, rows: false });
    const count = bench.quick ? 1_000 : 10_000;
    const measured = await compare(
      bench,
      '/s',
      async () => (await baton.run({ ...load, count })).perSecond,
      async () => (await bare.run({ ...load, count })).perSecond,
    );
    await baton.stop();
    await bare.stop();
    const work = 'Discord: a command that touches no data (`/baton help`), to its reply';
    return [{ work, against: 'bare discord.js, the same answer', measured, bound: { atLeast: 0.8 } }];
  },
};

export const discordAdd: Row = {
  name: 'discord add',
  async run(bench) {
    const baton = await startBaton(bench);
    const load = {
      path: ['baton', 'add'],
      options: { words: 'Renew the certificate of the shop …' },
    } as const;
    const { answer } = await baton.run({ ...load, count: 1, atOnce: 1 });
    const bare = await startBare(bench, { answer, rows: true });
    const found: Comparison[] = [];
    for (const atOnce of [16, 64]) {
      const count = bench.quick ? 200 : 2_000;
      const measured = await compare(
        bench,
        '/s',
        async () => (await baton.run({ ...load, count, atOnce })).perSecond,
        async () => (await bare.run({ ...load, count, atOnce })).perSecond,
      );
      const work = `Discord: \`/baton add\` to its committed reply, ${atOnce} at a time`;
      const against = 'discord.js with one prepared statement of three rows';
      found.push({ work, against, measured, bound: { atLeast: 0.5 } });
    }
    await baton.stop();
    await bare.stop();
    return found;
  },
};

export const discordMemory: Row = {
  name: 'discord memory',
  async run(bench) {
    const guilds = bench.quick ? 100 : 2_000;
    const baton = await startBaton(bench, guilds);
    const bare = await startBare(bench, { answer: {}, rows: false, guilds });
    await new Promise((resolve) => setTimeout(resolve, bench.quick ? 2_000 : 30_000));
    const measured = { ours: await baton.resident(), theirs: await bare.resident(), unit: 'ms' } as const;
    await baton.stop();
    await bare.stop();
    const ratio = measured.ours / measured.theirs;
    const met = ratio <= 1.5 ? 'met' : 'not met';
    const figure = `${measured.ours.toFixed(0)} MB, discord.js alone ${measured.theirs.toFixed(0)} MB: ${ratio.toFixed(2)}; at most 1.5: ${met}`;
    return [{ work: `memory with ${guilds} Discord servers in the cache`, figure }];
  },
};
