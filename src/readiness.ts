/** Whether Baton can do its work now, part by part. Asked often, answered within about a second. */
import type { Part } from './adapters/http/app.ts';
import type { Client } from './adapters/postgres/client.ts';
import { migrationState } from './adapters/postgres/migrate.ts';
import type { Probe } from './adapters/postgres/probe.ts';
import { StartError } from './adapters/postgres/start-error.ts';

export interface Watched {
  readonly client: Client;
  readonly probe: Probe;
  /** Milliseconds since each loop last worked on its queue. */
  readonly silences: Readonly<Record<string, () => number>>;
  readonly stopping: () => boolean;
  /** Whether Baton hears of the platforms that it serves. */
  readonly platforms: () => readonly Part[];
}

/** A loop looks each second; one that has not for so long is stuck, or its database is. */
const MOST_SILENCE_MS = 10_000;
const LOOK_AT_TABLES_EVERY_MS = 30_000;

export function readinessOf({
  client,
  probe,
  silences,
  stopping,
  platforms,
}: Watched): () => Promise<readonly Part[]> {
  const tables = tablesCheck(client);
  return async () => {
    const database = await probe.ask();
    return [
      { part: 'service', wrong: stopping() ? 'Baton is stopping' : null },
      { part: 'database', wrong: database },
      { part: 'tables', wrong: tables(database === null) },
      ...platforms(),
      ...Object.entries(silences).map(([part, silence]) => ({ part, wrong: silentFor(silence()) })),
    ];
  };
}

const silentFor = (ms: number): string | null =>
  ms > MOST_SILENCE_MS ? `has not been worked on for ${Math.round(ms / 1000)} s` : null;

/** They were brought up to date at the start; a newer Baton may have changed them since. Looked at beside the answer, which is of the last look. */
function tablesCheck(client: Client): (look: boolean) => string | null {
  let wrong: string | null = null;
  let looked = performance.now();
  const look = async (): Promise<void> => {
    try {
      const { pending } = await migrationState(client);
      wrong = pending.length === 0 ? null : `${pending.length} updates are wanting: run “baton migrate”`;
    } catch (error) {
      // The database may be away; what it holds is then as it was.
      if (error instanceof StartError) wrong = error.message;
    }
  };
  return (mayLook) => {
    if (mayLook && performance.now() - looked > LOOK_AT_TABLES_EVERY_MS) {
      looked = performance.now();
      void look();
    }
    return wrong;
  };
}
