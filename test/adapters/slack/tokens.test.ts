import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  eitherToken,
  isRevoked,
  keptTokens,
  type SlackBot,
  tokenOfOneTeam,
  toSecrets,
} from '../../../src/adapters/slack/tokens.ts';
import { createWeb } from '../../../src/adapters/slack/web.ts';
import { ok, refused, type SmallSlack, smallSlack } from '../../support/small-slack.ts';

const bot = (n: number): SlackBot => ({
  token: `xoxb-${n}`,
  botUserId: `U${n}`,
  botId: `B${n}`,
  installedBy: null,
  appId: 'A1',
});

let slack: SmallSlack;
beforeEach(async () => {
  slack = await smallSlack({
    'auth.test': ({ token }) =>
      token === 'xoxb-1'
        ? ok({ team_id: 'T1', team: 'Acme', user_id: 'U1', bot_id: 'B1' })
        : refused('token_revoked'),
    'bots.info': ({ args }) => ok({ bot: { id: args.get('bot'), app_id: 'A1' } }),
  });
});
afterEach(() => slack.close());
const web = () => createWeb({ api: slack.url, log: pino({ enabled: false }) });

describe('the token of the environment', () => {
  test('speaks for the team whose it is, and Slack is asked once', async () => {
    const own = await tokenOfOneTeam(web(), 'xoxb-1');
    expect([own.team, own.name]).toEqual(['T1', 'Acme']);
    expect(await own.tokens.bot('T1')).toEqual(bot(1));
    expect(await own.tokens.bot('T1')).toEqual(bot(1));
    expect(await own.tokens.bot('T2')).toBeNull();
    expect(slack.calls.map(({ method }) => method)).toEqual(['auth.test', 'bots.info']);
  });

  test('is of use without the scope that tells the app', async () => {
    slack.methods['bots.info'] = () => refused('missing_scope');
    const own = await tokenOfOneTeam(web(), 'xoxb-1');
    expect(await own.tokens.bot('T1')).toMatchObject({ token: 'xoxb-1', appId: null });
  });

  test('that Slack refuses is refused, with its reason', async () => {
    await expect(tokenOfOneTeam(web(), 'xoxb-2')).rejects.toThrow('token_revoked');
  });

  test('goes before what is kept for its own team alone', async () => {
    const own = await tokenOfOneTeam(web(), 'xoxb-1');
    const kept = keptTokens(async () => toSecrets(bot(9)), { now: () => 0 });
    const either = eitherToken(own, kept);
    expect((await either.bot('T1'))?.token).toBe('xoxb-1');
    expect((await either.bot('T2'))?.token).toBe('xoxb-9');
  });
});

describe('tokens that are kept', () => {
  function kept(most?: number) {
    const reads: string[] = [];
    const there = new Map<string, SlackBot>();
    let at = 0;
    const tokens = keptTokens(
      async (team) => {
        reads.push(team);
        const found = there.get(team);
        return found ? toSecrets(found) : null;
      },
      { now: () => at, ...(most === undefined ? {} : { most }) },
    );
    return { tokens, reads, there, wait: (ms: number) => (at += ms) };
  }

  test('are read once while they are used within a minute, by many at once too', async () => {
    const { tokens, reads, there, wait } = kept();
    there.set('T1', bot(1));
    const found = await Promise.all(Array.from({ length: 50 }, () => tokens.bot('T1')));
    expect(found).toEqual(Array(50).fill(bot(1)));
    wait(59_999);
    await tokens.bot('T1');
    expect(reads).toEqual(['T1']);
    wait(1);
    await tokens.bot('T1');
    expect(reads).toEqual(['T1', 'T1']);
  });

  test('of a team without Baton are looked for each time: it may be installed now', async () => {
    const { tokens, there } = kept();
    expect(await tokens.bot('T1')).toBeNull();
    there.set('T1', bot(1));
    expect(await tokens.bot('T1')).toEqual(bot(1));
  });

  test('are read again once they are forgotten', async () => {
    const { tokens, there } = kept();
    there.set('T1', bot(1));
    await tokens.bot('T1');
    there.set('T1', bot(2));
    expect((await tokens.bot('T1'))?.token).toBe('xoxb-1');
    tokens.forget('T1');
    expect((await tokens.bot('T1'))?.token).toBe('xoxb-2');
  });

  test('are remembered for so many teams and no more: the one used longest ago goes first', async () => {
    const { tokens, reads, there } = kept(3);
    for (const n of [1, 2, 3, 4]) there.set(`T${n}`, bot(n));
    for (const team of ['T1', 'T2', 'T3', 'T1', 'T4', 'T1', 'T3', 'T2']) await tokens.bot(team);
    expect(reads).toEqual(['T1', 'T2', 'T3', 'T4', 'T2']);
  });

  test('that could not be read are tried again, and each caller hears of it', async () => {
    let broken = true;
    const tokens = keptTokens(
      async () => {
        if (broken) throw new Error('the database is away');
        return toSecrets(bot(1));
      },
      { now: () => 0 },
    );
    const [one, other] = await Promise.allSettled([tokens.bot('T1'), tokens.bot('T1')]);
    expect([one?.status, other?.status]).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await tokens.bot('T1')).toEqual(bot(1));
  });

  test('that make no sense say so without a word of what they are', async () => {
    const tokens = keptTokens(async () => ({ bot: 'xoxb-canary' }), { now: () => 0 });
    const error = await tokens.bot('T1').catch(String);
    expect(error).toContain('install Baton again');
    expect(error).not.toContain('canary');
  });
});

test('one client calls for any team, with the token of each call', async () => {
  const shared = web();
  await shared.auth.test({ token: 'xoxb-1' });
  await shared.auth.test({ token: 'xoxb-2' }).catch(() => {});
  expect(slack.calls.map(({ token }) => token)).toEqual(['xoxb-1', 'xoxb-2']);
});

describe('a token', () => {
  test('is revoked when Slack says so, and not when it takes it', async () => {
    expect(await isRevoked(web(), 'xoxb-2')).toBe(true);
    expect(await isRevoked(web(), 'xoxb-1')).toBe(false);
  });

  test('is not called revoked while Slack cannot say', async () => {
    slack.methods['auth.test'] = () => ({ status: 503, body: {} });
    await expect(isRevoked(web(), 'xoxb-1')).rejects.toThrow();
    slack.methods['auth.test'] = () => refused('internal_error');
    await expect(isRevoked(web(), 'xoxb-1')).rejects.toThrow('internal_error');
  });
});
