/** What a button or a form means and cannot carry itself, kept under a name made from it. */
import { and, eq, gt, sql } from 'drizzle-orm';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Clock } from '../../coordination/ports.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import { asides } from './schema.ts';

export interface Asides {
  /** Keeps each for so many milliseconds from now. What is kept already is kept longer. */
  put(
    workspace: WorkspaceId,
    values: readonly { readonly id: string; readonly value: unknown }[],
    keepMs: number,
  ): Promise<void>;
  /** Null for what was never kept, or no longer is. */
  get(workspace: WorkspaceId, id: string): Promise<unknown>;
}

export function createAsides(client: Client, clock: Clock): Asides {
  return {
    async put(workspaceId, values, keepMs) {
      if (values.length === 0) return;
      const expiresAt = clock.now() + keepMs;
      // In the order of their names, so that two that keep the same never wait for one another.
      const rows = [...new Map(values.map((each) => [each.id, each])).values()]
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, value }) => ({ workspaceId, id, value, expiresAt }));
      await transact(client, { role: 'baton_app', workspaceId }, ({ db }) =>
        db
          .insert(asides)
          .values(rows)
          .onConflictDoUpdate({
            target: [asides.workspaceId, asides.id],
            set: { expiresAt: sql`greatest(${asides.expiresAt}, excluded.expires_at)` },
          }),
      );
    },
    get: (workspaceId, id) =>
      transact(client, { role: 'baton_app', workspaceId }, async ({ db }) => {
        const [row] = await db
          .select({ value: asides.value })
          .from(asides)
          .where(
            and(eq(asides.workspaceId, workspaceId), eq(asides.id, id), gt(asides.expiresAt, clock.now())),
          );
        return row?.value ?? null;
      }),
  };
}
