import type { Block, Text } from '../../coordination/message.ts';
import { standupsSeen } from '../../coordination/standups/manage.ts';
import { nextRound } from '../../coordination/standups/plan.ts';
import type { Standup } from '../../coordination/standups/standup.ts';
import { participantsOf } from '../../coordination/standups/world.ts';
import type { CommandContext } from '../context.ts';
import { verb } from '../verb.ts';

const MOST_SHOWN = 20;

export const standupListVerb = verb({
  name: 'standup list',
  aliases: ['standup', 'standups'],
  description: 'The standups of your channels',
  examples: ['standup list'],
  options: {},
  async run(ctx) {
    const seen = await standupsSeen(ctx);
    if (seen.length === 0) {
      const text: Text = ['There is no standup yet. Make one: ', { code: '/baton standup create' }];
      return { message: { summary: 'There is no standup yet', blocks: [{ block: 'text', text }] } };
    }
    const items = await Promise.all(
      seen.slice(0, MOST_SHOWN).map(async (one) => ({
        text: await lineOf(ctx, one),
        button: { label: 'Preview', action: { verb: 'standup preview', options: { standup: one.name } } },
      })),
    );
    const more = seen.length - items.length;
    const rest: Block[] = more > 0 ? [{ block: 'note', text: [`And ${more} more.`] }] : [];
    return {
      message: {
        summary: `${seen.length} ${seen.length === 1 ? 'standup' : 'standups'}`,
        blocks: [{ block: 'list', items }, ...rest],
      },
    };
  },
});

async function lineOf(ctx: CommandContext, standup: Standup): Promise<Text> {
  const [channel, people, [last]] = await Promise.all([
    ctx.tx.channels.byId(standup.channel),
    participantsOf(ctx.tx, standup),
    ctx.tx.standups.rounds(standup.id, 1),
  ]);
  const next = nextRound(standup, last?.date ?? null, ctx.now, []);
  return [
    { bold: standup.name },
    ` · #${channel?.name ?? '?'} · ${standup.words} · ${people.size} take part · `,
    ...(next ? ['next ', { instant: next.at, zone: standup.zone, timed: true } as const] : ['paused']),
  ];
}
