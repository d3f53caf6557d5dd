/** The database that Baton works on: the one at DATABASE_URL, else its own under the data folder. */
import type { Client } from './adapters/postgres/client.ts';
import { checkRowSecurity, connect } from './adapters/postgres/connect.ts';
import { startEmbedded } from './adapters/postgres/embedded.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import type { Config } from './config.ts';

export interface Database {
  readonly client: Client;
  /** With its password: not for logs. */
  readonly url: string;
  /** Closes the connections; the embedded server is stopped unless another process uses it. */
  close(): Promise<void>;
}

const CONNECTIONS = 10;

/**
 * Opens the database as it is. `say` is told what takes time.
 * @throws StartError when it cannot be had.
 */
export async function openDatabase(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  say: (words: string) => void,
): Promise<Database> {
  if (databaseUrl !== null) {
    const client = await connect(databaseUrl, { max: CONNECTIONS });
    return { client, url: databaseUrl, close: () => client.end() };
  }
  const server = await startEmbedded({ dataDir, say });
  try {
    const client = await connect(server.url, { max: CONNECTIONS });
    const close = async (): Promise<void> => {
      await client.end();
      await server.stop();
    };
    return { client, url: server.url, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Brings the tables up to date and checks that row security holds.
 * @throws StartError when the database belongs to another version, or one workspace could see another's rows.
 */
export async function prepareDatabase(
  { client }: Database,
  say: (words: string) => void,
): Promise<readonly string[]> {
  const done = await migrate(client, ({ name, number, of }) =>
    say(`Updating the database: ${number} of ${of} (${name})…`),
  );
  await checkRowSecurity(client);
  return done;
}
