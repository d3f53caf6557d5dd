/** A whole Baton in the test's own process, with the playground, on a database of its own and a clock that is told the time. */
import { createLog } from '../../src/adapters/log/log.ts';
import { parseConfig } from '../../src/config.ts';
import { type Baton, start } from '../../src/main.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';

/** A Wednesday morning at which everyone of the cast but those in America works. */
export const MORNING = Date.parse('2026-11-18T10:00:00Z');

export interface BatonUnderTest {
  readonly url: string;
  readonly database: TestDatabase;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** The clock starts at `from` and goes on with the time that passes. */
export async function startBaton({ from = MORNING } = {}): Promise<BatonUnderTest> {
  const database = await testDatabase();
  const environment = { DATABASE_URL: database.url, PORT: '0', PLAYGROUND: '1', LOG_LEVEL: 'silent' };
  const began = Date.now();
  const clock = { now: () => from + Date.now() - began };
  const logging = createLog({ level: 'silent', format: 'json', write: () => {} });
  const baton: Baton = await start(parseConfig(environment, '.'), logging, { clock });
  return {
    url: baton.url,
    database,
    settle: () => baton.settle(),
    async close() {
      await baton.stop();
      await database.drop();
    },
  };
}
