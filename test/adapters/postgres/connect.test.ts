import { createServer } from 'node:net';
import { afterAll, expect, inject, test } from 'vitest';
import { checkRowSecurity, connect } from '../../../src/adapters/postgres/connect.ts';
import { StartError } from '../../../src/adapters/postgres/start-error.ts';
import { testDatabase } from '../../support/postgres.ts';

const database = await testDatabase();
afterAll(database.drop);

const complaint = async (url: string, connectWithinMs = 2_000): Promise<string> => {
  const error = await connect(url, { max: 1, connectWithinMs }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  return (error as StartError).message;
};

const changed = (change: Partial<URL>): string => Object.assign(new URL(database.url), change).href;

test('a database that answers and is new enough is opened', async () => {
  const client = await connect(database.url, { max: 1 });
  await checkRowSecurity(client);
  await client.end();
});

test('what is wrong with a database is one sentence, without the password', async () => {
  const { host } = new URL(inject('databaseServer').url);
  expect(await complaint('nonsense')).toBe(
    'DATABASE_URL is no URL: write postgres://user:password@host:5432/database.',
  );
  expect(await complaint('postgres://u:secret@127.0.0.1:1/x')).toBe(
    'The database at 127.0.0.1:1 cannot be reached (ECONNREFUSED): start it, or correct DATABASE_URL.',
  );
  expect(await complaint(changed({ password: 'secret' }))).toBe(
    `The database at ${host} refuses the user baton: correct the user or the password in DATABASE_URL.`,
  );
  expect(await complaint(changed({ pathname: '/nowhere' }))).toBe(
    `The server at ${host} has no database nowhere: create it, or correct DATABASE_URL.`,
  );
});

test('a server that accepts and never answers is given up', async () => {
  const silent = createServer((socket) => socket.resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  expect(await complaint(`postgres://u:secret@127.0.0.1:${port}/x`, 200)).toBe(
    `The database at 127.0.0.1:${port} cannot be reached (CONNECT_TIMEOUT): start it, or correct DATABASE_URL.`,
  );
  await new Promise((resolve) => silent.close(resolve));
});

test('a role that passes row security by is refused', async () => {
  const { sql } = database.client;
  await sql`alter table people no force row level security`;
  await sql`grant baton_app to current_user`;
  await sql`alter table people owner to baton_app`;
  await expect(checkRowSecurity(database.client)).rejects.toThrow('Row security does not hold on people');
});
