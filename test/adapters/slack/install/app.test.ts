/** The way of an installation: a browser, Slack's own installer, a Slack of a few methods, and real PostgreSQL. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInstallations } from '../../../../src/adapters/postgres/installations.ts';
import { createSecrets } from '../../../../src/adapters/postgres/secrets.ts';
import { createStore } from '../../../../src/adapters/postgres/store.ts';
import { createUsedStates } from '../../../../src/adapters/postgres/used-states.ts';
import { createSlackInstallApp } from '../../../../src/adapters/slack/install/app.ts';
import { SCOPES } from '../../../../src/adapters/slack/manifest.ts';
import { keptTokens, toSecrets } from '../../../../src/adapters/slack/tokens.ts';
import { createSealing } from '../../../../src/adapters/system/sealed.ts';
import { ids } from '../../../../src/adapters/system/system.ts';
import { type TestDatabase, testDatabase } from '../../../support/postgres.ts';
import { teamOf } from '../../../support/slack/acts.ts';
import { castInto } from '../../../support/slack/cast.ts';
import { createFakeSlack } from '../../../support/slack/server.ts';
import { ok, refused, type SmallSlack, smallSlack } from '../../../support/small-slack.ts';

const ORIGIN = 'https://baton.example.org';
const MINUTE = 60_000;
const key = randomBytes(32).toString('hex');

let database: TestDatabase;
let slack: SmallSlack;
let team: string;
let now: number;
let logged: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  team = `T${randomUUID().slice(0, 8)}`;
  now = Date.parse('2026-11-20T12:00:00Z');
  logged = '';
  slack = await smallSlack({
    'oauth.v2.access': () => ok(granted()),
    'auth.test': () => ok({ team_id: team, user_id: 'UBOT', bot_id: 'BBOT', url: 'https://acme.slack.com/' }),
    'users.info': () => ok({ user: { id: 'UANA', tz: 'Europe/Paris' } }),
    'auth.revoke': () => ok({ revoked: true }),
  });
});
afterEach(() => slack.close());

const granted = () => ({
  app_id: 'A1',
  authed_user: { id: 'UANA' },
  scope: SCOPES.join(','),
  token_type: 'bot',
  access_token: 'xoxb-canary-of-the-team',
  bot_user_id: 'UBOT',
  team: { id: team, name: 'Acme <&> "Söhne"' },
  enterprise: null,
  is_enterprise_install: false,
});

/** One process of several. */
function replica(api = slack.url, clientId = '1.2', clientSecret = 'client-secret-canary') {
  const { client } = database;
  const clock = { now: () => now };
  const sealing = createSealing(key);
  const installations = createInstallations(client, { clock, ids });
  const secrets = createSecrets(client, sealing);
  const tokens = keptTokens((scope) => secrets.read({ platform: 'slack', scope }), { now: clock.now });
  const states = createUsedStates(client);
  const log = pino(
    {},
    new Writable({
      write: (line, _, done) => {
        logged += line;
        done();
      },
    }),
  );
  const app = createSlackInstallApp({
    clientId,
    clientSecret,
    publicUrl: ORIGIN,
    api,
    log,
    sealing,
    use: states.use,
    now: clock.now,
    uuid: ids.uuid,
    install: async ({ id, name, zone }, bot) => {
      const installation = { platform: 'slack', scope: id } as const;
      const workspace = await installations.install({ ...installation, name, zone: zone ?? 'UTC' });
      await secrets.save(workspace, installation, toSecrets(bot));
      tokens.forget(id);
    },
  });
  return { app, tokens, store: createStore(client), installations };
}

type App = ReturnType<typeof replica>['app'];

/** A browser that was sent to Slack: what it keeps, and what it is to bring back. */
async function begin(app: App) {
  const answer = await app.request('/slack/install');
  expect(answer.status).toBe(302);
  const address = new URL(answer.headers.get('location') ?? '');
  const [cookie = ''] = answer.headers.getSetCookie();
  return {
    address,
    state: address.searchParams.get('state') ?? '',
    cookie: cookie.split(';')[0] ?? '',
    attributes: cookie,
  };
}

const back = (app: App, query: Record<string, string>, cookie?: string) =>
  app.request(`/slack/oauth_redirect?${new URLSearchParams(query)}`, cookie ? { headers: { cookie } } : {});

const isInstalled = async (): Promise<boolean> =>
  (await replica().store.route({ platform: 'slack', scope: team })) !== null;

async function refusal(answer: Response, status: number): Promise<string> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await isInstalled()).toBe(false);
  const text = await answer.text();
  expect(text).toContain('href="install"');
  return text;
}

describe('an installation', () => {
  test('begins at Slack, with the scopes of the manifest, and where to come back to', async () => {
    const { address, state, attributes } = await begin(replica().app);
    expect(address.origin).toBe(new URL(slack.url).origin);
    expect(address.pathname).toBe('/oauth/v2/authorize');
    expect(address.searchParams.get('client_id')).toBe('1.2');
    expect(address.searchParams.get('scope')?.split(',')).toEqual(SCOPES);
    expect(address.searchParams.get('redirect_uri')).toBe(`${ORIGIN}/slack/oauth_redirect`);
    expect(state.length).toBeGreaterThan(40);
    expect(attributes).toMatch(/; Secure; HttpOnly;.*Max-Age=600/);
  });

  test('ends with a workspace, its token, and a page that leads to Slack', async () => {
    const { app, tokens, store } = replica();
    const { state, cookie } = await begin(app);
    const answer = await back(app, { code: 'c1', state }, cookie);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = await answer.text();
    expect(text).toContain('Baton is installed in Acme &lt;&amp;&gt; &quot;Söhne&quot;');
    expect(text).toContain(`https://slack.com/app_redirect?app=A1&amp;team=${team}`);
    expect(text).not.toContain('canary');

    const workspace = await store.route({ platform: 'slack', scope: team });
    const kept = await store.transact(workspace ?? ('' as never), (tx) => tx.workspace());
    expect(kept).toMatchObject({ name: 'Acme <&> "Söhne"', zone: 'Europe/Paris' });
    expect(await tokens.bot(team)).toEqual({
      token: 'xoxb-canary-of-the-team',
      botUserId: 'UBOT',
      botId: 'BBOT',
      installedBy: 'UANA',
      appId: 'A1',
    });
    const exchange = slack.calls.find(({ method }) => method === 'oauth.v2.access');
    expect(Object.fromEntries(exchange?.args ?? [])).toMatchObject({
      code: 'c1',
      client_id: '1.2',
      redirect_uri: `${ORIGIN}/slack/oauth_redirect`,
    });
  });

  test('may end in another process than it began', async () => {
    const { state, cookie } = await begin(replica().app);
    const answer = await back(replica().app, { code: 'c1', state }, cookie);
    expect(answer.status).toBe(200);
    expect(await isInstalled()).toBe(true);
  });

  test('goes well where Slack does not tell the zone', async () => {
    slack.methods['users.info'] = () => refused('missing_scope');
    const { app } = replica();
    const { state, cookie } = await begin(app);
    expect((await back(app, { code: 'c1', state }, cookie)).status).toBe(200);
  });

  test('again replaces the token, and keeps the workspace', async () => {
    const { app, tokens, store } = replica();
    const first = await begin(app);
    await back(app, { code: 'c1', state: first.state }, first.cookie);
    const workspace = await store.route({ platform: 'slack', scope: team });
    await tokens.bot(team);
    slack.methods['oauth.v2.access'] = () => ok({ ...granted(), access_token: 'xoxb-second' });
    const second = await begin(app);
    await back(app, { code: 'c2', state: second.state }, second.cookie);
    expect((await tokens.bot(team))?.token).toBe('xoxb-second');
    expect(await store.route({ platform: 'slack', scope: team })).toBe(workspace);
  });
});

describe('a state', () => {
  test('is of use once, in whichever process, however many come at once', async () => {
    const replicas = [replica().app, replica().app, replica().app];
    const { state, cookie } = await begin(replica().app);
    const answers = await Promise.all(
      [...replicas, ...replicas].map((app) => back(app, { code: 'c1', state }, cookie)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400, 400, 400]);
    expect(slack.calls.filter(({ method }) => method === 'oauth.v2.access')).toHaveLength(1);
  });

  test('is of use for ten minutes', async () => {
    const { app } = replica();
    const late = await begin(app);
    now += 10 * MINUTE;
    expect(await refusal(await back(app, { code: 'c1', state: late.state }, late.cookie), 400)).toContain(
      'This link no longer works',
    );
    const inTime = await begin(app);
    now += 10 * MINUTE - 1;
    expect((await back(app, { code: 'c1', state: inTime.state }, inTime.cookie)).status).toBe(200);
  });

  test('is refused in another browser, and is then still of use in its own', async () => {
    const { app } = replica();
    const [mine, theirs] = [await begin(app), await begin(app)];
    await refusal(await back(app, { code: 'c1', state: mine.state }), 400);
    await refusal(await back(app, { code: 'c1', state: mine.state }, theirs.cookie), 400);
    expect(slack.calls).toEqual([]);
    expect((await back(app, { code: 'c1', state: mine.state }, mine.cookie)).status).toBe(200);
  });

  test.each(['', 'x', 'x.y', 'null', '%00', 'a.b.c', '../..'])(
    'that was made up is refused: %s',
    async (state) => {
      const { app } = replica();
      const answer = await back(app, { code: 'c1', state }, `slack-app-oauth-state=${state}`);
      await refusal(answer, 400);
      expect(slack.calls).toEqual([]);
    },
  );

  test('that was sealed for something else, or under another key, is refused', async () => {
    const { app } = replica();
    const inside = JSON.stringify({ id: 'x', expiresAt: now + MINUTE });
    for (const sealed of [
      createSealing(key).seal(inside, ['slack', 'something else']),
      createSealing(randomBytes(32).toString('hex')).seal(inside, ['slack', 'install state']),
    ]) {
      const state = `${sealed.keyId}.${Buffer.from(sealed.ciphertext, 'base64').toString('base64url')}`;
      await refusal(await back(app, { code: 'c1', state }, `slack-app-oauth-state=${state}`), 400);
    }
  });

  test('is kept no longer than it is of use', async () => {
    const { app } = replica();
    const one = await begin(app);
    await back(app, { code: 'c1', state: one.state }, one.cookie);
    now += 11 * MINUTE;
    const other = await begin(app);
    await back(app, { code: 'c2', state: other.state }, other.cookie);
    const rows = await database.client.sql`
      select from used_states where expires_at < ${new Date(now).toISOString()}::timestamptz`;
    expect(rows).toHaveLength(0);
  });
});

describe('what goes wrong is said kindly, with what to do', () => {
  async function ending(query: Record<string, string>, status: number): Promise<string> {
    const { app } = replica();
    const { state, cookie } = await begin(app);
    return refusal(await back(app, { state, ...query }, cookie), status);
  }

  test('cancelled in Slack', async () => {
    expect(await ending({ error: 'access_denied' }, 200)).toContain('was cancelled in Slack');
    expect(logged).toBe('');
  });

  test('refused by Slack, with the reason in the log and no secret', async () => {
    slack.methods['oauth.v2.access'] = () => refused('bad_client_secret');
    expect(await ending({ code: 'c1' }, 502)).toContain('Slack did not finish');
    expect(logged).toContain('bad_client_secret');
    expect(logged).not.toContain('canary');
    expect(await ending({ error: 'invalid_scope' }, 502)).toContain('Slack did not finish');
  });

  test('Slack is away', async () => {
    slack.methods['oauth.v2.access'] = () => ({ status: 503, body: {} });
    expect(await ending({ code: 'c1' }, 502)).toContain('Slack did not finish');
  });

  test('the address opened without a code', async () => {
    expect(await ending({}, 400)).toContain('This link no longer works');
  });

  test('a whole organisation is refused, and what it granted is given back', async () => {
    slack.methods['oauth.v2.access'] = () =>
      ok({ ...granted(), team: null, enterprise: { id: 'E1', name: 'Org' }, is_enterprise_install: true });
    expect(await ending({ code: 'c1' }, 400)).toContain('team by team');
    expect(slack.calls.at(-1)).toMatchObject({ method: 'auth.revoke', token: 'xoxb-canary-of-the-team' });
  });

  test('an app without a bot', async () => {
    slack.methods['oauth.v2.access'] = () => ok({ ...granted(), access_token: undefined });
    expect(await ending({ code: 'c1' }, 500)).toContain('on Baton’s side');
    expect(logged).toContain('no token of a bot');
  });
});

test('a browser that follows where it is sent comes back with a token that Slack takes', async () => {
  const whole = await createFakeSlack();
  castInto(whole);
  const { clientId, clientSecret } = whole.state.app;
  const { app, tokens } = replica(whole.apiUrl, clientId, clientSecret);
  const { address, cookie } = await begin(app);
  const asked = await fetch(address, { redirect: 'manual' });
  const returned = new URL(asked.headers.get('location') ?? '');
  expect(returned.origin).toBe(ORIGIN);
  const answer = await app.request(`${returned.pathname}${returned.search}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  const there = teamOf(whole.core);
  expect((await tokens.bot(there.id))?.token).toBe(there.botToken);
  await whole.close();
});

test('the page finds its style', async () => {
  const answer = await replica().app.request('/slack/install.css');
  expect(answer.headers.get('content-type')).toContain('text/css');
  expect(await answer.text()).toContain('color-scheme');
});
