import { refuse } from '../../coordination/errors.ts';
import { joinPeople } from '../../coordination/links/accounts.ts';
import { readCode } from '../../coordination/links/code.ts';
import { say } from '../../coordination/message.ts';
import { optional, textOption } from '../option.ts';
import { verb } from '../verb.ts';
import { offered } from './code.ts';
import { expectPlatform } from './platform.ts';

export const linkMeVerb = verb({
  name: 'link me',
  description: 'Make your accounts on two platforms one person: get a code on one, enter it on the other',
  examples: ['link me', 'link me K7QMA-2XWDP'],
  options: {
    code: optional(textOption('the code from your other account', { example: 'K7QMA-2XWDP', max: 40 })),
  },
  async run(ctx, { code: said }) {
    expectPlatform(ctx);
    if (ctx.me.kind === 'agent') refuse({ code: 'not_allowed', act: 'join accounts', who: 'people' });
    if (!said)
      return { message: await offered(ctx, ctx.me.id, 'link me', 'Enter it with your other account') };
    const code = readCode(said) ?? refuse({ code: 'bad_code' }, 'code');
    const offer =
      (await ctx.links.redeem(code, { person: ctx.me.id }, ctx.now)) ?? refuse({ code: 'bad_code' }, 'code');
    const [other] = offer.person ? await ctx.tx.people.byIds([offer.person]) : [];
    // A code of another workspace names nobody here.
    if (!other?.active) refuse({ code: 'bad_code' }, 'code');
    if (other.id === ctx.me.id) refuse({ code: 'already_linked', what: 'These accounts are' });
    await joinPeople(ctx, ctx.me, other);
    return { message: say(`You are one person now, on both sides: @${other.handle}.`, 'good') };
  },
});
