/** Baton, whole, as `npm start` would run it. */
import { createLog } from '../../../src/adapters/log/log.ts';
import { parseConfig } from '../../../src/config.ts';
import { start } from '../../../src/main.ts';
import { serve, told } from '../children.ts';

export interface BatonTold {
  readonly environment: Readonly<Record<string, string>>;
  /** Whether messages wait in line, as Slack asks. */
  readonly paced: boolean;
}

const { environment, paced } = told<BatonTold>();
const UNPACED = { destination: 0, installation: 0 };
const baton = await start(
  parseConfig({ PORT: '0', LOG_LEVEL: 'warn', ...environment }, '.'),
  createLog({ level: 'warn', format: 'json', write: (line) => void process.stderr.write(line) }),
  paced ? {} : { pacing: { slack: UNPACED, discord: UNPACED, playground: UNPACED } },
);
serve({ url: `${baton.url}/slack/events` });
