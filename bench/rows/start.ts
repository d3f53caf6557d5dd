/** From starting the program to its being ready, on data that is there and a database that runs; and what it then holds. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PACKAGE_JSON } from '../../src/files.ts';
import { AT_ONCE, compare, type Figure, type Row, rate } from '../harness.ts';

const PROGRAM = fileURLToPath(new URL('dist/cli.js', PACKAGE_JSON));
/** What the program imports from others. */
const PACKAGES = [
  'hono',
  '@hono/node-server',
  'pino',
  'prom-client',
  'postgres',
  'drizzle-orm',
  'drizzle-orm/pg-core',
  'drizzle-orm/postgres-js',
  'node-cron',
  'zod',
  'temporal-polyfill',
  'chrono-node/en',
];

export const start: Row = {
  name: 'start',
  async run(bench) {
    const database = await bench.database();
    const first = await serve(database.url);
    await first.stop();
    const measured = await compare(bench, 'ms', () => toReady(database.url), importing);
    const held = await memory(database.url, bench.quick ? 200 : 5_000);
    await database.drop();
    return [
      {
        work: 'start to `/readyz` on existing data',
        against: 'importing the same packages',
        measured,
        bound: { atMost: 1.3 },
      },
      ...held,
    ];
  },
};

async function toReady(url: string): Promise<number> {
  const begun = performance.now();
  const baton = await serve(url);
  const took = performance.now() - begun;
  await baton.stop();
  return took;
}

async function importing(): Promise<number> {
  const begun = performance.now();
  const text = `await Promise.all(${JSON.stringify(PACKAGES)}.map((name) => import(name)))`;
  await ended(spawn(process.execPath, ['--input-type=module', '--eval', text], { stdio: 'inherit' }));
  return performance.now() - begun;
}

async function memory(url: string, commands: number): Promise<Figure[]> {
  const baton = await serve(url);
  const idle = await baton.resident();
  const answered = await rate(commands, () => baton.command('add Count the chairs by friday'));
  const loaded = await baton.resident();
  await baton.stop();
  return [
    { work: 'resident memory, idle', figure: `${idle} MB` },
    { work: `resident memory after ${commands} commands, ${AT_ONCE} at a time`, figure: `${loaded} MB` },
    { work: '`/baton add` over HTTP in the playground', figure: `${Math.round(answered)} /s` },
  ];
}

/** The program as it is shipped, ready. */
async function serve(url: string) {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const environment = {
    ...process.env,
    DATABASE_URL: url,
    PORT: String(port),
    PLAYGROUND: '1',
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, [PROGRAM, 'serve'], { env: environment, stdio: 'inherit' });
  const address = `http://127.0.0.1:${port}`;
  while (!(await isReady(address))) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    resident: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    },
    command: async (text: string) => {
      const response = await fetch(`${address}/api/command`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ as: 'ana', channel: 'general', text }),
      });
      if (!response.ok) throw new Error(await response.text());
      await response.arrayBuffer();
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
}

const isReady = (address: string): Promise<boolean> =>
  fetch(`${address}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) =>
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`ended with ${code}`)))),
  );
