import { refuse } from '../../coordination/errors.ts';
import { readCode } from '../../coordination/links/code.ts';
import { say } from '../../coordination/message.ts';
import { asAdmin } from '../admin.ts';
import { textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { expectPlatform } from './platform.ts';

export const linkJoinVerb = verb({
  name: 'link join',
  description: 'Join this Slack team or Discord server to the workspace that gave you a code',
  examples: ['link join K7QMA-2XWDP'],
  options: {
    code: textOption('the code from there', { example: 'K7QMA-2XWDP', max: 40 }),
  },
  async run(ctx, { code: said }) {
    asAdmin(ctx, 'join platforms');
    expectPlatform(ctx);
    const code = readCode(said) ?? refuse({ code: 'bad_code' }, 'code');
    if (await ctx.tx.items.any()) refuse({ code: 'has_items' });
    if ((await ctx.links.installations(ctx.workspace.id)).length > 1)
      refuse({ code: 'already_linked', what: 'This workspace is' });
    const offer =
      (await ctx.links.redeem(code, { person: null }, ctx.now)) ?? refuse({ code: 'bad_code' }, 'code');
    if (offer.workspace === ctx.workspace.id) refuse({ code: 'already_linked', what: 'These two are' });
    await ctx.links.move(ctx.installation, ctx.workspace.id, offer.workspace, ctx.now);
    return {
      message: say(
        'Joined: both have one set of items, people and settings now. Whoever has an account on each side makes them one: /baton link me',
        'good',
      ),
    };
  },
});
