import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { type Program, program } from '../support/program.ts';

let folder: string;
let running: Program[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-serve-'));
  // As root the database runs as another user, who must be let through.
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL');
    await ended;
  }
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

function serve(environment: Record<string, string> = {}, nodeOptions: string[] = []): Program {
  const started = program(['serve'], folder, { PORT: '0', ...environment }, nodeOptions);
  running.push(started);
  return started;
}

async function urlOf(baton: Program): Promise<string> {
  await baton.says('Baton is ready');
  return /http:\/\/[\d.]+:\d+/.exec(baton.written.out)?.[0] ?? '';
}

/** Ana's command, and what was answered. */
async function types(url: string, text: string): Promise<string> {
  const body = JSON.stringify({ as: 'ana', channel: 'general', text });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/api/command`, { method: 'POST', headers, body })).text();
}

const CANARY = 'canary-p4ssword';

describe('on a fresh machine', () => {
  test('becomes ready, serves the playground, logs JSON, and stops on SIGTERM with 0', async () => {
    const baton = serve();
    const url = await urlOf(baton);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(url)).text()).toContain('<title>Baton');
    expect((await fetch(`${url}/app.js`)).headers.get('content-type')).toContain('javascript');
    const live = await fetch(`${url}/api/live?as=ana`);
    baton.child.kill('SIGTERM');
    expect(await baton.ended).toBe(0);
    await live.body?.cancel().catch(() => {});
    const lines = baton.written.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ level }) => level)).toEqual(lines.map(() => 'info'));
    expect(lines.at(-1).msg).toBe('Baton has stopped.');
    expect(baton.written.err).toBe('');
  });

  test('a kill -9 leaves a database that the next start takes up, with what was in it', async () => {
    const first = serve();
    await types(await urlOf(first), 'add Water the plants');
    first.child.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');

    const second = serve();
    expect(await types(await urlOf(second), 'show W-1')).toContain('Water the plants');
    const verify = program(['verify-history'], folder);
    expect(await verify.ended).toBe(0);
    expect(verify.written.out).toContain('1 records, 1 entries');
    expect((await fetch(`${await urlOf(second)}/readyz`)).status).toBe(200);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });
});

describe('signals', () => {
  test('one during the start stops what was started', async () => {
    const baton = serve();
    await baton.says('Preparing the database');
    baton.child.kill('SIGTERM');
    expect(await baton.ended).toBe(0);
    expect(baton.written.out).toContain('Baton has stopped.');
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('a second %s ends it at once, with %i', async (signal, code) => {
    const database = await testDatabase({ max: 1 });
    const baton = serve({ DATABASE_URL: database.url });
    await baton.says('Preparing the database');
    baton.child.kill(signal);
    baton.child.kill(signal === 'SIGINT' ? 'SIGTERM' : 'SIGINT');
    const both = [130, 143];
    expect(both).toContain(code);
    expect(both).toContain(await baton.ended);
    await database.drop();
  });
});

describe('what is wrong is one line on standard error, and exit code 2', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ max: 1 });
  });
  afterAll(() => database.drop());

  async function refused(environment: Record<string, string>): Promise<string> {
    const baton = serve(environment);
    expect([await baton.ended, baton.written.err.trim().split('\n').length]).toEqual([2, 1]);
    expect(baton.written.out + baton.written.err).not.toContain(CANARY);
    return baton.written.err;
  }

  test.each([
    [{ PORT: 'many' }, 'PORT="many" must be'],
    [{ SLACK_BOT_TOKEN: `xoxb-${CANARY}` }, 'SLACK_BOT_TOKEN set without'],
    [
      {
        DISCORD_TOKEN: `${CANARY}${CANARY}`,
        DISCORD_APPLICATION_ID: '1'.repeat(18),
        DISCORD_API_URL: 'http://127.0.0.1:1/api',
      },
      'Discord does not say whose DISCORD_TOKEN is',
    ],
    [{ DATABASE_URL: `postgres://baton:${CANARY}@127.0.0.1:1/baton` }, 'correct DATABASE_URL'],
    [{ DATABASE_URL: `postgres:/baton:${CANARY}@127.0.0.1` }, 'DATABASE_URL must be'],
    [{ BATON_DATA_DIR: '/dev/null/baton' }, 'set BATON_DATA_DIR'],
  ])('%o', async (environment, line) => {
    expect(await refused(environment as Record<string, string>)).toContain(line);
  });

  test('a variable of .env', async () => {
    writeFileSync(join(folder, '.env'), 'LOG_LEVEL=loud\n');
    expect(await refused({})).toContain('LOG_LEVEL="loud" must be one of');
  });

  test('a wrong password, which is not repeated', async () => {
    const url = new URL(database.url);
    url.password = CANARY;
    expect(await refused({ DATABASE_URL: url.href })).toContain(
      'correct the user or the password in DATABASE_URL',
    );
  });

  test('a port in use, after which nothing is left running', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const environment = { DATABASE_URL: database.url, PORT: String(port) };
    expect(await refused(environment)).toContain(`PORT=${port} is in use by another program`);
    expect(await refused({ DATABASE_URL: database.url, HOST: '203.0.113.7' })).toContain(
      'HOST=203.0.113.7 is no address',
    );
    await new Promise((resolve) => other.close(resolve));
  });
});

describe('a fault', () => {
  test.each([
    ['throw error', 'Error: bad'],
    ['Promise.reject(error)', 'Error: bad'],
  ])('%s is logged without secrets, and ends the process with 1', async (fault) => {
    const database = await testDatabase({ max: 1 });
    const secret = new URL(database.url).password;
    const code = `setInterval(() => { if (globalThis.faulted) return; globalThis.faulted = true;
      const error = new Error('bad ' + process.env.DATABASE_URL + ' ' + new URL(process.env.DATABASE_URL).password);
      ${fault}; }, 1500)`;
    const baton = serve({ DATABASE_URL: database.url }, [
      '--import',
      `data:text/javascript,${encodeURIComponent(code)}`,
    ]);
    expect(await baton.ended).toBe(1);
    const last = JSON.parse(baton.written.out.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({
      level: 'fatal',
      msg: 'an error that nobody caught',
      err: { type: 'Error' },
    });
    expect(last.err.message).toContain('bad postgres://');
    expect(secret.length).toBeGreaterThan(8);
    expect(baton.written.out + baton.written.err).not.toContain(secret);
    await database.drop();
  });
});
