/** Migrates the database named by the first argument and prints what it ran, as one of several that start at once. */
import { createClient } from '../../src/adapters/postgres/client.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';

const client = createClient(process.argv[2] ?? '', { max: 2 });
process.stdout.write(JSON.stringify(await migrate(client)));
await client.end();
