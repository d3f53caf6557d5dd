/** A mention, to the card that is posted once the item is committed. */
import { AT_ONCE, compare, type Row } from '../harness.ts';
import { type Side, startSides } from '../slack/sides.ts';

export const slackMention: Row = {
  name: 'slack mention',
  async run(bench) {
    const sides = await startSides(bench);
    const baton = await sides.baton({ paced: false });
    const bolt = await sides.other('bolt', { place: await sides.place(), help: null });
    const chatSdk = await sides.other('chat-sdk', { place: await sides.place(), help: null });
    const load = {
      send: 'mention',
      text: 'Renew the certificate of the shop …',
      atOnce: AT_ONCE,
      until: 'posted',
      count: bench.quick ? 100 : 400,
    } as const;
    const rateOf = (side: Side) => async () => (await side.run(load)).perSecond;
    const work = 'Slack: a mention, over its commit, to the posted card';
    const rows = [
      {
        work,
        against: 'bare Bolt with one statement of three rows',
        measured: await compare(bench, '/s', rateOf(baton), rateOf(bolt)),
        bound: { atLeast: 0.7 },
      },
      {
        work,
        against: 'Vercel’s Chat SDK with the same statement',
        measured: await compare(bench, '/s', rateOf(baton), rateOf(chatSdk)),
        bound: { atLeast: 1.2 },
      },
    ];
    await sides.stop();
    return rows;
  },
};
