/** `/baton help`, signed, over HTTP, against bare Bolt answering with the very same words. */
import { AT_ONCE, compare, type Row } from '../harness.ts';
import { startSides } from '../slack/sides.ts';

export const slackHelp: Row = {
  name: 'slack help',
  async run(bench) {
    const sides = await startSides(bench);
    const baton = await sides.baton({ paced: true });
    const load = { send: 'command', text: 'help', atOnce: AT_ONCE, until: 'answered' } as const;
    const { answer } = await baton.run({ ...load, count: 1 });
    const bolt = await sides.other('bolt', { place: null, help: JSON.parse(answer) as object });
    const count = bench.quick ? 1_000 : 10_000;
    const measured = await compare(
      bench,
      '/s',
      async () => (await baton.run({ ...load, count })).perSecond,
      async () => (await bolt.run({ ...load, count })).perSecond,
    );
    await sides.stop();
    const work = 'Slack: a command that touches no data (`/baton help`), signed, over HTTP';
    return [{ work, against: 'bare Bolt, the same answer', measured, bound: { atLeast: 0.8 } }];
  },
};
