/** What a platform's receiver is given: how an intent is answered, taken down and completed. */
import type { WorkspaceId } from '../coordination/ids.ts';
import type { Reply } from '../coordination/message.ts';
import type { AccountRef } from '../coordination/places.ts';
import type { Completion } from './complete.ts';
import type { Act, Intent } from './intent.ts';

export interface Doors {
  /** A command, press or form: the reply comes back. */
  readonly answer: (workspace: WorkspaceId, intent: Act) => Promise<Reply>;
  /** An event: written down before this resolves, and handled after; one that concerns nothing of Baton's is not. */
  readonly receive: (workspace: WorkspaceId, intent: Intent) => Promise<void>;
  /** Something may have gone unseen: what reactions decide is read again. */
  readonly missed: () => void;
  readonly complete: (workspace: WorkspaceId, account: AccountRef, text: string) => Promise<Completion[]>;
}
