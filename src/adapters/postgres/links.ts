/**
 * Codes that join installations and accounts, and the moves they lead to. A code is kept as its digest, in a table that
 * only the connecting user reads: nobody learns of it from within a workspace.
 */
import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { WorkspaceId } from '../../coordination/ids.ts';
import { PLATFORMS } from '../../coordination/places.ts';
import type { Links } from '../../coordination/ports.ts';
import type { Client } from './client.ts';
import { type Scope, transact } from './guard.ts';
import { oneOf } from './rows.ts';
import { accounts, linkCodes, routes, workspaces } from './schema.ts';

const digestOf = (code: string): string => createHash('sha256').update(code).digest('base64url');

export const createLinks = (client: Client): Links => ({
  async offer({ workspace: workspaceId, person }, code, expiresAt) {
    await transact(client, { role: 'owner' }, ({ db }) =>
      db.insert(linkCodes).values({ digest: digestOf(code), workspaceId, personId: person, expiresAt }),
    );
  },
  redeem: (code, { person }, now) =>
    transact(client, { role: 'owner' }, async ({ sql }) => {
      const at = new Date(now).toISOString();
      await sql`delete from link_codes where expires_at <= ${at}::timestamptz`;
      const [row] = await sql<{ workspace: string; person: string | null }[]>`
        delete from link_codes where digest = ${digestOf(code)} and (person_id is null) = ${person === null}
        returning workspace_id as workspace, person_id as person`;
      return row ? { workspace: row.workspace as WorkspaceId, person: row.person as typeof person } : null;
    }),
  move: (installation, from, to, now) =>
    transact(client, { role: 'baton_app', workspaceId: from }, async (scope) => {
      const name = await leave(scope, installation, from, now);
      await enter(scope, to);
      await scope.db.insert(routes).values({ ...routeOf(installation), name, workspaceId: to });
      await markLinked(scope, to, true);
    }),
  part: (installation, from, own, now) =>
    transact(client, { role: 'baton_app', workspaceId: from }, async (scope) => {
      const called = await leave(scope, installation, from, now);
      await markLinked(scope, from, (await count(scope, from)) > 1);
      await enter(scope, own.id);
      const { id, name, zone, hours, quiet, settings } = own;
      await scope.db.insert(workspaces).values({ id, name, zone, hours, quiet, settings, createdAt: now });
      await scope.db.insert(routes).values({ ...routeOf(installation), name: called, workspaceId: own.id });
    }),
  installations: (workspaceId) =>
    transact(client, { role: 'baton_app', workspaceId }, async ({ sql }) => {
      const rows = await sql<{ platform: string; scope: string; name: string | null }[]>`
        select platform, scope, name from routes
        where workspace_id = ${workspaceId} and external_id = '' and removed_at is null order by platform, scope`;
      return rows.map(({ platform, scope, name }) => ({
        platform: oneOf(PLATFORMS, platform, 'routes.platform'),
        scope,
        name,
      }));
    }),
});

type There = Parameters<Links['move']>[0];

const routeOf = ({ platform, scope }: There) => ({ platform, scope });

/** From here on the transaction sees another workspace. */
const enter = ({ sql }: Scope, workspace: WorkspaceId) =>
  sql`select set_config('baton.workspace_id', ${workspace}, true)`;

/**
 * What is kept of tokens goes along by itself: they are the environment's, or made anew by installing. Answers with what
 * the installation is called.
 */
async function leave(
  { db, sql }: Scope,
  there: There,
  from: WorkspaceId,
  now: number,
): Promise<string | null> {
  const { platform, scope } = there;
  await sql`select from workspaces where id = ${from} for no key update`;
  const left = await db
    .delete(routes)
    .where(and(eq(routes.platform, platform), eq(routes.scope, scope)))
    .returning();
  await db.delete(accounts).where(and(eq(accounts.platform, platform), eq(accounts.scope, scope)));
  await sql`
    update outbox set state = 'sent', sent_version = wanted_version, attempts = 0, error = null
    where state in ('pending', 'unknown') and sent_platform = ${platform} and sent_scope = ${scope}`;
  await sql`
    delete from outbox where state in ('pending', 'unknown')
      and destination->'channel'->>'platform' = ${platform} and destination->'channel'->>'scope' = ${scope}`;
  const [others] = await sql`
    select from routes where workspace_id = ${from} and external_id = '' and removed_at is null limit 1`;
  if (!others) await db.update(workspaces).set({ removedAt: now }).where(eq(workspaces.id, from));
  return left.find(({ externalId }) => externalId === '')?.name ?? null;
}

async function count({ sql }: Scope, workspace: WorkspaceId): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from routes
    where workspace_id = ${workspace} and external_id = '' and removed_at is null`;
  return row?.n ?? 0;
}

const markLinked = ({ sql }: Scope, workspace: WorkspaceId, linked: boolean) =>
  sql`
    update workspaces set settings = settings || jsonb_build_object('linked', ${linked}::boolean)
    where id = ${workspace}`;
