import { refuse } from '../../coordination/errors.ts';
import type { TeamId } from '../../coordination/ids.ts';
import { say } from '../../coordination/message.ts';
import { asAdmin } from '../admin.ts';
import { textOption } from '../option.ts';
import { verb } from '../verb.ts';

const HANDLE = /^[a-z0-9][a-z0-9._-]{0,39}$/;

export const teamCreateVerb = verb({
  name: 'team create',
  description: 'Make a team; you are its first member and lead',
  examples: ['team create design Design and research'],
  options: {
    handle: textOption('the short name typed after @', { example: 'design', word: true, max: 40 }),
    name: textOption('its name', { example: 'Design', max: 80 }),
  },
  async run(ctx, { handle: said, name }) {
    asAdmin(ctx, 'make teams');
    const handle = said.replace(/^@/, '').toLowerCase();
    if (!HANDLE.test(handle)) {
      refuse(
        {
          code: 'bad_option',
          option: 'handle',
          words: said,
          expected: 'letters, digits, dots and dashes, such as design',
        },
        'handle',
      );
    }
    const taken = (await ctx.tx.teams.byHandle(handle)) ?? (await ctx.tx.people.byHandles([handle]))[0];
    if (taken) refuse({ code: 'name_taken', words: handle }, 'handle');
    await ctx.tx.teams.save({
      id: ctx.ids.uuid() as TeamId,
      handle,
      name,
      lead: ctx.me.id,
      homeChannel: ctx.channel.kind === 'direct' ? null : ctx.channel.id,
      zone: null,
      hours: null,
      region: null,
      gate: null,
      members: [ctx.me.id],
    });
    return {
      message: say(`Team ${name} is made. Add people with /baton team add @${handle} @name.`, 'good'),
    };
  },
});
