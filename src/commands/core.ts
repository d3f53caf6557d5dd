import type { Sha256 } from '../coordination/history/history.ts';
import type { Platform } from '../coordination/places.ts';
import type { Chat, Clock, Ids, Store } from '../coordination/ports.ts';

/** What handling needs of the world. */
export interface Core {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sha256: Sha256;
  readonly chats: ReadonlyMap<Platform, Chat>;
}
