/** The time of an approval has come: what follows from it happens once, whichever process takes it up. */
import { whenDue } from '../coordination/approvals/again.ts';
import type { WorkspaceId } from '../coordination/ids.ts';
import { Asking, Wanting } from './asking.ts';
import type { Core } from './core.ts';
import type { IntentOf } from './intent.ts';

export async function approvalDue(
  core: Core,
  workspaceId: WorkspaceId,
  intent: IntentOf<'approval_due'>,
): Promise<void> {
  const asking = new Asking(core, workspaceId, null);
  for (;;) {
    try {
      return await core.store.transact(workspaceId, async (tx) => {
        if (!(await tx.once(intent.key))) return;
        const { clockOffset, ...workspace } = await tx.workspace();
        await whenDue(
          {
            tx,
            workspace,
            me: null,
            now: core.clock.now() + clockOffset,
            ids: core.ids,
            sha256: core.sha256,
            readReactions: async (ref, version) => asking.reactions(ref, version),
          },
          intent.approval,
          intent.read === true,
        );
      });
    } catch (error) {
      if (!(error instanceof Wanting)) throw error;
      await asking.ask(error, null);
    }
  }
}
