/** What `baton doctor` says of Slack to somebody who is setting it up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createInstallations } from '../../src/adapters/postgres/installations.ts';
import { createSecrets } from '../../src/adapters/postgres/secrets.ts';
import { SCOPES } from '../../src/adapters/slack/manifest.ts';
import { createSealing } from '../../src/adapters/system/sealed.ts';
import { clock, ids } from '../../src/adapters/system/system.ts';
import { run } from '../../src/cli/run.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { teamOf } from '../support/slack/acts.ts';
import { castInto } from '../support/slack/cast.ts';
import { createFakeSlack } from '../support/slack/server.ts';
import { ok, refused, type SmallSlack, smallSlack } from '../support/small-slack.ts';
import { fakeTerminal } from '../support/terminal.ts';

const KEY = 'ab'.repeat(32);
const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-canary-bot', SLACK_APP_TOKEN: 'xapp-1-A0123456789-1-canary' };
const MANY = {
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'canary-client-secret',
  BATON_SECRET_KEY: KEY,
};

let database: TestDatabase;
let slack: SmallSlack;
let folder: string;
beforeAll(async () => {
  database = await testDatabase({ max: 3 });
});
afterAll(() => database.drop());
beforeEach(async () => {
  slack = await smallSlack({
    'auth.test': () =>
      ok({ team: 'Acme', team_id: 'T1', user: 'baton', user_id: 'U1', bot_id: 'B1' }, withScopes(SCOPES)),
    'bots.info': () => ok({ bot: { id: 'B1', app_id: 'A0123456789' } }),
    'apps.connections.open': () => ok({ url: 'wss://wss.example.org/link' }),
    'oauth.v2.access': () => refused('invalid_code'),
    'chat.postMessage': ({ args }) => ok({ channel: args.get('channel'), ts: '1.2' }),
    'chat.delete': () => ok(),
  });
  folder = mkdtempSync(join(tmpdir(), 'baton-cli-'));
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('BATON_DATA_DIR', folder);
  vi.stubEnv('PORT', '0');
  vi.stubEnv('SLACK_API_URL', slack.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await slack.close();
});

const withScopes = (scopes: readonly string[]) => ({ 'x-oauth-scopes': scopes.join(',') });

async function doctor(environment: Record<string, string>, ...words: string[]) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const terminal = fakeTerminal();
  const exit = await run(['doctor', ...words], terminal);
  const out = terminal.written.out.join('\n');
  expect(out).not.toContain('canary');
  return { exit, out, err: terminal.written.err };
}

test('all is well in Socket Mode, and nothing is posted', async () => {
  const { exit, out } = await doctor(SOCKET);
  expect(exit).toBe(0);
  expect(out).toContain('ok     Slack bot token: Slack takes it: baton, in the team Acme');
  expect(out).toContain('ok     Slack scopes: all');
  expect(out).toContain('ok     Slack app token: a connection can be opened');
  expect(out).toMatch(/ok {5}Slack’s clock: within \d s/);
  expect(slack.calls.map(({ method }) => method)).toEqual([
    'auth.test',
    'bots.info',
    'apps.connections.open',
  ]);
  expect(slack.calls.map(({ token }) => token)).toEqual([
    SOCKET.SLACK_BOT_TOKEN,
    SOCKET.SLACK_BOT_TOKEN,
    SOCKET.SLACK_APP_TOKEN,
  ]);
});

test('without Slack’s variables Slack is not asked', async () => {
  vi.stubEnv('SLACK_API_URL', '');
  const { exit, out } = await doctor({});
  expect(exit).toBe(0);
  expect(out).not.toContain('Slack');
  expect(slack.calls).toEqual([]);
});

describe('what is wrong is named, with what to do', () => {
  async function wrong(environment: Record<string, string> = SOCKET, ...words: string[]): Promise<string> {
    const { exit, out } = await doctor(environment, ...words);
    expect(exit).toBe(1);
    return out
      .split('\n')
      .filter((line) => line.startsWith('wrong'))
      .join('\n');
  }

  test('a token that Slack does not know', async () => {
    slack.methods['auth.test'] = () => refused('invalid_auth');
    const line = await wrong();
    expect(line).toContain('SLACK_BOT_TOKEN (invalid_auth): copy the “Bot User OAuth Token” again');
  });

  test('a token of a team that removed the app', async () => {
    slack.methods['auth.test'] = () => refused('account_inactive');
    expect(await wrong()).toContain('(account_inactive): press “Install to Workspace”');
  });

  test('scopes that were not granted', async () => {
    const some = SCOPES.filter((scope) => scope !== 'reactions:read' && scope !== 'im:write');
    slack.methods['auth.test'] = () => ok({ team: 'Acme', user: 'baton' }, withScopes(some));
    const line = await wrong();
    expect(line).toContain(
      'wrong  Slack scopes: im:write, reactions:read missing: paste what “baton manifest”',
    );
  });

  test('an app token without the scope', async () => {
    slack.methods['apps.connections.open'] = () => refused('missing_scope');
    expect(await wrong()).toContain(
      'SLACK_APP_TOKEN (missing_scope): make one with the scope connections:write',
    );
  });

  test('tokens of two apps', async () => {
    slack.methods['bots.info'] = () => ok({ bot: { app_id: 'A9999999999' } });
    expect(await wrong()).toContain('of the app A0123456789, and SLACK_BOT_TOKEN of the app A9999999999');
  });

  test('a clock that is off', async () => {
    const then = new Date(Date.now() + 4 * 60_000).toUTCString();
    slack.methods['bots.info'] = () => ok({}, { date: then });
    slack.methods['apps.connections.open'] = () => ok({}, { date: then });
    expect(await wrong()).toMatch(/Slack’s clock: [34] min.* away from this computer’s.*NTP/);
  });

  test('Slack out of reach', async () => {
    const api = slack.url;
    await slack.close();
    expect(await wrong({ ...SOCKET, SLACK_API_URL: api })).toContain(
      `Slack cannot be asked at ${api} (ECONNREFUSED): look at this computer’s network`,
    );
  });

  test('a client secret that is not the client’s', async () => {
    slack.methods['oauth.v2.access'] = () => refused('bad_client_secret');
    const line = await wrong({ ...MANY, PUBLIC_URL: 'https://baton.invalid' });
    expect(line).toContain('SLACK_CLIENT_ID with SLACK_CLIENT_SECRET (bad_client_secret): copy both again');
  });

  test('a public address that leads elsewhere while Baton runs', async () => {
    const alive = createServer((_, answer) => answer.end('{"status":"alive"}'));
    await new Promise<void>((resolve) => alive.listen(0, '127.0.0.1', resolve));
    const PORT = String((alive.address() as AddressInfo).port);
    const here = `http://127.0.0.1:${PORT}`;
    const line = await wrong({ ...MANY, PORT, PUBLIC_URL: 'http://127.0.0.1:1' });
    expect(line).toContain('does not answer at http://127.0.0.1:1: let your proxy or tunnel lead there');
    expect((await doctor({ ...MANY, PORT, PUBLIC_URL: here })).out).toContain(`Baton answers at ${here}`);
    alive.close();
  });

  test('tokens that were kept under another key', async () => {
    const installation = { platform: 'slack', scope: 'T1' } as const;
    const installations = createInstallations(database.client, { clock, ids });
    const workspace = await installations.install({ ...installation, name: 'Acme', zone: 'UTC' });
    const secrets = createSecrets(database.client, createSealing('cd'.repeat(32)));
    await secrets.save(workspace, installation, { bot: '{}' });
    const many = { ...MANY, PUBLIC_URL: 'https://baton.invalid' };
    expect(await wrong(many)).toContain('Slack’s tokens: A secret was kept under another key');
    const both = await doctor({ ...many, BATON_SECRET_KEY: `${KEY},${'cd'.repeat(32)}` });
    expect(both.out).toContain('Slack’s tokens: 1 installed; 1 of 1 tokens');
    await installations.uninstall(installation);
    expect((await doctor(many)).out).toContain('no team has installed Baton yet');
  });
});

describe('a channel that was named', () => {
  test('gets one message, which is taken away', async () => {
    const { out } = await doctor(SOCKET, '--channel', 'C0123');
    expect(out).toContain('ok     a message in Slack: was posted in C0123, and taken away again');
    const [post, remove] = slack.calls.slice(-2);
    expect([post?.method, post?.args.get('channel')]).toEqual(['chat.postMessage', 'C0123']);
    expect([remove?.method, remove?.args.get('ts')]).toEqual(['chat.delete', '1.2']);
  });

  test('where Baton is not: how to invite it', async () => {
    slack.methods['chat.postMessage'] = () => refused('not_in_channel');
    const { exit, out } = await doctor(SOCKET, '--channel', 'C0123');
    expect(exit).toBe(1);
    expect(out).toContain('Slack refuses a message in C0123 (not_in_channel): write “/invite @Baton”');
  });

  test('without a bot token is a mistake', async () => {
    const { exit, err } = await doctor({ SLACK_API_URL: '' }, '--channel', 'C0123');
    expect([exit, err.at(-1)]).toEqual([
      2,
      'baton: --channel is for one Slack team: set SLACK_BOT_TOKEN, or leave it out.',
    ]);
  });
});

test('over HTTP it says where Slack has to reach it', async () => {
  const http = { SLACK_BOT_TOKEN: SOCKET.SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET: MANY.SLACK_SIGNING_SECRET };
  expect((await doctor(http)).out).toMatch(/ok {5}Slack over HTTP: .*shape of one; .*\/slack\/events/);
  const odd = await doctor({ ...http, SLACK_SIGNING_SECRET: 'not-the-canary-shape' });
  expect(odd.out).toMatch(/Slack over HTTP: .*32 digits/);
});

test('with a Slack that answers as Slack does, all is well, over Socket Mode and HTTP', async () => {
  const whole = await createFakeSlack();
  castInto(whole);
  const { appToken, signingSecret } = whole.state.app;
  const team = teamOf(whole.core);
  const [channel] = [...team.channels.values()].filter(({ members }) => members.has(team.botUser));
  const common = { SLACK_API_URL: whole.apiUrl, SLACK_BOT_TOKEN: team.botToken };
  const posted = await doctor({ ...common, SLACK_APP_TOKEN: appToken }, '--channel', channel?.id ?? '');
  expect(posted.out.split('\n').filter((line) => !line.startsWith('ok '))).toEqual(['All is well.']);
  expect(posted.out).toContain('Slack scopes: all that Baton needs are granted');
  expect(whole.ledger.effects.map(({ effect }) => effect)).toEqual(['posted', 'deleted']);
  vi.stubEnv('SLACK_APP_TOKEN', '');
  expect((await doctor({ ...common, SLACK_SIGNING_SECRET: signingSecret })).exit).toBe(0);
  expect(whole.ledger.effects).toHaveLength(2);
  expect(whole.ledger.refusals).toEqual([]);
  await whole.close();
});
