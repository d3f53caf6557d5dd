/** Public holidays take half a second to load: where teams keep some that is done once the start is over, and by no command. */
import type { LoadedAhead } from './adapters/holidays/holidays.ts';
import type { Log } from './adapters/log/log.ts';
import type { Client } from './adapters/postgres/client.ts';
import { regionsInUse } from './adapters/postgres/regions.ts';
import type { Clock } from './coordination/ports.ts';

const AFTER_MS = 1_000;

/** Returns what ends it. */
export function warmLater(
  holidays: LoadedAhead,
  client: Client,
  clock: Clock,
  log: Log,
): () => Promise<void> {
  let warmed: Promise<void> | null = null;
  const warm = async (): Promise<void> => {
    const regions = await regionsInUse(client);
    if (regions.length === 0) return;
    const year = new Date(clock.now()).getUTCFullYear();
    holidays.warm(regions, [`${year}-01-01`, `${year + 1}-01-01`]);
    log.debug({ regions }, 'the public holidays are loaded');
  };
  const timer = setTimeout(() => {
    // Whoever needs them first loads them then.
    warmed = warm().catch((error: unknown) =>
      log.warn({ err: error }, 'public holidays could not be loaded'),
    );
  }, AFTER_MS);
  return async () => {
    clearTimeout(timer);
    await warmed;
  };
}
