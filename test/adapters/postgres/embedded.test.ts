import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { waitUntil } from '../../../src/adapters/postgres/embedded/postmaster.ts';
import { type Embedded, startEmbedded } from '../../../src/adapters/postgres/embedded.ts';
import { StartError } from '../../../src/adapters/postgres/start-error.ts';
import { temporaryDataDir } from '../../support/server.ts';

const dataDir = await temporaryDataDir();
const database = join(dataDir.path, 'postgres');
const scratch = await mkdtemp(join(tmpdir(), 'baton-test-'));
await chmod(scratch, 0o755);
afterAll(async () => {
  await dataDir.remove();
  await rm(scratch, { recursive: true, force: true });
});

const start = (path = dataDir.path): Promise<Embedded> => startEmbedded({ dataDir: path, throwaway: true });

async function ask(url: string, query: string): Promise<postgres.Row | undefined> {
  const sql = postgres(url, { max: 1, fetch_types: false, connect_timeout: 1 });
  try {
    return (await sql.unsafe(query))[0];
  } finally {
    await sql.end();
  }
}

const answers = (url: string): Promise<boolean> =>
  ask(url, 'select 1').then(
    () => true,
    () => false,
  );
const pid = async (): Promise<number> =>
  Number.parseInt(await readFile(join(database, 'postmaster.pid'), 'utf8'), 10);

/** Another Baton process on the same folder. */
async function startChild(): Promise<{ child: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('../../support/embedded-child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: url.toString() };
}

async function complaint(path: string): Promise<string> {
  const error = await start(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  return (error as StartError).message;
}

test('two that start at once on an empty folder share one server; the last to leave stops it', async () => {
  const [first, second] = await Promise.all([start(), start()]);
  expect(second.url).toBe(first.url);
  expect(await ask(first.url, "select current_setting('listen_addresses') as at")).toEqual({
    at: '127.0.0.1',
  });
  await first.stop();
  expect(await answers(second.url)).toBe(true);
  await second.stop();
  expect(await answers(second.url)).toBe(false);
  await expect(pid()).rejects.toThrow('ENOENT');
});

test('what was written is there at the next start, compared and cased alike on every machine', async () => {
  const before = await start();
  await ask(before.url, `create table kept as select 'Ünal' as name`);
  await before.stop();
  const after = await start();
  expect(await ask(after.url, "select name, lower(name) as low, 'Z' < 'a' as bytes from kept")).toEqual({
    name: 'Ünal',
    low: 'ünal',
    bytes: true,
  });
  await after.stop();
});

test('its password is for its own user alone, and without it nobody comes in', async () => {
  const { url, stop } = await start();
  expect((await stat(join(database, 'baton.password'))).mode & 0o777).toBe(0o600);
  expect((await stat(database)).mode & 0o077).toBe(0);
  expect(await answers(Object.assign(new URL(url), { password: 'guess' }).href)).toBe(false);
  await stop();
});

test('a server left over from a killed process is used again, and stopped in the end', async () => {
  const { child, url } = await startChild();
  const server = await pid();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const taken = await start();
  expect(taken.url).toBe(url);
  expect(await pid()).toBe(server);
  await taken.stop();
  expect(await answers(url)).toBe(false);
});

test('a process that is killed does not take the server from another', async () => {
  const { child, url } = await startChild();
  const ours = await start();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await answers(url)).toBe(true);
  await ours.stop();
  expect(await answers(url)).toBe(false);
});

test('a server that is killed is started again where it was', async () => {
  const { url, stop } = await start();
  process.kill(await pid(), 'SIGKILL');
  await waitUntil(async () => !(await answers(url)), 2_000);
  expect(await waitUntil(() => answers(url), 15_000)).toBe(true);
  await stop();
  expect(await answers(url)).toBe(false);
});

test("a number left by a server that crashed, and now another process's, is no hindrance", async () => {
  const { uid } = await stat(database);
  const stranger = spawn('sleep', ['60'], { uid });
  await once(stranger, 'spawn');
  const left = [stranger.pid, database, 1, 54_321, '', '127.0.0.1', '', 'ready', ''];
  await writeFile(join(database, 'postmaster.pid'), left.join('\n'));
  const { url, stop } = await start();
  expect(await answers(url)).toBe(true);
  await stop();
  stranger.kill();
});

test('what is wrong with a folder is one sentence', async () => {
  await writeFile(join(scratch, 'file'), '');
  expect(await complaint(join(scratch, 'file', 'data'))).toBe(
    `The data folder ${join(scratch, 'file', 'data')} cannot be used (ENOTDIR at ${join(scratch, 'file', 'data')}): make it writable, or set BATON_DATA_DIR.`,
  );
  const filled = join(scratch, 'filled');
  await mkdir(join(filled, 'postgres'), { recursive: true });
  await writeFile(join(filled, 'postgres', 'novel.txt'), '');
  expect(await complaint(filled)).toBe(
    `The folder ${join(filled, 'postgres')} holds something other than a database: move it away, or set BATON_DATA_DIR.`,
  );
  await writeFile(join(filled, 'postgres', 'PG_VERSION'), '17\n');
  expect(await complaint(filled)).toMatch(
    /^The data in .* is PostgreSQL 17's, and this Baton brings PostgreSQL 18: /,
  );
});

test.runIf(process.getuid?.() === 0)('root is told which folder the server may not enter', async () => {
  const closed = join(scratch, 'closed');
  await mkdir(closed);
  await chmod(closed, 0o700);
  expect(await complaint(join(closed, 'data'))).toMatch(
    new RegExp(`^PostgreSQL does not run as root, and the user \\w+ may not enter ${closed}: move Baton`),
  );
});
