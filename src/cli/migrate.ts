/** `baton migrate`: brings the database up to date, or prints what an administrator must run before. */
import { userInfo } from 'node:os';
import { rolesSql } from '../adapters/postgres/roles.ts';
import { loadConfig } from '../config.ts';
import { openDatabase, prepareDatabase } from '../database.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError } from './verb.ts';

export async function migrate({ values }: Arguments, terminal: Terminal): Promise<number> {
  const config = loadConfig();
  if (values['print-roles']) {
    if (config.databaseUrl === null) {
      throw new UsageError(
        'Baton’s own database needs no administrator: set DATABASE_URL to print the roles for another.',
      );
    }
    const user = decodeURIComponent(new URL(config.databaseUrl).username) || userInfo().username;
    terminal.out(rolesSql(user));
    return EXIT.fine;
  }
  const say = (words: string): void => terminal.err(words);
  const database = await openDatabase(config, say);
  try {
    const done = await prepareDatabase(database, say);
    terminal.out(
      done.length === 0
        ? 'The database is up to date.'
        : `The database is now up to date: ${done.join(', ')}.`,
    );
  } finally {
    await database.close();
  }
  return EXIT.fine;
}
