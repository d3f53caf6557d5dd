/**
 * Rows between PostgreSQL and the tables of schema.ts, for statements written by hand: the same values, by the same
 * column types, as drizzle reads and writes.
 */
import { Column, getTableColumns, type InferInsertModel, type InferSelectModel } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';

type Raw = Readonly<Record<string, unknown>>;

const columnsOf = (table: PgTable): readonly (readonly [string, Column])[] =>
  Object.entries(getTableColumns(table));

/** Reads a row that names its columns as PostgreSQL does: of `select *`, or out of `to_json`. */
export function reader<Table extends PgTable>(table: Table): (row: unknown) => InferSelectModel<Table> {
  const columns = columnsOf(table).map(([field, column]) => ({
    field,
    column,
    name: column.name,
    // Most columns hold what they are read as.
    isAsItIs: column.mapFromDriverValue === Column.prototype.mapFromDriverValue,
  }));
  return (row) => {
    const raw = row as Raw;
    const read: Record<string, unknown> = {};
    for (const { field, column, name, isAsItIs } of columns) {
      const value = raw[name] ?? null;
      read[field] = value === null || isAsItIs ? value : column.mapFromDriverValue(value);
    }
    return read as InferSelectModel<Table>;
  };
}

/**
 * Writes rows as one JSON parameter for `json_populate_recordset(null::table, …)`: one statement for any number. What is
 * null is left out, which that function reads as null.
 */
export function writer<Table extends PgTable>(
  table: Table,
): (rows: readonly Partial<InferInsertModel<Table>>[]) => string {
  const columns = columnsOf(table).map(([field, column]) => ({
    name: column.name,
    of: inColumn(field, column),
  }));
  return (rows) =>
    JSON.stringify(
      rows.map((row) => {
        const raw: Record<string, unknown> = {};
        for (const { name, of } of columns) {
          const value = of(row);
          if (value !== null) raw[name] = value;
        }
        return raw;
      }),
    );
}

/** Writes one row as parameters for `values ($1, …)`, in the order of `columnNames`: cheaper than JSON for a row or two. */
export function parametersOf<Table extends PgTable>(
  table: Table,
  without: readonly string[] = [],
): (row: Partial<InferInsertModel<Table>>) => unknown[] {
  const values = columnsOf(table)
    .filter(([, column]) => !without.includes(column.name))
    .map(([field, column]) => inColumn(field, column));
  return (row) => values.map((of) => of(row));
}

/** What a row holds in a column, as it travels. */
function inColumn(field: string, column: Column): (row: Raw) => unknown {
  const plain = column.columnType === 'PgJsonb' || column.columnType === 'PgArray';
  return (row) => {
    const value = row[field];
    if (value === null || value === undefined) return null;
    return plain ? value : column.mapToDriverValue(value);
  };
}

/** The names of a table's columns, quoted, but for those left out. */
export const columnNames = (table: PgTable, without: readonly string[] = []): string[] =>
  getTableConfig(table)
    .columns.map((column) => column.name)
    .filter((name) => !without.includes(name))
    .map((name) => `"${name}"`);

/** A text column that holds one of a few words; a word that this version does not know is named, never guessed at. */
export function oneOf<Word extends string>(words: readonly Word[], value: string, column: string): Word {
  if ((words as readonly string[]).includes(value)) return value as Word;
  throw new Error(`${column} holds '${value}', which this version does not know`);
}
