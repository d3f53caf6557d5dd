/** Where Baton is installed: each installation leads to a workspace, which outlives it by the retention time. */
import { and, eq, isNull, ne, or } from 'drizzle-orm';
import type { Zone } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Installation, Platform } from '../../coordination/places.ts';
import type { Clock, Ids } from '../../coordination/ports.ts';
import { DEFAULT_HOURS, DEFAULT_QUIET, DEFAULT_SETTINGS } from '../../coordination/workspaces/workspace.ts';
import type { Client } from './client.ts';
import { type Scope, transact } from './guard.ts';
import { routes, secrets, workspaces } from './schema.ts';

export interface NewInstallation extends Installation {
  /** What it is called; its workspace too, and its zone, where it is the first of a workspace. */
  readonly name: string;
  readonly zone: Zone;
}

export interface Installed extends Installation {
  readonly workspace: WorkspaceId;
}

export interface Installations {
  /** Whatever was there before, and however many processes do so at once: one installation of one workspace. */
  install(installation: NewInstallation): Promise<WorkspaceId>;
  /** What a team or server that has a workspace is called now. */
  rename(workspace: WorkspaceId, installation: Installation, name: string): Promise<void>;
  /**
   * Ends an installation: its tokens go, and what waited to be said there. With the last one of a workspace, what waited
   * to be handled goes too, and the retention time of its data begins. False when it was not installed.
   */
  uninstall(installation: Installation): Promise<boolean>;
  /** Those of a platform, in the order of their scopes, read a page at a time. */
  installed(platform: Platform): AsyncGenerator<Installed>;
}

interface World {
  readonly clock: Clock;
  readonly ids: Ids;
}

const PAGE = 500;

export function createInstallations(client: Client, world: World): Installations {
  return {
    async install(installation) {
      for (;;) {
        const former = await formerly(client, installation);
        const workspace = former
          ? await installAgain(client, former, installation)
          : await installFirst(client, installation, world);
        if (workspace) return workspace;
      }
    },
    rename: (workspaceId, installation, name) =>
      transact(client, { role: 'baton_app', workspaceId }, async ({ db }) => {
        const isNew = or(isNull(routes.name), ne(routes.name, name));
        await db
          .update(routes)
          .set({ name })
          .where(and(isOf(installation), isNew));
      }),
    async uninstall(installation) {
      const workspaceId = await formerly(client, installation);
      if (!workspaceId) return false;
      return transact(client, { role: 'baton_app', workspaceId }, (scope) =>
        end(scope, workspaceId, installation, world.clock.now()),
      );
    },
    async *installed(platform) {
      for (let after = ''; ; ) {
        const page = await installedAfter(client, platform, after);
        for (const { scope, workspace_id } of page)
          yield { platform, scope, workspace: workspace_id as WorkspaceId };
        const last = page.at(-1);
        if (!last || page.length < PAGE) return;
        after = last.scope;
      }
    },
  };
}

/** The workspace that an installation has, or had. */
const formerly = (client: Client, { platform, scope }: Installation): Promise<WorkspaceId | null> =>
  transact(client, { role: 'baton_app' }, async ({ sql }) => {
    const [row] = await sql`
      select workspace_id from routes where platform = ${platform} and scope = ${scope} and external_id = ''`;
    return (row?.workspace_id as WorkspaceId | undefined) ?? null;
  });

/** Null when the workspace has gone meanwhile, for its time was over. */
async function installAgain(
  client: Client,
  workspaceId: WorkspaceId,
  installation: NewInstallation,
): Promise<WorkspaceId | null> {
  const back = await transact(client, { role: 'baton_app', workspaceId }, async ({ db }) => {
    // The workspace is locked before its routes, as it is when an installation ends.
    await db.update(workspaces).set({ removedAt: null }).where(eq(workspaces.id, workspaceId));
    return db
      .update(routes)
      .set({ removedAt: null, name: installation.name })
      .where(isOf(installation))
      .returning();
  });
  return back.length > 0 ? workspaceId : null;
}

class AnotherWasFirst extends Error {}

/** Null when another process has installed it meanwhile. */
async function installFirst(
  client: Client,
  { platform, scope, name, zone }: NewInstallation,
  { clock, ids }: World,
): Promise<WorkspaceId | null> {
  const workspaceId = ids.uuid() as WorkspaceId;
  const defaults = { hours: DEFAULT_HOURS, quiet: DEFAULT_QUIET, settings: DEFAULT_SETTINGS };
  try {
    return await transact(client, { role: 'baton_app', workspaceId }, async ({ db }) => {
      await db
        .insert(workspaces)
        .values({ id: workspaceId, name, zone, ...defaults, createdAt: clock.now() });
      const route = await db
        .insert(routes)
        .values({ platform, scope, workspaceId, name })
        .onConflictDoNothing()
        .returning();
      if (route.length === 0) throw new AnotherWasFirst();
      return workspaceId;
    });
  } catch (error) {
    if (error instanceof AnotherWasFirst) return null;
    throw error;
  }
}

async function end(
  { db, sql }: Scope,
  workspaceId: WorkspaceId,
  installation: Installation,
  now: number,
): Promise<boolean> {
  const { platform, scope } = installation;
  // Two installations of one workspace that end at once: the second finds itself the last.
  await sql`select from workspaces where id = ${workspaceId} for update`;
  const ended = await db
    .update(routes)
    .set({ removedAt: now })
    .where(and(isOf(installation), isNull(routes.removedAt)))
    .returning();
  if (ended.length === 0) return false;
  await db.delete(secrets).where(and(eq(secrets.platform, platform), eq(secrets.scope, scope)));
  // Who was last seen there is written to where they were seen before.
  await sql`update accounts set last_used_at = null where platform = ${platform} and scope = ${scope}`;
  const others = await db
    .select({ scope: routes.scope })
    .from(routes)
    .where(and(eq(routes.workspaceId, workspaceId), isNull(routes.removedAt)))
    .limit(1);
  await cancel(sql, installation, others.length === 0);
  if (others.length === 0)
    await db.update(workspaces).set({ removedAt: now }).where(eq(workspaces.id, workspaceId));
  return true;
}

/** What is being sent at this moment is left to its sender; a card that was shown stays, as it was shown. */
async function cancel(sql: Scope['sql'], { platform, scope }: Installation, last: boolean): Promise<void> {
  const there = last
    ? sql`true`
    : sql`destination->'channel'->>'platform' = ${platform} and destination->'channel'->>'scope' = ${scope}`;
  await sql`
    update outbox set state = 'sent', sent_version = wanted_version, attempts = 0, error = null
    where state in ('pending', 'unknown') and sent_message is not null and ${there}`;
  await sql`delete from outbox where state in ('pending', 'unknown') and ${there}`;
  if (last) await sql`delete from inbox where state = 'pending'`;
}

const isOf = ({ platform, scope }: Installation) =>
  and(eq(routes.platform, platform), eq(routes.scope, scope), eq(routes.externalId, ''));

const installedAfter = (client: Client, platform: Platform, after: string) =>
  transact(
    client,
    { role: 'baton_app' },
    ({ sql }) => sql<{ scope: string; workspace_id: string }[]>`
      select scope, workspace_id from routes
      where platform = ${platform} and scope > ${after} and external_id = '' and removed_at is null
      order by scope limit ${PAGE}`,
  );
