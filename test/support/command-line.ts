/** The `baton` command in the test's own process, on a database of its own and with an empty folder for each test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { createPlayground, PLAYGROUND } from '../../src/adapters/playground/playground.ts';
import { nextDue } from '../../src/adapters/postgres/next-due.ts';
import { createPlaygroundStore } from '../../src/adapters/postgres/playground.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import { clock, ids } from '../../src/adapters/system/system.ts';
import { run } from '../../src/cli/run.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';
import { fakeTerminal } from './terminal.ts';

export interface CommandLine {
  readonly database: TestDatabase;
  readonly folder: string;
  /** `answer` is what the person types when asked. */
  run(
    words: readonly string[],
    answer?: string | null,
  ): Promise<{ readonly exit: number; readonly out: string; readonly err: string }>;
}

/** For all tests of the file. `prepare` fills the database once. */
export function commandLine(prepare: (database: TestDatabase) => Promise<unknown>): CommandLine {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await testDatabase({ max: 3 });
    await prepare(database);
  });
  afterAll(() => database.drop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baton-cli-'));
    vi.stubEnv('DATABASE_URL', database.url);
    vi.stubEnv('BATON_DATA_DIR', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return {
    get database() {
      return database;
    },
    get folder() {
      return folder;
    },
    async run(words, answer = null) {
      const terminal = fakeTerminal(answer);
      const exit = await run([...words], terminal);
      return { exit, out: terminal.written.out.join('\n'), err: terminal.written.err.join('\n') };
    },
  };
}

/** The playground's workspace and cast. */
export async function preparePlayground({ client }: TestDatabase): Promise<void> {
  const chat = createPlaygroundStore(client, { ...PLAYGROUND, now: clock.now });
  const playground = { ...chat, nextDue: () => nextDue(client, PLAYGROUND.workspace) };
  await createPlayground({ store: createStore(client), playground, clock, ids }).prepare();
}
