/** Who the server runs as: PostgreSQL refuses to run as root. */
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartError } from '../start-error.ts';

export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user to run the server as, or null for the one we are. For root it is whoever owns the database already, else
 * `postgres`, else `nobody`.
 *
 * @throws StartError when there is no such user.
 */
export async function serverUser(database: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const users = usersIn(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const owner = await stat(database).catch(() => null);
  const chosen = owner?.uid
    ? users.find(({ uid }) => uid === owner.uid)
    : (users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody'));
  if (chosen) return chosen;
  throw new StartError(
    'PostgreSQL does not run as root, and this machine has no user `postgres` or `nobody`: run Baton as an ordinary user, or set DATABASE_URL.',
  );
}

function usersIn(passwd: string): ServerUser[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** @throws StartError naming the first folder above `path`, or `path` itself, that the user may not enter. */
export async function checkEnterable(path: string, { name, uid, gid }: ServerUser): Promise<void> {
  const parent = dirname(path);
  if (parent !== path) await checkEnterable(parent, { name, uid, gid });
  const folder = await stat(path);
  const bit = folder.uid === uid ? 0o100 : folder.gid === gid ? 0o010 : 0o001;
  if (folder.mode & bit) return;
  throw new StartError(
    `PostgreSQL does not run as root, and the user ${name} may not enter ${path}: move Baton and its data out of it, run Baton as an ordinary user, or set DATABASE_URL.`,
  );
}
