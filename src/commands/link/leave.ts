import { refuse } from '../../coordination/errors.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import { say } from '../../coordination/message.ts';
import { asAdmin } from '../admin.ts';
import { verb } from '../verb.ts';
import { expectPlatform } from './platform.ts';

export const linkLeaveVerb = verb({
  name: 'link leave',
  description:
    'Part this Slack team or Discord server from the workspace; it begins anew, the items stay there',
  examples: ['link leave'],
  options: {},
  async run(ctx) {
    asAdmin(ctx, 'part platforms');
    expectPlatform(ctx);
    if ((await ctx.links.installations(ctx.workspace.id)).length < 2)
      refuse({ code: 'not_linked', what: 'This workspace is on one platform alone' });
    const { reactions } = ctx.workspace.settings;
    const own = { ...ctx.workspace, id: ctx.ids.uuid() as WorkspaceId, settings: { reactions } };
    await ctx.links.part(ctx.installation, ctx.workspace.id, own, ctx.now);
    return {
      message: say(
        'Parted: this side begins anew, without items. What there was stays on the other side.',
        'good',
      ),
    };
  },
});
