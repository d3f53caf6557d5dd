import type { Clock } from '../../coordination/ports.ts';

/** Ids that sort by the time of posting; within a millisecond, by the order of asking. */
export function createMessageIds(clock: Clock): (ago?: number) => string {
  let made = 0;
  return (ago = 0) => {
    made = (made + 1) % 1_000_000;
    return `${String(clock.now() - ago).padStart(14, '0')}.${String(made).padStart(6, '0')}`;
  };
}
