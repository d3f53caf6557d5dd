/** What the domain must not reach for itself: this computer's clock, randomness and hashing. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Sha256 } from '../../coordination/history/history.ts';
import type { Clock, Ids } from '../../coordination/ports.ts';

export const clock: Clock = { now: () => Date.now() };

export const ids: Ids = { uuid: () => randomUUID(), salt: () => randomBytes(16).toString('hex') };

export const sha256: Sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
