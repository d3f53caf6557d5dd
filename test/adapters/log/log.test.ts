import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/adapters/log/log.ts';
import { redactor } from '../../../src/adapters/log/redact.ts';

const PASSWORD = 'canary"pass/w\\ord@1';
const SECRETS = [PASSWORD, encodeURIComponent(PASSWORD), 'canary-signing-secret', 'canary-key'];

function lines(format: 'people' | 'json') {
  const written: string[] = [];
  const { log, hide } = createLog({ level: 'trace', format, write: (line) => written.push(line) });
  hide(SECRETS.slice(1));
  hide(SECRETS.slice(0, 1));
  return { log, written };
}

function query(): Error {
  const cause = Object.assign(new Error(`duplicate key: ${PASSWORD}`), {
    code: '23505',
    detail: 'Key (title)=(canary words of a person) already exists.',
    parameters: ['canary words of a person'],
  });
  return new Error('Failed query: insert into t values ($1)\nparams: canary words of a person', { cause });
}

describe.each(['json', 'people'] as const)('as %s', (format) => {
  test('no secret is written, whichever way it comes', () => {
    const { log, written } = lines(format);
    const url = `postgres://baton:${encodeURIComponent(PASSWORD)}@db.example/baton?password=canary-key`;
    const fault = new Error(`connect to ${url} failed for ${PASSWORD}`, {
      cause: new Error(`again: ${url}`),
    });
    fault.name = `Fault canary-key`;
    log.fatal(fault);
    log.error({ err: fault }, `while at ${url}`);
    log.warn({ url, nested: { deep: [PASSWORD, JSON.stringify({ password: PASSWORD })] } });
    log.info(JSON.stringify(JSON.stringify({ of: PASSWORD })));
    log.debug('%s and %o', PASSWORD, { PASSWORD });
    log.error({ err: PASSWORD });
    expect(written).toHaveLength(6);
    expect(written.join('')).not.toContain('canary');
    expect(written.join('')).toContain('[redacted]');
  });

  test('an error loses its parameters, and keeps its code and places', () => {
    const { log, written } = lines(format);
    log.error({ err: query() }, 'the store failed');
    log.error({ err: query() });
    log.error(query());
    const line = written.join('');
    expect(line).not.toContain('canary');
    expect(line).toContain('Failed query: insert into t values ($1)');
    expect(line).toContain('log.test.ts:');
  });
});

test('JSON stays JSON', () => {
  const { log, written } = lines('json');
  log.info(
    { token: 'xoxb-1-2-canary', says: `Bearer abcdefghijkl`, quoted: '{"password":"canary"}' },
    'hello "you"',
  );
  expect(written.join('')).not.toContain('canary');
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ level: 'info', msg: 'hello "you"' });
});

test('a person reads words, not JSON', () => {
  const { log, written } = lines('people');
  log.info('Baton is ready: open http://127.0.0.1:3000');
  log.warn({ row: 7 }, 'a row was given up \u001b[31m');
  expect(written).toEqual([
    'Baton is ready: open http://127.0.0.1:3000\n',
    'warn: a row was given up  [31m row=7\n',
  ]);
});

describe('what looks like a token', () => {
  test.each([
    'xoxb-123456789012-canary',
    'xoxe.xoxp-1-canarycanary',
    'xapp-1-A0-canary',
    'https://hooks.slack.com/services/T000/B000/canary',
    'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA.Gcanar.canarycanarycanarycanarycanary',
    'https://discord.com/api/webhooks/123456789012345678/canarycanarycanarycanary/messages',
    'authorization: Bot canarycanary.canary',
    'postgres://user:canary@host/db',
    'postgres://:canary@host/db',
    'https://a.example/callback?x=1&code=canary&y=2',
    '{"access_token":"canary"}',
    '{"body":"{\\"client_secret\\":\\"canary\\"}"}',
  ])('%s', (text) => {
    expect(redactor([])(text)).not.toContain('canary');
  });

  test('ordinary words stay', () => {
    const text = 'Baton is ready: open http://127.0.0.1:3000 (version 0.1.0), mail a@b.example, state=open';
    expect(redactor(['abc'])(text)).toBe(text);
  });
});

test('a long line is redacted in linear time', () => {
  const line = `${'http://a:'.repeat(1_000)}${'x'.repeat(8_000)}"token" ${'xoxb-'.repeat(1_000)}`;
  const start = performance.now();
  redactor(SECRETS)(line);
  expect(performance.now() - start).toBeLessThan(200);
});
