/** The tokens of installations, encrypted: what the database holds is of no use without the key, or in another row. */
import { and, eq } from 'drizzle-orm';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Installation } from '../../coordination/places.ts';
import type { Client } from './client.ts';
import { type Scope, transact } from './guard.ts';
import { routes, secrets } from './schema.ts';

/** Encryption under the operator's key. `of` is what a text belongs to: it is opened under the same words alone. */
export interface Sealing {
  /** Of the key that seals. */
  readonly keyId: string;
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
  /**
   * Null where Baton is not installed, or keeps nothing. What was sealed under a former key is sealed anew.
   * @throws see `Sealing.open`.
   */
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
        const values: Record<string, string> = {};
        for (const { name, keyId, ciphertext } of rows) {
          const of = identity(workspace, installation, name);
          const value = sealing.open({ keyId, ciphertext }, of);
          values[name] = value;
          if (keyId === sealing.keyId) continue;
          // Unless it was replaced meanwhile.
          const same = and(
            isOf(secrets, installation),
            eq(secrets.name, name),
            eq(secrets.ciphertext, ciphertext),
          );
          await scope.db.update(secrets).set(sealing.seal(value, of)).where(same);
        }
        return values;
      }),
  };
}

/**
 * Reads the secrets of every installation of a platform, so that none is left under a former key.
 * @returns how many there are, and what was wrong with those that could not be read.
 */
export async function sealAnew(
  installed: AsyncIterable<Installation>,
  secrets: Pick<Secrets, 'read'>,
): Promise<{ readonly read: number; readonly errors: readonly unknown[] }> {
  let read = 0;
  const errors: unknown[] = [];
  for await (const installation of installed) {
    try {
      await secrets.read(installation);
      read += 1;
    } catch (error) {
      errors.push(error);
    }
  }
  return { read, errors };
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
