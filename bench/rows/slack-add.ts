/** `/baton add …`, signed, over HTTP, to the reply after its commit; and how long acknowledgements take. */
import { type Bench, type Comparison, compare, type Figure, type Row } from '../harness.ts';
import type { Loaded } from '../slack/load.ts';
import { type Side, startSides } from '../slack/sides.ts';

const ACKNOWLEDGED_WITHIN_MS = 1_000;

export const slackAdd: Row = {
  name: 'slack add',
  async run(bench) {
    const sides = await startSides(bench);
    const baton = await sides.baton({ paced: true });
    const bolt = await sides.other('bolt', { place: await sides.place(), help: null });
    const chatSdk = await sides.other('chat-sdk', { place: await sides.place(), help: null });
    const found: (Comparison | Figure)[] = [];
    for (const atOnce of [16, 64]) found.push(...(await measureAdd(bench, atOnce, { baton, bolt, chatSdk })));
    await sides.stop();
    return found;
  },
};

interface Measuring {
  readonly baton: Side;
  readonly bolt: Side;
  readonly chatSdk: Side;
}

async function measureAdd(bench: Bench, atOnce: number, { baton, bolt, chatSdk }: Measuring) {
  const text = 'add Renew the certificate of the shop …';
  const load = { send: 'command', text, atOnce, count: bench.quick ? 200 : 1_000 } as const;
  const slowest = { baton: 0, bolt: 0 };
  const noted = (side: keyof typeof slowest, { perSecond, acknowledged99 }: Loaded): number => {
    slowest[side] = Math.max(slowest[side], acknowledged99);
    return perSecond;
  };
  const ours = async () => noted('baton', await baton.run({ ...load, until: 'answered' }));
  const bare = async () => noted('bolt', await bolt.run({ ...load, until: 'answered' }));
  const other = async () => (await chatSdk.run({ ...load, until: 'whispered' })).perSecond;
  const work = `Slack: \`/baton add\`, signed, over HTTP, to its reply, ${atOnce} at a time`;
  const againstBolt = 'Bolt with one prepared statement of three rows';
  const lines: (Comparison | Figure)[] = [
    { work, against: againstBolt, measured: await compare(bench, '/s', ours, bare), bound: { atLeast: 0.5 } },
    {
      work,
      against: 'Vercel’s Chat SDK with the same statement',
      measured: await compare(bench, '/s', ours, other),
      bound: { atLeast: 1.2 },
    },
  ];
  if (atOnce < 64) return lines;
  const met = slowest.baton < ACKNOWLEDGED_WITHIN_MS ? 'met' : 'not met';
  const figure = `${slowest.baton.toFixed(0)} ms (Bolt ${slowest.bolt.toFixed(0)} ms); under 1 s: ${met}`;
  return [...lines, { work: 'acknowledged within, 99 of 100, in the slowest round, 64 at a time', figure }];
}
