import { Agent, get, request } from 'node:http';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp, isThisComputer, type Part } from '../../../src/adapters/http/app.ts';
import { createMetrics, type QueueCount } from '../../../src/adapters/http/metrics.ts';
import { type Listening, listen } from '../../../src/adapters/http/server.ts';

let parts: Part[];
let counts: () => Promise<QueueCount[]>;
let logged: string[];
let finish: () => void;
let listening: Listening;

beforeEach(async () => {
  parts = [{ part: 'database', wrong: null }];
  counts = async () => [{ queue: 'outbox', rows: { due: 3 }, oldestDue: 1.5 }];
  logged = [];
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const playground = new Hono()
    .get('/', (c) => c.html('<!doctype html><title>Playground</title>'))
    .post('/api/echo', async (c) => c.text(String((await c.req.text()).length)))
    .get('/api/slow', async (c) => {
      await slow;
      return c.text('done');
    })
    .get('/api/live', (c) =>
      streamSSE(c, async (stream) => {
        await stream.writeSSE({ event: 'change', data: '' });
        await new Promise<void>((resolve) => stream.onAbort(resolve));
      }),
    )
    .get('/api/fault', () => {
      throw new Error('canary');
    });
  const metrics = createMetrics(() => counts());
  const log = pino({ level: 'info' }, { write: (line) => logged.push(line) });
  const app = createApp({ readiness: async () => parts, metrics, playground, install: null, log });
  listening = await listen(app, { host: '127.0.0.1', port: 0 }, null);
});
afterEach(() => listening.stop(0));

const ended = () => 'ended';
const visit = (path: string, init?: RequestInit) => fetch(listening.url + path, init);

test('/healthz says that the process lives', async () => {
  const answer = await visit('/healthz');
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'alive' }]);
});

test('/readyz says which part is wrong', async () => {
  expect((await visit('/readyz')).status).toBe(200);
  parts = [...parts, { part: 'loops', wrong: 'the outbox has not been looked at for 12 s' }];
  const answer = await visit('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    status: 'not ready',
    parts: { database: 'ok', loops: 'the outbox has not been looked at for 12 s' },
  });
});

describe('/metrics', () => {
  test('shows rows, requests by route and the process', async () => {
    await visit('/healthz');
    await visit('/nowhere/at/all');
    const text = await (await visit('/metrics')).text();
    expect(text).toContain('baton_queue_rows{queue="outbox",state="due"} 3');
    expect(text).toContain('baton_queue_oldest_due_seconds{queue="outbox"} 1.5');
    expect(text).toContain('baton_database_up 1');
    expect(text).toContain(
      'baton_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1',
    );
    expect(text).toContain('route="none",status="404"');
    expect(text).not.toContain('nowhere');
    expect(text).toContain('process_resident_memory_bytes');
  });

  test('leaves the rows out while the database is away', async () => {
    await visit('/metrics');
    counts = () => Promise.reject(new Error('away'));
    const text = await (await visit('/metrics')).text();
    expect(text).toContain('baton_database_up 0');
    expect(text).not.toContain('baton_queue_rows{');
  });

  test('counts deliveries by outcome, and lateness of what was sent', async () => {
    const metrics = createMetrics(async () => []);
    metrics.delivered({ platform: 'playground', outcome: 'sent', what: 'card', lateness: 70 });
    metrics.delivered({ platform: 'playground', outcome: 'wait', what: 'nudges', lateness: 9_000 });
    metrics.commanded({ verb: 'add', outcome: 'done', milliseconds: 7 });
    const { body } = await metrics.text();
    expect(body).toContain('baton_deliveries_total{platform="playground",outcome="wait",what="nudges"} 1');
    expect(body).toContain(
      'baton_delivery_lateness_seconds_bucket{le="0.1",platform="playground",what="card"} 1',
    );
    expect(body).toContain('baton_delivery_lateness_seconds_count{platform="playground",what="card"} 1');
    expect(body).toContain('baton_command_duration_seconds_bucket{le="0.01",verb="add",outcome="done"} 1');
  });
});

describe('the playground', () => {
  test('is a page that no other page may frame or feed', async () => {
    const { headers } = await visit('/');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['::ffff:10.0.0.1', false],
    ['10.0.0.1', false],
    ['2001:db8::1', false],
    ['', false],
  ])('answers %s: %s', (address, is) => {
    expect(isThisComputer(address)).toBe(is);
  });

  test('refuses a body over 256 KB, sized or not', async () => {
    const large = 'x'.repeat(256 * 1024 + 1);
    expect((await visit('/api/echo', { method: 'POST', body: large.slice(1) })).status).toBe(200);
    expect((await visit('/api/echo', { method: 'POST', body: large })).status).toBe(413);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const chunked = request(`${listening.url}/api/echo`, { method: 'POST' }, ({ statusCode }) =>
        resolve(statusCode),
      );
      chunked.on('error', reject);
      chunked.write(large);
      chunked.end();
    });
    expect(status).toBe(413);
  });

  test('a fault is logged, and told in a sentence without it', async () => {
    const answer = await visit('/api/fault');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('canary');
    expect(logged.join('')).toContain('/api/fault');
  });
});

test('without the playground / answers a plain line, to anyone', async () => {
  const metrics = createMetrics(async () => []);
  const app = createApp({
    readiness: async () => parts,
    metrics,
    playground: null,
    install: null,
    log: pino({ level: 'silent' }),
  });
  const answer = await app.request('/');
  expect([answer.status, await answer.text()]).toEqual([200, 'Baton is running. The playground is off.\n']);
});

describe('stopping', () => {
  test('lets an answer under way finish, and closes a connection kept alive', async () => {
    const agent = new Agent({ keepAlive: true });
    await new Promise((resolve) =>
      get(`${listening.url}/healthz`, { agent }, (r) => r.resume().on('end', resolve)),
    );
    const answer = visit('/api/slow').then((r) => r.text());
    await visit('/healthz');
    const stopped = listening.stop(5_000);
    setTimeout(() => finish(), 100);
    expect(await answer).toBe('done');
    await stopped;
    await expect(visit('/healthz')).rejects.toThrow();
  });

  test('is not held up by one who asks one thing after another', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise<boolean>((resolve) =>
        get(`${listening.url}/healthz`, { agent }, (r) => r.resume().on('end', () => resolve(true))).on(
          'error',
          () => resolve(false),
        ),
      );
    let answered = 0;
    const asking = (async () => {
      while (await ask()) answered += 1;
    })();
    await expect.poll(() => answered).toBeGreaterThan(3);
    await listening.stop(60_000);
    await asking;
    agent.destroy();
  });

  test('ends event streams at once', async () => {
    const stream = (await visit('/api/live')).body?.getReader();
    await stream?.read();
    const start = performance.now();
    await listening.stop(5_000);
    expect(await stream?.closed.then(ended, ended)).toBe('ended');
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test('waits no longer than it was told', async () => {
    const answer = visit('/api/slow').catch(() => 'cut');
    await visit('/healthz');
    const start = performance.now();
    await listening.stop(100);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(await answer).toBe('cut');
  });
});

test('a port in use is the system’s error', async () => {
  const again = listen(new Hono(), { host: '127.0.0.1', port: listening.port }, null);
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
