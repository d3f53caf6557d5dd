import type { Clock, Ids } from '../../coordination/ports.ts';

/**
 * Ids that sort by the time of posting; within a millisecond, by the order of asking. Another process, or another maker
 * of ids in this one, makes others.
 */
export function createMessageIds(clock: Clock, ids: Ids): (ago?: number) => string {
  const mine = ids.uuid().slice(0, 8);
  let made = 0;
  return (ago = 0) => {
    made = (made + 1) % 1_000_000;
    return `${String(clock.now() - ago).padStart(14, '0')}.${String(made).padStart(6, '0')}.${mine}`;
  };
}
