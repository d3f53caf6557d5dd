import type { Log } from '../adapters/log/log.ts';
import { EXIT } from './verb.ts';

/** After an error that nobody caught nothing is certain: it is logged, and the process ends for its supervisor to start anew. */
export function endOnFault(log: Log): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.removeAllListeners(event);
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, 'an error that nobody caught');
      process.exit(EXIT.fault);
    });
  }
}
