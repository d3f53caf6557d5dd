#!/usr/bin/env node
/** The `baton` program: see src/cli/verbs.ts for what it does. */
import { createLog } from './adapters/log/log.ts';
import { endOnFault } from './cli/faults.ts';
import { run } from './cli/run.ts';
import { createTerminal } from './cli/terminal.ts';
import { loadConfig } from './config.ts';

const terminal = createTerminal(process);
const faults = createLog({ level: 'fatal', format: 'people', write: (line) => process.stderr.write(line) });
faults.hide(secrets());
endOnFault(faults.log);
// Whoever reads the output may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), terminal);

/** What even a fault must not print. A configuration that cannot be read is told of by whatever needs it. */
function secrets(): readonly string[] {
  try {
    return loadConfig().secrets;
  } catch {
    return [];
  }
}
