/** Which workspaces there are: asked by an operator, never on behalf of a person. */
import { asc } from 'drizzle-orm';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import { workspaces } from './schema.ts';

export interface NamedWorkspace {
  readonly id: WorkspaceId;
  readonly name: string;
}

/** In the order of their ids. */
export async function listWorkspaces(client: Client): Promise<NamedWorkspace[]> {
  const rows = await transact(client, { role: 'owner' }, ({ db }) =>
    db.select({ id: workspaces.id, name: workspaces.name }).from(workspaces).orderBy(asc(workspaces.id)),
  );
  return rows as NamedWorkspace[];
}
