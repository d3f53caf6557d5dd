/** Whether an event is any business of Baton's. What is not is forgotten: most reactions and edits are nobody's. */
import type { WorkspaceId } from '../coordination/ids.ts';
import type { Store } from '../coordination/ports.ts';
import { plainEmoji } from './emoji.ts';
import type { Intent } from './intent.ts';

const FIRST = { intake: true };

export async function concerns(store: Store, workspace: WorkspaceId, intent: Intent): Promise<boolean> {
  switch (intent.kind) {
    case 'message_changed':
      return store.transact(workspace, async (tx) => (await tx.items.bySource(intent.on)) !== null, FIRST);
    case 'reaction':
      return store.transact(
        workspace,
        async (tx) => {
          const { reactions } = (await tx.workspace()).settings;
          return Object.values(reactions).includes(plainEmoji(intent.emoji));
        },
        FIRST,
      );
    default:
      return true;
  }
}
