/** The doors of this process, each of them measured. */
import type { Metrics } from './adapters/http/metrics.ts';
import type { Loops } from './adapters/scheduler/loops.ts';
import { answerAlone } from './commands/answer-alone.ts';
import { approvalDue } from './commands/approval-due.ts';
import { complete } from './commands/complete.ts';
import { concerns } from './commands/concerns.ts';
import type { Core } from './commands/core.ts';
import type { Doors } from './commands/doors.ts';
import { handle } from './commands/handle.ts';
import { answer } from './commands/in-place.ts';
import type { Intent } from './commands/intent.ts';
import { splitVerb } from './commands/parse.ts';
import { findVerb, VERBS } from './commands/registry.ts';
import type { WorkspaceId } from './coordination/ids.ts';
import type { Installation } from './coordination/places.ts';
import type { ClaimedIntent, Inbox } from './coordination/ports.ts';

type Measured = Pick<Metrics, 'commanded'>;

/** An event out of the inbox, handled. */
export const handler =
  (core: Core, metrics: Measured, uninstall: (installation: Installation) => Promise<unknown>) =>
  (workspace: WorkspaceId, intent: Intent): Promise<boolean> =>
    measured(metrics, intent, async () => {
      if (intent.kind === 'uninstalled') {
        await uninstall(intent.place);
        return false;
      }
      if (intent.kind === 'approval_due') await approvalDue(core, workspace, intent);
      else await handle(core, workspace, intent, 'from inbox');
      return true;
    });

/** Loops are told of what was committed that they should see at once. Clocks wait for the tick: no step is due so soon. */
export function doorsOf(
  core: Core,
  kept: Inbox,
  metrics: Measured,
  { wake, hold }: Pick<Loops, 'wake' | 'hold'>,
  missed: () => void,
): Doors {
  const inbox: Pick<Inbox, 'receive'> = {
    async receive(workspace, received) {
      const put = hold();
      if (!put) return kept.receive(workspace, received).finally(() => wake('inbox'));
      let row: ClaimedIntent | null = null;
      try {
        row = await kept.take(workspace, received);
      } finally {
        put(row);
      }
      return row ? 'new' : 'seen';
    },
  };
  return {
    answer: (workspace, intent) =>
      measured(
        metrics,
        intent,
        async () =>
          answerAlone(intent) ?? answer(core, inbox, workspace, intent).finally(() => wake('outbox')),
      ),
    receive: async (workspace, intent) => {
      if (!(await concerns(core.store, workspace, intent))) return;
      await inbox.receive(workspace, { key: intent.key, intent, dueAt: core.clock.now() });
    },
    missed,
    complete: (workspace, account, text) => complete(core.store, workspace, account, text),
  };
}

async function measured<T>(metrics: Measured, intent: Intent, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  let outcome = 'failed';
  try {
    const done = await work();
    outcome = 'answered';
    return done;
  } finally {
    metrics.commanded({ verb: verbOf(intent), outcome, milliseconds: performance.now() - start });
  }
}

/** A verb of the registry, or the kind of the event: never words of people, of which there is no end. */
function verbOf(intent: Intent): string {
  switch (intent.kind) {
    case 'words':
      return splitVerb(VERBS, intent.text)?.verb.name ?? 'unknown';
    case 'action':
      return findVerb(intent.action.verb)?.name ?? 'unknown';
    default:
      return intent.kind;
  }
}
