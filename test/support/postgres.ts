/** A database for a test file: a clone of the migrated template, on the server of the run. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Client, createClient } from '../../src/adapters/postgres/client.ts';
import { databaseUrl } from './server.ts';

export interface TestDatabase {
  /** A superuser's. */
  readonly url: string;
  readonly client: Client;
  /** Closes the client and drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** Migrated and without a row. Call `drop` in `afterAll`. */
export async function testDatabase({ max = 10 } = {}): Promise<TestDatabase> {
  return await create(inject('databaseServer').template, max);
}

/** Without a table. */
export async function emptyDatabase({ max = 10 } = {}): Promise<TestDatabase> {
  return await create('template0', max);
}

async function create(template: string, max: number): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `baton_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server.url, `create database ${name} template ${template} strategy file_copy`);
  const url = databaseUrl(server.url, name);
  const client = createClient(url, { max });
  return {
    url,
    client,
    drop: async () => {
      await client.end();
      await asAdmin(server.url, `drop database ${name} with (force)`);
    },
  };
}

/** The template may be in use for a moment by another clone's making. */
async function asAdmin(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await sql.unsafe(statement);
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== '55006' || attempt === 20) throw error;
        await sleep(50);
      }
    }
  } finally {
    await sql.end();
  }
}
