/** The folder that holds the embedded database, made when it is missing. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StartError } from '../start-error.ts';
import { type Binaries, started } from './binaries.ts';
import { checkEnterable, type ServerUser, serverUser } from './user.ts';

export const SUPERUSER = 'baton';

export interface Cluster {
  readonly database: string;
  readonly log: string;
  readonly password: string;
  readonly user: ServerUser | null;
}

/**
 * The cluster in `dataDir`, created on the first start. It is made beside its place and moved there whole, so a start
 * that was killed leaves nothing half made, and of two that race one wins.
 *
 * @throws StartError when the folder cannot be used, or holds another version's data.
 */
export async function prepareCluster(
  dataDir: string,
  binaries: Binaries,
  throwaway: boolean,
  say: (words: string) => void,
): Promise<Cluster> {
  const database = resolve(dataDir, 'postgres');
  try {
    await mkdir(dataDir, { recursive: true });
    const user = await serverUser(database);
    if (user) await openTo(user, resolve(dataDir), binaries);
    if (!(await versionOf(database))) {
      say(`creating the database in ${database}`);
      await create(database, binaries, user, throwaway);
    }
    await checkVersion(database, binaries.major);
    const password = await readFile(join(database, 'baton.password'), 'utf8');
    return { database, log: resolve(dataDir, 'postgres.log'), password, user };
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (!code || !path) throw error;
    throw new StartError(
      `The data folder ${resolve(dataDir)} cannot be used (${code} at ${path}): make it writable, or set BATON_DATA_DIR.`,
    );
  }
}

/** Lets the server's user pass through the data folder; what is above it is not ours to open. */
async function openTo(user: ServerUser, dataDir: string, binaries: Binaries): Promise<void> {
  const { mode } = await stat(dataDir);
  if (!(mode & 0o001)) await chmod(dataDir, (mode & 0o777) | 0o011);
  await checkEnterable(dataDir, user);
  await checkEnterable(join(binaries.folder, 'bin'), user);
}

async function versionOf(database: string): Promise<number | null> {
  const text = await readFile(join(database, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : Number.parseInt(text, 10);
}

async function checkVersion(database: string, major: number): Promise<void> {
  const found = await versionOf(database);
  if (found === major) return;
  throw new StartError(
    found === null
      ? `The folder ${database} holds something other than a database: move it away, or set BATON_DATA_DIR.`
      : `The data in ${database} is PostgreSQL ${found}'s, and this Baton brings PostgreSQL ${major}: dump it with PostgreSQL ${found}, move the folder away, and load it again.`,
  );
}

async function create(
  database: string,
  binaries: Binaries,
  user: ServerUser | null,
  throwaway: boolean,
): Promise<void> {
  await removeLeftovers(database);
  const fresh = await mkdtemp(`${database}.new-${process.pid}-`);
  const passwordFile = `${fresh}.password`;
  try {
    await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (user) for (const path of [fresh, passwordFile]) await chown(path, user.uid, user.gid);
    await initdb(fresh, passwordFile, binaries, user, throwaway);
    await rename(passwordFile, join(fresh, 'baton.password'));
    await rename(fresh, database).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    for (const path of [fresh, passwordFile]) await rm(path, { recursive: true, force: true });
  }
}

/** What starts that were killed left behind. */
async function removeLeftovers(database: string): Promise<void> {
  const dataDir = resolve(database, '..');
  for (const name of await readdir(dataDir)) {
    const pid = Number(/^postgres\.new-(\d+)/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Text in UTF-8, compared by code point and cased by Unicode, whatever the machine's language is. */
function localeOf(major: number): string[] {
  return major >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    : ['--locale-provider=icu', '--icu-locale=und', '--locale=C'];
}

async function initdb(
  folder: string,
  passwordFile: string,
  { initdb: program, major }: Binaries,
  user: ServerUser | null,
  throwaway: boolean,
): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // The password is 192 random bits: hashing it many times over would only slow each connection.
    '--set=scram_iterations=1',
    '--encoding=UTF8',
    ...localeOf(major),
    ...(throwaway ? ['--no-sync'] : []),
  ];
  const child = spawn(program, args, {
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd: folder,
    env: { LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  await started(child);
  if ((await closed) !== 0)
    throw new StartError(`The database could not be created: ${complaintIn(complaint)}`);
}

/** The last line that says what failed, else the last. */
export function complaintIn(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /error:|FATAL:|PANIC:/.test(line)) ?? lines.at(-1) ?? '';
}
