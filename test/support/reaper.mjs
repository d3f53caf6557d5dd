/**
 * Stops a test's database server and removes its folder once the process that started it is gone, however it went:
 * then the pipe to our standard input closes.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , dataDir = ''] = process.argv;
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.stdin.resume().on('close', async () => {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGQUIT');
    await sleep(500);
  } catch {
    // It was stopped in good order.
  }
  rmSync(dataDir, { recursive: true, force: true });
});
