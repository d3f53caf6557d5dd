/** Servers come and go: each has a workspace from its first day on, and what it missed is read up. */
import type { GatewayGuildCreateDispatchData } from 'discord.js';
import type { Logger } from 'pino';
import type { Intent } from '../../commands/intent.ts';
import type { Zone } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Installation } from '../../coordination/places.ts';
import type { Store } from '../../coordination/ports.ts';
import type { Packet } from './gateway.ts';
import type { Members } from './members.ts';
import { type ReconcileParts, reconcile } from './reconcile.ts';
import type { Servers } from './servers.ts';
import type { Session } from './session.ts';

/** What becomes of a server in Baton. */
export interface Installing {
  /** Gives a server its workspace, the same one each time. */
  readonly install: (
    server: Installation & { readonly name: string; readonly zone: Zone },
  ) => Promise<WorkspaceId>;
  /** What a server that has a workspace is called now. */
  readonly rename: (workspace: WorkspaceId, scope: string, name: string) => Promise<void>;
  /** Servers that have a workspace. */
  readonly installed: () => AsyncIterable<Installation & { readonly workspace: WorkspaceId }>;
}

interface Arriving extends Installing {
  readonly store: Store;
  readonly servers: Servers;
  readonly members: Members;
  readonly log: Logger;
}

export const FAILED_READ = 'what happened at Discord meanwhile could not be read up';

/** A server has a workspace from then on; one that is new has its people read, one that is known what was missed. */
export async function settleIn(
  server: GatewayGuildCreateDispatchData,
  session: Session,
  parts: ReconcileParts,
  { store, install, rename, servers, members, log }: Arriving,
  later: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { id, name } = server;
  const before = await store.route({ platform: 'discord', scope: id });
  const workspace = before ?? (await install({ platform: 'discord', scope: id, name, zone: 'UTC' }));
  if (before) await rename(before, id, name);
  const read = async (): Promise<void> => {
    const facts = before ? null : await servers.facts(id);
    if (facts) await members.sync(workspace, facts);
    else await reconcile(server, workspace, session.from, session.name, parts);
  };
  later(read)
    .catch((error: unknown) => log.error({ err: error, server: id }, FAILED_READ))
    .finally(() => session.settled(id));
}

/** Servers of this shard that removed Baton while nobody listened. */
export async function goneMeanwhile(
  there: ReadonlySet<string>,
  { name, shard, shards }: Packet,
  parts: ReconcileParts,
  { installed }: Pick<Arriving, 'installed'>,
): Promise<void> {
  for await (const { scope } of installed()) {
    const isOurs = Number((BigInt(scope) >> 22n) % BigInt(shards)) === shard;
    if (isOurs && !there.has(scope)) await parts.left(scope, name);
  }
}

/** A server that removed Baton. `packet` names the event. */
export const uninstalled = (scope: string, packet: string, at: number): Intent => ({
  ...{ v: 1, key: `discord:left:${packet}`, at, kind: 'uninstalled' },
  place: { platform: 'discord', scope },
});
