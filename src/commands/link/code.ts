import type { PersonId } from '../../coordination/ids.ts';
import { CODE_LIVES_MS, codeFrom } from '../../coordination/links/code.ts';
import type { Message } from '../../coordination/message.ts';
import { asAdmin } from '../admin.ts';
import type { CommandContext } from '../context.ts';
import { verb } from '../verb.ts';
import { expectPlatform } from './platform.ts';

export const linkCodeVerb = verb({
  name: 'link code',
  description: 'Get a code that joins another Slack team or Discord server to this workspace',
  examples: ['link code'],
  options: {},
  async run(ctx) {
    asAdmin(ctx, 'join platforms');
    expectPlatform(ctx);
    return { message: await offered(ctx, null, 'link join', 'An admin there enters it') };
  },
});

/** A code, and what to do with it. */
export async function offered(
  ctx: CommandContext,
  person: PersonId | null,
  then: string,
  who: string,
): Promise<Message> {
  const code = codeFrom(ctx.ids.salt());
  await ctx.links.offer({ workspace: ctx.workspace.id, person }, code, ctx.now + CODE_LIVES_MS);
  return {
    summary: `The code is ${code}`,
    tone: 'good',
    blocks: [
      { block: 'text', text: ['The code is ', { bold: code }, '. It works once, within 15 minutes.'] },
      { block: 'note', text: [`${who}: /baton ${then} ${code}`] },
    ],
  };
}
