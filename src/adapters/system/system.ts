/** What the domain must not reach for itself: this computer's clock, randomness and hashing. */
import { hash, randomUUID } from 'node:crypto';
import type { Sha256 } from '../../coordination/history/history.ts';
import type { Clock, Ids } from '../../coordination/ports.ts';

export const clock: Clock = { now: () => Date.now() };

/** A salt is what is random of a UUID, 122 bits: Node has those in store, where other bytes are asked of the system. */
export const ids: Ids = { uuid: () => randomUUID(), salt: () => randomUUID().replaceAll('-', '') };

export const sha256: Sha256 = (text) => hash('sha256', text);
