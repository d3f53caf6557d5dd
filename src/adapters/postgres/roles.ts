/**
 * The roles that statements run as. They belong to the cluster, not to a database, so they are seen to at every start:
 * two databases of one cluster may race to create them, and a restored database may find a cluster without them.
 */
import type { ScopedSql } from './scope.ts';
import { StartError } from './start-error.ts';

const ROLES = ['baton_app', 'baton_claim'] as const;

/** Creates a role unless it is there, or another session gets there first. */
const createSql = (role: string): string =>
  `do $$ begin
  if not exists (select from pg_roles where rolname = '${role}') then create role ${role} nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;`;

/** Lets the user act as the role, and only when it asks to: a user that inherits would be bound by its policies. */
const grantSql = (role: string, user: string): string =>
  `grant ${role} to "${user.replaceAll('"', '""')}" with inherit false, set true;`;

/** What an administrator runs where Baton's own user may not create roles. */
export function rolesSql(user: string): string {
  return ROLES.flatMap((role) => [createSql(role), grantSql(role, user)]).join('\n');
}

/** Creates the roles that are missing and lets the connecting user act as them. @throws StartError when it may not. */
export async function ensureRoles(sql: ScopedSql): Promise<void> {
  const wanting = await sql<{ role: string; user: string; there: boolean }[]>`
    select role, current_user as user, r.oid is not null as there
    from unnest(${[...ROLES]}::text[]) role left join pg_roles r on r.rolname = role
    where r.oid is null or not pg_has_role(r.oid, 'SET')`;
  try {
    for (const { role, user, there } of wanting) {
      if (!there) await sql.unsafe(createSql(role));
      await sql.unsafe(grantSql(role, user));
    }
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new StartError(
      `The database user ${wanting[0]?.user} may not create roles: have an administrator run what \`baton migrate --print-roles\` prints.`,
    );
  }
}
