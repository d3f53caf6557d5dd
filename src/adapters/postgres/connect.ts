/** Opens a database and checks, before anything is done with it, that it is one that Baton can use. */
import { type Client, type ClientOptions, createClient } from './client.ts';
import { transact } from './guard.ts';
import { StartError } from './start-error.ts';

const OLDEST = 16;
const ANSWER_MS = 8_000;

/**
 * A client of the database at `url`, which answers and is not too old.
 *
 * @throws StartError that names the host, and never the password.
 */
export async function connect(url: string, options: ClientOptions): Promise<Client> {
  const place = placeOf(url);
  const client = createClient(url, options);
  try {
    const [server] = await answerOf(client.sql<{ version: number }[]>`
      select current_setting('server_version_num')::integer / 10000 as version`);
    if (server && server.version >= OLDEST) return client;
    throw new StartError(
      `The database at ${place.host} is PostgreSQL ${server?.version}, and Baton needs ${OLDEST} or newer: upgrade it, or give Baton another.`,
    );
  } catch (error) {
    void client.end(0);
    throw error instanceof StartError ? error : new StartError(complaintOf(error, place));
  }
}

/**
 * Checks, once the database is migrated, that what runs as `baton_app` is bound by row security on every table.
 *
 * @throws StartError when it is not, and one workspace could see another's rows.
 */
export async function checkRowSecurity(client: Client): Promise<void> {
  const [found] = await transact(
    client,
    { role: 'baton_app' },
    ({ sql }) => sql<{ user: string; free: boolean; open: string[] }[]>`
      select current_user as user, rolsuper or rolbypassrls as free, array(
        select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
          and has_table_privilege(oid, 'select, insert, update, delete')
          and not (relforcerowsecurity and row_security_active(oid))
      ) as open
      from pg_roles where rolname = current_user`,
  );
  if (found?.user === 'baton_app' && !found.free && found.open.length === 0) return;
  throw new StartError(
    found?.open.length
      ? `Row security does not hold on ${found.open.join(', ')}: give Baton a database of its own.`
      : 'The role baton_app passes row security by: take SUPERUSER and BYPASSRLS from it.',
  );
}

interface Place {
  readonly host: string;
  readonly user: string;
  readonly database: string;
}

function placeOf(url: string): Place {
  try {
    const { host, username, pathname } = new URL(url);
    return { host, user: decodeURIComponent(username), database: decodeURIComponent(pathname.slice(1)) };
  } catch {
    throw new StartError('DATABASE_URL is no URL: write postgres://user:password@host:5432/database.');
  }
}

async function answerOf<T>(query: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'no answer' })), ANSWER_MS);
  });
  return await Promise.race([query, late]).finally(() => clearTimeout(timer));
}

function complaintOf(error: unknown, { host, user, database }: Place): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === '28P01' || code === '28000') {
    return `The database at ${host} refuses the user ${user}: correct the user or the password in DATABASE_URL.`;
  }
  if (code === '3D000')
    return `The server at ${host} has no database ${database}: create it, or correct DATABASE_URL.`;
  const why = /^[0-9A-Z]{5}$/.test(code) ? message : code || message;
  return `The database at ${host} cannot be reached (${why}): start it, or correct DATABASE_URL.`;
}
