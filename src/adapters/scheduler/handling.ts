/** The inbox, worked off: each event handled once, and those of one channel in their order. */
import { intentSchema } from '../../commands/intent.ts';
import { afterFault, MOST_FAULTS } from '../../coordination/delivery/after-fault.ts';
import { type ClaimedIntent, type HandledMark, type InboxQueue, NotNow } from '../../coordination/ports.ts';
import type { LoopDeps } from './deps.ts';
import { gate } from './gate.ts';
import type { Work } from './queue-loop.ts';

const MOST_IN_HAND = 100;
/** Transactions at once: what people wait for in place needs connections too. */
const MOST_HANDLING = 8;

export function handling(
  queue: InboxQueue,
  deps: LoopDeps,
  marked: () => void,
): Work<ClaimedIntent, HandledMark> {
  const handle = gate(MOST_HANDLING);
  return {
    queue,
    most: MOST_IN_HAND,
    marked,
    lane: ({ workspace, intent }) => `${workspace} ${channelOf(intent)}`,
    enter: () => null,
    async do(row, closing) {
      await deps.failpoint('inbox:claimed');
      const next = await handle(() => handled(row, deps), closing);
      if (next === null) return null;
      await deps.failpoint('inbox:handled');
      return { row, next };
    },
  };
}

async function handled(row: ClaimedIntent, deps: LoopDeps): Promise<HandledMark['next']> {
  const { attempts } = row;
  if (attempts >= MOST_FAULTS) {
    return { state: 'dead', attempts, error: 'given up: a process ended during each attempt' };
  }
  try {
    const noted = await deps.handle(row.workspace, intentSchema.parse(row.intent));
    // Whatever came back is marked all the same, lest it come back for ever.
    return { state: noted === true && attempts === 0 ? 'noted' : 'done' };
  } catch (error) {
    const now = deps.clock.now() + row.ahead;
    // The platform's hour, not the event's fault.
    if (error instanceof NotNow)
      return { state: 'pending', dueAt: now + error.after, attempts, error: error.message };
    deps.log.error({ err: error, inbox: row.id, workspace: row.workspace }, 'an event could not be handled');
    return afterFault(String(error), attempts, now, deps.chance());
  }
}

/** The channel of what may not even be an intent. */
function channelOf(intent: unknown): string {
  const place = (intent as { place?: { channel?: unknown } } | null)?.place;
  return typeof place?.channel === 'string' ? place.channel : '';
}
