import type { Block } from '../../coordination/message.ts';
import { verb } from '../verb.ts';

const NAMES = { slack: 'Slack', discord: 'Discord', playground: 'the playground' } as const;

export const linkShowVerb = verb({
  name: 'link show',
  description: 'Where this workspace is, and which accounts are yours',
  examples: ['link show'],
  options: {},
  async run(ctx) {
    const [installations, accounts] = await Promise.all([
      ctx.links.installations(ctx.workspace.id),
      ctx.tx.people.accountsOf(ctx.me.id),
    ]);
    const places = installations.map(({ platform, scope, name }) => `${NAMES[platform]} (${name ?? scope})`);
    const mine = accounts.map(({ platform, account }) => `${NAMES[platform]} (${account})`);
    const blocks: Block[] = [
      {
        block: 'fields',
        fields: [
          { label: 'This workspace', value: [places.join(', ') || 'nowhere'] },
          { label: `@${ctx.me.handle}`, value: [mine.join(', ') || 'no account'] },
        ],
      },
      {
        block: 'note',
        text: [
          'To join another platform: /baton link code. To make your accounts one person: /baton link me.',
        ],
      },
    ];
    return { message: { summary: `This workspace is on ${places.join(', ')}`, blocks } };
  },
});
