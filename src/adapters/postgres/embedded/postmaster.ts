/** The server process of one database folder, known by the postmaster.pid that PostgreSQL keeps there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, readlink, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { started } from './binaries.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: 'starting' | 'ready' | 'stopping';
}

const POLL_MS = 10;
/** A log longer than this is put aside, in place of the one put aside before. */
const LOG_BYTES = 5_000_000;

const pidFile = (database: string): string => join(database, 'postmaster.pid');

/** The server that the folder names; null when it names none, or one that is gone. */
export async function postmasterOf(database: string): Promise<Postmaster | null> {
  const lines = (await readFile(pidFile(database), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !(await isServerOf(database, pid))) return null;
  const status = lines[7]?.trim();
  return { pid, port, status: status === 'ready' || status === 'stopping' ? status : 'starting' };
}

/** A number is used again after its process has gone; a server of ours has the database as its working folder. */
async function isServerOf(database: string, pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(database));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

export interface Launch {
  readonly postgres: string;
  readonly database: string;
  readonly log: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly user: { readonly uid: number; readonly gid: number } | null;
}

/** Starts a server that outlives us: a Ctrl-C in our terminal, or our own end, must not be its. */
export async function launch({ postgres, database, log, settings, user }: Launch): Promise<ChildProcess> {
  await disown(database);
  if (((await stat(log).catch(() => null))?.size ?? 0) > LOG_BYTES) await rename(log, `${log}.old`);
  const output = openSync(log, 'a');
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', database, ...args], {
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd: database,
    env: { LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  await started(child);
  return child;
}

/**
 * Where the file names a process that is none of ours but has the number of a server that crashed, PostgreSQL would
 * refuse to start. It overlooks the number of its own parent, and still checks that no orphan uses the data.
 */
async function disown(database: string): Promise<void> {
  const [pid, ...rest] = (await readFile(pidFile(database), 'utf8').catch(() => '')).split('\n');
  if (!pid || (await postmasterOf(database))) return;
  await writeFile(pidFile(database), [process.pid, ...rest].join('\n'));
}

/** Waits until `settled` says so, at most `withinMs`; tells whether it did. */
export async function waitUntil(settled: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!(await settled())) {
    if (performance.now() > end) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Stops the server: its clients are disconnected, and what they had not committed is undone. */
export async function stopPostmaster(database: string): Promise<void> {
  for (const [signal, withinMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    const server = await postmasterOf(database);
    if (!server) return;
    process.kill(server.pid, signal);
    if (await waitUntil(async () => (await postmasterOf(database))?.pid !== server.pid, withinMs)) return;
  }
}
