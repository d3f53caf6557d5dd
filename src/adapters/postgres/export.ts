/** Everything that is kept of one workspace, row by row, as it stood at one instant. */
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { beginReading } from './guard.ts';
import * as schema from './schema.ts';

export interface ExportedRow {
  readonly table: string;
  /** Columns as they are named in the database; instants in ISO 8601. */
  readonly row: Readonly<Record<string, unknown>>;
}

/** Tokens are no one's record, and of no use without the key; states that were used, and leases, belong to no workspace. */
const LEFT_OUT: readonly PgTable[] = [schema.secrets, schema.usedStates, schema.leases, schema.linkCodes];
const BATCH = 500;

/**
 * Yields the rows in batches, tables in the order of the schema, rows in the order of their keys. All are read in one
 * transaction that writes nothing and is bound to the workspace; it may last as long as the reader does.
 */
export async function* exportRows(
  client: Client,
  workspace: WorkspaceId,
): AsyncGenerator<readonly ExportedRow[]> {
  const { scope, end } = await beginReading(client, { role: 'baton_app', workspaceId: workspace });
  try {
    for (const table of tables()) {
      const name = getTableName(table);
      const rows = scope.sql.unsafe(`${selectOf(table, 'to_jsonb(t) as row')} order by ${keysOf(table)}`, [
        workspace,
      ]);
      for await (const batch of rows.cursor(BATCH)) {
        yield batch.map(({ row }) => ({ table: name, row: row as ExportedRow['row'] }));
      }
    }
  } finally {
    await end();
  }
}

/** How many rows there are to export, nearly: what is written meanwhile is not counted. */
export async function countRows(client: Client, workspace: WorkspaceId): Promise<number> {
  const counts = tables().map((table) => `(${selectOf(table, 'count(*)')})`);
  const { scope, end } = await beginReading(client, { role: 'baton_app', workspaceId: workspace });
  try {
    const [counted] = await scope.sql.unsafe(`select (${counts.join(' + ')})::int as rows`, [workspace]);
    return counted?.rows as number;
  } finally {
    await end();
  }
}

const tables = (): PgTable[] =>
  Object.values(schema as Record<string, unknown>).filter(
    (value): value is PgTable => is(value, PgTable) && !LEFT_OUT.includes(value),
  );

/** Routes are read before a workspace is known, so row security alone would show those of all. */
const selectOf = (table: PgTable, what: string): string =>
  `select ${what} from "${getTableName(table)}" t where t.${table === schema.workspaces ? 'id' : 'workspace_id'} = $1`;

function keysOf(table: PgTable): string {
  const { primaryKeys, columns } = getTableConfig(table);
  const composed = primaryKeys.flatMap((key) => key.columns);
  const keys = composed.length > 0 ? composed : columns.filter((column) => column.primary);
  return keys.map(({ name }) => `t."${name}"`).join(', ');
}
