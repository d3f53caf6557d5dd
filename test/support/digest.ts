/** Whether anything was written: the same string as long as no row of any table has changed. */
import type { Sql } from '../../src/adapters/postgres/client.ts';

export async function digestOf(sql: Sql): Promise<string> {
  const tables = await sql`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`;
  const digests = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await sql.unsafe(
        `select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as md5 from ${name} t`,
      );
      return `${name} ${row?.md5}`;
    }),
  );
  return digests.join('\n');
}
