/**
 * The auditor, each minute: what is late is counted, and the admins of its workspace are told, once a day. What can be
 * healed is: leases that ran out are swept each second, and what is due is looked for as often.
 */
import type { OutboxId, WorkspaceId } from '../../coordination/ids.ts';
import { say } from '../../coordination/message.ts';
import type { Clock, Ids, Store } from '../../coordination/ports.ts';

export interface Late {
  readonly what: string;
  readonly workspace: WorkspaceId;
  readonly rows: number;
}

export interface AuditDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly find: () => Promise<readonly Late[]>;
  /** Told of all that is late, by kind; of none, once it is none. */
  readonly audited: (rows: ReadonlyMap<string, number>) => void;
  readonly log: { warn(details: object, words: string): void };
}

export async function audit(deps: AuditDeps): Promise<void> {
  const late = await deps.find();
  const rows = new Map<string, number>();
  for (const one of late) rows.set(one.what, (rows.get(one.what) ?? 0) + one.rows);
  deps.audited(rows);
  for (const workspace of new Set(late.map((one) => one.workspace))) {
    const own = late.filter((one) => one.workspace === workspace);
    deps.log.warn({ workspace, late: own.map(({ what, rows: n }) => `${n} ${what}`) }, 'some work is late');
    await tellAdmins(deps, workspace, own);
  }
}

async function tellAdmins(
  { store, ids, clock }: AuditDeps,
  workspace: WorkspaceId,
  late: readonly Late[],
): Promise<void> {
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  const words = late.map(({ what, rows }) => `${rows} × ${what}`).join(', ');
  await store.transact(workspace, async (tx) => {
    const admins = await tx.people.admins();
    await tx.outbox.add(
      admins.map((admin) => ({
        id: ids.uuid() as OutboxId,
        dedupeKey: `audit:${day}:${admin.id}`,
        destination: { to: 'person', person: admin.id },
        body: {
          body: 'words',
          message: say(
            `Some of my work is late by a minute or more: ${words}. I go on trying; whoever runs me can see more with baton doctor.`,
            'warning',
          ),
        },
        dueAt: clock.now(),
      })),
    );
  });
}
