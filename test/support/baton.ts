/** A whole Baton in the test's own process, with the playground, on a database of its own and a clock that is told the time. */
import { createLog } from '../../src/adapters/log/log.ts';
import { parseConfig } from '../../src/config.ts';
import type { Clock } from '../../src/coordination/ports.ts';
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

const UNPACED = { destination: 0, installation: 0 };
/** Nobody waits in line: how turns are taken is tested by itself. */
export const NO_PACING = { slack: UNPACED, discord: UNPACED, playground: UNPACED };

/** What a Baton is started with: by default with the playground, and a clock that starts at MORNING. */
export interface Started {
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Takes the lines of its log; without it nothing is logged. */
  readonly write?: (line: string) => void;
}

/** A clock that starts at an instant, and goes on with the time that passes. */
export function clockFrom(instant: number): Clock {
  const began = Date.now();
  return { now: () => instant + Date.now() - began };
}

/** An SDK that keeps to its platform's limits has a message wait for its next second. */
const SOON_MS = 1_000;

/** Until nothing that is due, or is about to be, is left to do. */
async function settled(baton: Baton, { client }: TestDatabase, clock: Clock): Promise<void> {
  for (;;) {
    await baton.settle();
    const now = clock.now();
    const [row] = await client.sql<{ due: Date | string | null }[]>`
      select min(due_at) as due from outbox where state = 'pending'
        and due_at > ${new Date(now).toISOString()} and due_at <= ${new Date(now + SOON_MS).toISOString()}`;
    if (!row?.due) return;
    await new Promise((resolve) => setTimeout(resolve, new Date(row.due as string).getTime() - now));
  }
}

export async function startBaton({
  environment = { PLAYGROUND: '1' },
  clock = clockFrom(MORNING),
  write,
}: Started = {}): Promise<BatonUnderTest> {
  const database = await testDatabase();
  const level = write ? 'debug' : 'silent';
  const logging = createLog({ level, format: 'json', write: write ?? (() => {}) });
  const config = parseConfig(
    { DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: level, ...environment },
    '.',
  );
  logging.hide(config.secrets);
  const baton: Baton = await start(config, logging, { clock, pacing: NO_PACING });
  return {
    url: baton.url,
    database,
    settle: () => settled(baton, database, clock),
    async close() {
      await baton.stop();
      await database.drop();
    },
  };
}
