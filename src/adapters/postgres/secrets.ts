/** The tokens of installations, encrypted: what the database holds is of no use without the key, or in another row. */
import { and, eq } from 'drizzle-orm';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Installation } from '../../coordination/places.ts';
import type { Client } from './client.ts';
import { type Scope, transact } from './guard.ts';
import { routes, secrets } from './schema.ts';

/** Encryption under the operator's key. `of` is what a text belongs to: it is opened under the same words alone. */
export interface Sealing {
  seal(text: string, of: readonly string[]): Sealed;
  /** @throws when it was sealed under another key, or for something else. */
  open(sealed: Sealed, of: readonly string[]): string;
}

export interface Sealed {
  /** Tells keys apart; no secret. */
  readonly keyId: string;
  readonly ciphertext: string;
}

export type Values = Readonly<Record<string, string>>;

export interface Secrets {
  /** Replaces all that is kept of an installation. */
  save(workspace: WorkspaceId, installation: Installation, values: Values): Promise<void>;
  /** Null where Baton is not installed, or keeps nothing. @throws see `Sealing.open`. */
  read(installation: Installation): Promise<Values | null>;
}

export function createSecrets(client: Client, sealing: Sealing): Secrets {
  return {
    save: (workspaceId, installation, values) =>
      transact(client, { role: 'baton_app', workspaceId }, async ({ db }) => {
        const { platform, scope } = installation;
        const rows = Object.entries(values).map(([name, value]) => {
          const sealed = sealing.seal(value, identity(workspaceId, installation, name));
          return { workspaceId, platform, scope, name, ...sealed };
        });
        // The route is locked while it stands: two that save at once do so one after the other.
        await db.select().from(routes).where(isOf(routes, installation)).for('no key update');
        await db.delete(secrets).where(isOf(secrets, installation));
        if (rows.length > 0) await db.insert(secrets).values(rows);
      }),
    read: (installation) =>
      transact(client, { role: 'baton_app' }, async (scope) => {
        const workspace = await enter(scope, installation);
        if (!workspace) return null;
        const rows = await scope.db.select().from(secrets).where(isOf(secrets, installation));
        if (rows.length === 0) return null;
        return Object.fromEntries(
          rows.map(({ name, keyId, ciphertext }) => [
            name,
            sealing.open({ keyId, ciphertext }, identity(workspace, installation, name)),
          ]),
        );
      }),
  };
}

/** Turns the transaction to the workspace of an installation; null where there is none. */
async function enter({ sql }: Scope, { platform, scope }: Installation): Promise<WorkspaceId | null> {
  const [row] = await sql`
    select workspace_id, set_config('baton.workspace_id', workspace_id::text, true) from routes
    where platform = ${platform} and scope = ${scope} and external_id = '' and removed_at is null`;
  return (row?.workspace_id as WorkspaceId | undefined) ?? null;
}

const identity = (workspace: WorkspaceId, { platform, scope }: Installation, name: string) => [
  workspace,
  platform,
  scope,
  name,
];

const isOf = (table: typeof secrets | typeof routes, { platform, scope }: Installation) =>
  and(eq(table.platform, platform), eq(table.scope, scope));
