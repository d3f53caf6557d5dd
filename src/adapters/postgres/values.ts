/**
 * How values travel between us and PostgreSQL, the same through drizzle and by hand. Dates and times arrive as text, in
 * UTC; JSON arrives parsed; arrays arrive as arrays. A JSON parameter is JSON text, or any value but a string, which is
 * encoded. `undefined` is null.
 *
 * The types of arrays are listed here. postgres.js would ask each new connection for them, and a connection that dies
 * while it answers is an unhandled rejection there (3.4.9).
 */
import type postgres from 'postgres';

type Serialize = (value: unknown) => unknown;

const asIs = (value: unknown): unknown => value;
const asTime: Serialize = (value) => (value instanceof Date ? value.toISOString() : value);
const asJson: Serialize = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
const fromJson = (text: string): unknown => JSON.parse(text);

/** Each type with its array's, as PostgreSQL numbers them (catalog pg_type). */
const ELEMENTS = {
  bool: { of: 16, array: 1000, serialize: asIs, parse: (text: string) => text === 't' },
  bigint: { of: 20, array: 1016, serialize: asIs, parse: asIs },
  smallint: { of: 21, array: 1005, serialize: asIs, parse: Number },
  integer: { of: 23, array: 1007, serialize: asIs, parse: Number },
  text: { of: 25, array: 1009, serialize: asIs, parse: asIs },
  varchar: { of: 1043, array: 1015, serialize: asIs, parse: asIs },
  date: { of: 1082, array: 1182, serialize: asTime, parse: asIs },
  timestamptz: { of: 1184, array: 1185, serialize: asTime, parse: asIs },
  uuid: { of: 2950, array: 2951, serialize: asIs, parse: asIs },
  jsonb: { of: 3802, array: 3807, serialize: asJson, parse: fromJson },
} as const;

const SCALARS: Record<string, postgres.PostgresType> = {
  time: { to: 1184, from: [1082, 1083, 1114, 1184], serialize: asTime, parse: asIs },
  json: { to: 3802, from: [114, 3802], serialize: asJson, parse: fromJson },
};

export const types: Record<string, postgres.PostgresType> = {
  ...SCALARS,
  ...Object.fromEntries(
    Object.entries(ELEMENTS).map(([name, { array, serialize, parse }]) => [
      `${name}[]`,
      {
        to: array,
        from: [array],
        serialize: (values: unknown) => (Array.isArray(values) ? arrayText(values, serialize) : values),
        parse: (text: string) => arrayOf(text, parse),
      },
    ]),
  ),
};

/** For `sql.array`: the array's type of each type. */
export const arrayTypes: Readonly<Record<number, number>> = Object.fromEntries(
  Object.values(ELEMENTS).map(({ of, array }) => [of, array]),
);

function arrayText(values: readonly unknown[], serialize: Serialize): string {
  const elements = values.map((value) => {
    if (value === null || value === undefined) return 'null';
    return `"${String(serialize(value)).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${elements.join(',')}}`;
}

/** Arrays of arrays are nowhere in the schema. */
function arrayOf(text: string, parse: (element: string) => unknown): unknown[] {
  const elements = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return Array.from(elements, ([, quoted, plain]) => {
    if (plain === 'NULL') return null;
    return parse(plain ?? quoted?.replace(/\\(.)/gs, '$1') ?? '');
  });
}
