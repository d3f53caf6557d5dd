/** The inbox, worked off: each event handled once, and those of one channel in their order. */
import { type Intent, intentSchema } from '../../commands/intent.ts';
import { afterFault } from '../../coordination/delivery/after-fault.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { ClaimedIntent, HandledMark, InboxQueue } from '../../coordination/ports.ts';
import type { LoopDeps } from './loops.ts';
import type { Work } from './queue-loop.ts';

const MOST_IN_HAND = 100;

export function handling(
  queue: InboxQueue,
  deps: LoopDeps,
  marked: () => void,
): Work<ClaimedIntent, HandledMark> {
  return {
    queue,
    most: MOST_IN_HAND,
    marked,
    lane: ({ workspace, intent }) => `${workspace} ${channelOf(intent)}`,
    async do(row) {
      await deps.failpoint('inbox:claimed');
      const next = await handled(row, deps);
      await deps.failpoint('inbox:handled');
      return { row, next };
    },
  };
}

async function handled(row: ClaimedIntent, deps: LoopDeps): Promise<HandledMark['next']> {
  try {
    await deps.handle(row.workspace, intentSchema.parse(row.intent));
    return { state: 'done' };
  } catch (error) {
    deps.log.error({ err: error, inbox: row.id, workspace: row.workspace }, 'an event could not be handled');
    return afterFault(String(error), row.attempts, deps.clock.now(), deps.chance());
  }
}

/** The channel of what may not even be an intent. */
function channelOf(intent: unknown): string {
  const place = (intent as { place?: { channel?: unknown } } | null)?.place;
  return typeof place?.channel === 'string' ? place.channel : '';
}

export type Handle = (workspace: WorkspaceId, intent: Intent) => Promise<unknown>;
