import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/adapters/log/log.ts';
import { parseConfig } from '../../src/config.ts';
import { type Baton, start } from '../../src/main.ts';
import { Stops } from '../../src/stops.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { startProxy } from '../support/proxy.ts';

const written: string[] = [];
const { log, hide } = createLog({ level: 'info', format: 'json', write: (line) => written.push(line) });

describe('/readyz', () => {
  let database: TestDatabase;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let baton: Baton;

  beforeAll(async () => {
    database = await testDatabase({ max: 1 });
    const url = new URL(database.url);
    proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
    url.port = String(proxy.port);
    const config = parseConfig({ DATABASE_URL: url.href, PORT: '0', PLAYGROUND: '0' }, '.');
    baton = await start(config, { log, hide });
  });
  afterAll(async () => {
    await baton.stop();
    await proxy.close();
    await database.drop();
  });

  async function ready() {
    const answer = await fetch(`${baton.url}/readyz`);
    const { parts } = (await answer.json()) as { parts: Record<string, string> };
    return { status: answer.status, database: parts.database };
  }

  async function untilReady(): Promise<void> {
    while ((await ready()).status !== 200) await sleep(50);
  }

  test('is 200 once started', async () => {
    expect(await ready()).toEqual({ status: 200, database: 'ok' });
  });

  test('tells within about a second of a database that answers no more, and of its return', async () => {
    proxy.freeze();
    const asked = performance.now();
    const both = await Promise.all([ready(), ready()]);
    expect(performance.now() - asked).toBeLessThan(2_500);
    const silent = { status: 503, database: 'the database did not answer within a second' };
    expect(both).toEqual([silent, silent]);
    expect((await fetch(`${baton.url}/healthz`)).status).toBe(200);
    proxy.thaw();
    await untilReady();
  });

  test('tells of a database that refuses connections, and of its return', async () => {
    proxy.refuse();
    const { status, database: wrong } = await ready();
    expect([status, wrong]).toEqual([
      503,
      expect.stringMatching(/^the database (cannot be reached|did not answer)/),
    ]);
    expect(await (await fetch(`${baton.url}/metrics`)).text()).toContain('baton_database_up 0');
    proxy.accept();
    await untilReady();
  });

  test('the log holds no password, whatever went wrong', () => {
    expect(written.length).toBeGreaterThan(0);
    expect(written.join('')).not.toContain(new URL(database.url).password);
  });
});

describe('stopping', () => {
  test('goes in reverse, past what cannot be stopped, within one time for all', async () => {
    const stopped: [string, boolean][] = [];
    const stops = new Stops(log);
    stops.push('the first', async (withinMs) => void stopped.push(['first', withinMs < 960]));
    stops.push('the broken', async () => {
      throw new Error('canary');
    });
    stops.push('the last', async (withinMs) => {
      await sleep(50);
      stopped.push(['last', withinMs > 960]);
    });
    expect(stops.begun).toBe(false);
    await Promise.all([stops.all(1_000), stops.all(1_000)]);
    expect(stops.begun).toBe(true);
    expect(stopped).toEqual([
      ['last', true],
      ['first', true],
    ]);
    expect(written.at(-1)).toContain('the broken did not stop as it should');
  });
});
