/**
 * Statements in many workspaces within one transaction and one round trip: each still runs under the policy of one
 * workspace alone.
 */
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import type { Scope } from './scope.ts';

type Sent = ReturnType<Scope['sql']['unsafe']>;

/**
 * Sends what `statements` makes of each workspace's rows, and answers with all their rows. They must be of `sql`: what
 * drizzle sends leaves a little later, in the next workspace.
 */
export async function hop<Row extends { readonly workspace: WorkspaceId }>(
  client: Client,
  rows: readonly Row[],
  statements: (sql: Scope['sql'], workspace: WorkspaceId, rows: readonly Row[]) => readonly Sent[],
): Promise<readonly Record<string, unknown>[]> {
  if (rows.length === 0) return [];
  return transact(client, { role: 'baton_app' }, async ({ sql }) => {
    const enter = (workspace: WorkspaceId): Sent =>
      sql.unsafe(`select set_config('baton.workspace_id', $1, true)`, [workspace], { prepare: true });
    const answers: Promise<readonly Record<string, unknown>[]>[] = [];
    for (const [workspace, group] of byWorkspace(rows)) {
      // Sent one after the other: what is merely awaited leaves when its turn to be awaited comes.
      enter(workspace).execute();
      for (const statement of statements(sql, workspace, group)) answers.push(statement.execute());
    }
    return (await Promise.all(answers)).flat();
  });
}

function byWorkspace<Row extends { readonly workspace: WorkspaceId }>(
  rows: readonly Row[],
): Map<WorkspaceId, Row[]> {
  const groups = new Map<WorkspaceId, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.workspace);
    if (group) group.push(row);
    else groups.set(row.workspace, [row]);
  }
  return groups;
}
