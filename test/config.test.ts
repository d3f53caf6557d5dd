import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig, parseConfig, VARIABLES } from '../src/config.ts';

const TOKENS = {
  SLACK_BOT_TOKEN: 'xoxb-1-canary',
  SLACK_APP_TOKEN: 'xapp-1-canary',
  SLACK_SIGNING_SECRET: 'canary-signing-secret',
  DISCORD_TOKEN: 'canary-discord-token-long',
  DISCORD_APPLICATION_ID: '123456789012345678',
};

function problem(environment: Record<string, string>): string {
  try {
    parseConfig(environment, '/srv');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('no problem was found');
}

describe('nothing configured', () => {
  test('an embedded database, the playground, loopback', () => {
    expect(parseConfig({}, '/srv')).toEqual({
      databaseUrl: null,
      dataDir: '/srv/.baton',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      platforms: [],
      playground: true,
      slack: null,
      discord: null,
      secrets: [],
    });
  });

  test('an empty variable counts as not set', () => {
    expect(parseConfig({ PORT: '', DATABASE_URL: ' ', SLACK_BOT_TOKEN: '' }, '/srv').port).toBe(3000);
  });

  test('the value is frozen', () => {
    const config = parseConfig({}, '/srv');
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.secrets)).toBe(true);
  });
});

describe('a wrong variable is one line that names it', () => {
  test.each([
    [{ PORT: 'abc' }, 'PORT="abc" must be a whole number from 0 to 65535, such as 3000.'],
    [{ PORT: '65536' }, 'PORT="65536" must be a whole number'],
    [{ PORT: '-1' }, 'PORT="-1" must be'],
    [{ HOST: 'localhost:3000' }, 'HOST="localhost:3000" must be a host name or an address without a port'],
    [{ HOST: 'two words' }, 'HOST="two words" must be'],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL="loud" must be one of fatal, error, warn, info, debug, trace, silent.',
    ],
    [{ PLAYGROUND: 'yes' }, 'PLAYGROUND="yes" must be 1 (on) or 0 (off).'],
    [{ DATABASE_URL: 'mysql://a/b' }, 'DATABASE_URL must be the address of a PostgreSQL database'],
    [{ DATABASE_URL: 'postgres://' }, 'DATABASE_URL must be'],
    [{ DATABASE_URL: 'nonsense' }, 'DATABASE_URL must be'],
    [{ SLACK_BOT_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN must start with xoxb-'],
    [{ SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN must start with xapp-'],
    [{ SLACK_API_URL: 'slack.com' }, 'SLACK_API_URL must be a web address'],
    [{ DISCORD_APPLICATION_ID: 'baton' }, 'DISCORD_APPLICATION_ID must be a number'],
    [{ BATON_SECRET_KEY: 'short' }, 'BATON_SECRET_KEY must be 32 bytes'],
  ])('%o', (environment, start) => {
    const line = problem(environment as Record<string, string>);
    expect(line.slice(0, start.length)).toBe(start);
    expect(line).not.toContain('\n');
  });

  test('a secret that was mistyped is not repeated', () => {
    expect(problem({ DATABASE_URL: 'postgres//canary:canary@host/db' })).not.toContain('canary');
    expect(problem({ SLACK_BOT_TOKEN: 'canary' })).not.toContain('canary');
  });
});

describe('a group', () => {
  test.each([
    [['SLACK_BOT_TOKEN'], 'SLACK_BOT_TOKEN set without SLACK_APP_TOKEN or SLACK_SIGNING_SECRET:'],
    [['SLACK_APP_TOKEN'], 'SLACK_APP_TOKEN set without SLACK_BOT_TOKEN or SLACK_CLIENT_ID:'],
    [['SLACK_SIGNING_SECRET'], 'SLACK_SIGNING_SECRET set without SLACK_BOT_TOKEN or SLACK_CLIENT_ID:'],
    [['DISCORD_TOKEN'], 'DISCORD_TOKEN set without DISCORD_APPLICATION_ID:'],
    [['DISCORD_APPLICATION_ID'], 'DISCORD_APPLICATION_ID set without DISCORD_TOKEN:'],
  ] as const)('%s alone is half set', (names, start) => {
    const line = problem(Object.fromEntries(names.map((name) => [name, TOKENS[name]])));
    expect(line.slice(0, start.length)).toBe(start);
    expect(line).toContain('set that too, or remove');
  });

  test('half of the variables for many Slack teams names what is missing', () => {
    expect(problem({ SLACK_CLIENT_ID: '1.2', PUBLIC_URL: 'https://b.example' })).toMatch(
      /^SLACK_CLIENT_ID and PUBLIC_URL set without SLACK_CLIENT_SECRET:/,
    );
  });

  test('one that is whole is a platform, its tokens are secrets, and the playground is off', () => {
    const config = parseConfig(TOKENS, '/srv');
    expect(config.platforms).toEqual(['slack', 'discord']);
    expect(config.playground).toBe(false);
    expect(config.secrets).toEqual(
      expect.arrayContaining([TOKENS.SLACK_BOT_TOKEN, TOKENS.SLACK_SIGNING_SECRET, TOKENS.DISCORD_TOKEN]),
    );
    expect(parseConfig({ ...TOKENS, PLAYGROUND: '1' }, '/srv').playground).toBe(true);
  });
});

describe('Slack', () => {
  const many = {
    SLACK_CLIENT_ID: '12.34',
    SLACK_CLIENT_SECRET: 'canary-client-secret',
    PUBLIC_URL: 'https://baton.example.org/',
    BATON_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    SLACK_SIGNING_SECRET: TOKENS.SLACK_SIGNING_SECRET,
  };
  const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = TOKENS;

  test('of one team over HTTP', () => {
    const { slack } = parseConfig({ SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET }, '/srv');
    expect(slack).toEqual({
      api: null,
      mode: 'http',
      botToken: SLACK_BOT_TOKEN,
      appToken: null,
      signingSecret: SLACK_SIGNING_SECRET,
      oauth: null,
    });
    expect(Object.isFrozen(slack)).toBe(true);
  });

  test('Socket Mode wins where both are set', () => {
    expect(parseConfig(TOKENS, '/srv').slack?.mode).toBe('socket');
  });

  test('of many teams needs no bot token', () => {
    const { platforms, slack, secrets } = parseConfig(many, '/srv');
    expect(platforms).toEqual(['slack']);
    expect(slack).toMatchObject({
      mode: 'http',
      botToken: null,
      oauth: {
        clientId: '12.34',
        clientSecret: 'canary-client-secret',
        publicUrl: 'https://baton.example.org',
        secretKey: many.BATON_SECRET_KEY,
      },
    });
    expect(secrets).toEqual(expect.arrayContaining([many.SLACK_CLIENT_SECRET, many.BATON_SECRET_KEY]));
  });

  test('former keys may follow the key, and each is a secret of its own', () => {
    const keys = [Buffer.alloc(32, 8).toString('hex'), many.BATON_SECRET_KEY];
    const { slack, secrets } = parseConfig({ ...many, BATON_SECRET_KEY: keys.join(', ') }, '/srv');
    expect(slack?.oauth?.secretKey).toBe(keys.join(', '));
    expect(secrets).toEqual(expect.arrayContaining(keys));
    expect(problem({ ...many, BATON_SECRET_KEY: `${keys[0]},` })).toMatch(/^BATON_SECRET_KEY must be/);
  });

  test('and Discord are served side by side', () => {
    const { DISCORD_TOKEN, DISCORD_APPLICATION_ID } = TOKENS;
    const both = { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, DISCORD_TOKEN, DISCORD_APPLICATION_ID };
    const { platforms, discord } = parseConfig(both, '/srv');
    expect(platforms).toEqual(['slack', 'discord']);
    expect(discord).toEqual({ token: DISCORD_TOKEN, application: DISCORD_APPLICATION_ID, api: null });
    expect(parseConfig({ SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET }, '/srv').discord).toBeNull();
  });
});

test('the password of the database is a secret, as written and as meant', () => {
  const { secrets } = parseConfig({ DATABASE_URL: 'postgres://u:p%40ss%2Fword@h/db?password=other' }, '/srv');
  expect(secrets).toEqual(['p%40ss%2Fword', 'p@ss/word', 'other']);
});

describe('.env of the working directory', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'baton-config-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('is read when present, and the environment wins', () => {
    expect(loadConfig(directory, {}).port).toBe(3000);
    writeFileSync(join(directory, '.env'), '# a comment\nPORT=4000\nLOG_LEVEL="debug"\n');
    expect(loadConfig(directory, {})).toMatchObject({ port: 4000, logLevel: 'debug' });
    expect(loadConfig(directory, { PORT: '5000' })).toMatchObject({ port: 5000, logLevel: 'debug' });
  });

  test('that cannot be read is a problem', () => {
    mkdirSync(join(directory, '.env'));
    expect(() => loadConfig(directory, {})).toThrow(ConfigError);
  });
});

test('.env.example lists every variable, and no other', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const listed = [...example.matchAll(/^#(\w+)=/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...VARIABLES].sort());
});
