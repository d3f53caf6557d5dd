/** Commands, presses and sent forms: answered in place when that is quick, else taken down and finished from the inbox. */
import type { WorkspaceId } from '../coordination/ids.ts';
import { type Reply, say } from '../coordination/message.ts';
import { type Inbox, NotNow, TookTooLong } from '../coordination/ports.ts';
import type { Core } from './core.ts';
import { handle } from './handle.ts';
import type { Act } from './intent.ts';

/** The reply; one that says so when the rest comes by direct message. */
export async function answer(
  core: Core,
  inbox: Pick<Inbox, 'receive'>,
  workspace: WorkspaceId,
  intent: Act,
): Promise<Reply> {
  try {
    return await handle(core, workspace, intent, 'in place');
  } catch (error) {
    if (!(error instanceof TookTooLong || error instanceof NotNow)) throw error;
    await inbox.receive(workspace, { key: intent.key, intent, dueAt: core.clock.now() });
    return { message: say('I have it, and it takes a moment. The answer comes to you privately.') };
  }
}
