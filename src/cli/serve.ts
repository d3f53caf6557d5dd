/** `baton serve`: runs until a signal, and then ends what it began before it goes. */
import { createLog } from '../adapters/log/log.ts';
import { loadConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { endOnFault } from './faults.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT } from './verb.ts';

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

export async function serve(_: Arguments, __: Terminal): Promise<number> {
  const config = loadConfig();
  const logging = createLog({ level: config.logLevel, format: process.stdout.isTTY ? 'people' : 'json' });
  logging.hide(config.secrets);
  endOnFault(logging.log);
  const asked = stopAsked();
  // Opened while the greater part of the program loads; it is `start` that hears of a failure.
  const database = openDatabase(config, (words) => logging.log.info(words));
  database.catch(() => {});
  const { start } = await import('../main.ts');
  const baton = await start(config, logging, { database });
  const signal = await Promise.race([asked, baton.over.then(() => null)]);
  if (signal === null) {
    logging.log.fatal(await baton.over);
    await baton.stop();
    process.exit(EXIT.wrong);
  }
  logging.log.info(`Stopping on ${signal}: what was begun is finished first…`);
  await baton.stop();
  logging.log.info('Baton has stopped.');
  // A timer of a page that was open is not waited for.
  process.exit(EXIT.fine);
}

/** The first signal, even one that comes during the start. The second ends the process at once, by its own code. */
function stopAsked(): Promise<keyof typeof SIGNALS> {
  return new Promise((resolve) => {
    let asked = false;
    for (const [signal, code] of Object.entries(SIGNALS) as [keyof typeof SIGNALS, number][]) {
      process.on(signal, () => {
        if (asked) process.exit(code);
        asked = true;
        resolve(signal);
      });
    }
  });
}
