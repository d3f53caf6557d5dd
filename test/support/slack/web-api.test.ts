import { ErrorCode, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeSlack, type FakeSlack } from './server.ts';

describe('the Web API of the fake, called by the real client', () => {
  let slack: FakeSlack;
  let token: string;
  let general: string;
  beforeEach(async () => {
    slack = await createFakeSlack();
    token = slack.do.addTeam({ name: 'Northwind' }).botToken;
    slack.do.addUser({ name: 'ana', real_name: 'Ana Castro', is_admin: true });
    slack.do.addUser({ name: 'mira' });
    general = slack.do.addChannel({ name: 'general', members: ['ana', 'mira', 'baton'] }).id;
    slack.do.addChannel({ name: 'elsewhere', members: ['ana'] });
  });
  afterEach(() => slack.close());

  const client = (options: WebClientOptions = {}) =>
    new WebClient(token, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
      ...options,
    });
  const errorOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => null,
      (thrown: { code?: string; data?: { error?: string } }) => thrown,
    );
    return error?.data?.error ?? error?.code ?? 'no error';
  };

  test('says who it is, and refuses tokens that it did not give or took back', async () => {
    expect(await client().auth.test()).toMatchObject({ ok: true, team: 'Northwind', user: 'baton' });
    expect(await errorOf(new WebClient('xoxb-stolen', { slackApiUrl: slack.apiUrl }).auth.test())).toBe(
      'invalid_auth',
    );
    await client().auth.revoke();
    expect(await errorOf(client().auth.test())).toBe('token_revoked');
  });

  test('posts, changes and deletes, with metadata that the history gives back', async () => {
    const metadata = { event_type: 'baton_message', event_payload: { id: 'o-1' } };
    const posted = await client().chat.postMessage({ channel: general, text: 'one', metadata });
    const ts = posted.ts as string;
    await client().chat.update({ channel: general, ts, text: 'two' });
    const read = await client().conversations.history({ channel: general, include_all_metadata: true });
    expect(read.messages).toMatchObject([{ ts, text: 'two', metadata }]);
    await client().chat.delete({ channel: general, ts });
    expect((await client().conversations.history({ channel: general })).messages).toEqual([]);
    expect(slack.ledger.effects.map((e) => [e.effect, e.ts])).toEqual([
      ['posted', ts],
      ['updated', ts],
      ['deleted', ts],
    ]);
  });

  test('reads a channel page by page, newest first, and threads by their root', async () => {
    const said = [];
    for (let i = 1; i <= 5; i++)
      said.push((await client().chat.postMessage({ channel: general, text: `m${i}` })).ts);
    const thread_ts = said[0] as string;
    await client().chat.postMessage({ channel: general, text: 'a reply', thread_ts });
    const texts: unknown[] = [];
    for await (const page of client().paginate('conversations.history', { channel: general, limit: 2 })) {
      texts.push(...(page as unknown as { messages: { text: string }[] }).messages.map((m) => m.text));
    }
    expect(texts).toEqual(['m5', 'm4', 'm3', 'm2', 'm1']);
    const thread = await client().conversations.replies({ channel: general, ts: thread_ts });
    expect(thread.messages?.map((m) => m.text)).toEqual(['m1', 'a reply']);
    const since = await client().conversations.history({ channel: general, oldest: said[2] as string });
    expect(since.messages?.map((m) => m.text)).toEqual(['m5', 'm4']);
  });

  test('lists people page by page, with zone and standing', async () => {
    const names: string[] = [];
    for await (const page of client().paginate('users.list', { limit: 2 })) {
      names.push(...(page as unknown as { members: { name: string }[] }).members.map((m) => m.name));
    }
    expect(names).toEqual(['baton', 'ana', 'mira']);
    const { id } = slack.do.addUser({ name: 'bo', tz: 'America/New_York', is_restricted: true });
    const { user } = await client().users.info({ user: id });
    expect(user).toMatchObject({ tz: 'America/New_York', is_restricted: true, is_admin: false });
  });

  test.each([
    ['a channel it is not in', 'not_in_channel', () => ({ channel: 'elsewhere' })],
    ['a channel that is not there', 'channel_not_found', () => ({ channel: 'C0NOWHERE' })],
    ['nothing to say', 'no_text', () => ({ channel: 'general', text: '' })],
    ['too long a text', 'msg_too_long', () => ({ channel: 'general', text: 'x'.repeat(40_001) })],
  ])('refuses %s', async (_case, error, args) => {
    const { channel, text = 'hello' } = args() as { channel: string; text?: string };
    const id = slack.state.teams.values().next().value?.channelByName.get(channel) ?? channel;
    expect(await errorOf(client().chat.postMessage({ channel: id, text }))).toBe(error);
    expect(slack.ledger.effects).toEqual([]);
  });

  test('refuses an archived channel, a direct message that is closed, and people who are gone', async () => {
    slack.do.archive({ channel: 'general', user: 'ana' });
    expect(await errorOf(client().chat.postMessage({ channel: general, text: 'x' }))).toBe('is_archived');
    const gone = slack.do.addUser({ name: 'gone', deleted: true }).id;
    expect(await errorOf(client().conversations.open({ users: gone }))).toBe('user_disabled');
    expect(await errorOf(client().conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found');
    const robot = slack.do.addUser({ name: 'scout', is_bot: true }).id;
    expect(await errorOf(client().conversations.open({ users: robot }))).toBe('cannot_dm_bot');
    const team = slack.state.teams.values().next().value;
    const ana = team?.userByName.get('ana') as string;
    slack.do.closeDirect({ user: 'ana', closed: true });
    expect(await errorOf(client().chat.postMessage({ channel: ana, text: 'x' }))).toBe(
      'messages_tab_disabled',
    );
  });

  test('a token without the scope is told which it needs', async () => {
    const { botToken } = slack.do.addTeam({ scopes: ['chat:write'] });
    const poor = new WebClient(botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
    expect(await errorOf(poor.users.list({}))).toBe('missing_scope');
  });

  test('takes a file in three steps and shows it in the thread', async () => {
    const { ts } = await client().chat.postMessage({ channel: general, text: 'the week' });
    await client().files.uploadV2({
      channel_id: general,
      thread_ts: ts as string,
      file: Buffer.from('a picture'),
      filename: 'week.png',
      alt_text: 'a chart',
    });
    const [shown] = slack.ledger.effects.filter(
      (e) => e.via === 'files.completeUploadExternal' && e.effect === 'posted',
    );
    expect(shown).toMatchObject({ channel: general, thread: ts });
    expect([...slack.core.files.values()][0]).toMatchObject({ name: 'week.png', size: 9, done: true });
  });

  describe('what goes wrong on purpose', () => {
    const post = (options?: WebClientOptions) =>
      client(options).chat.postMessage({ channel: general, text: 'x' });

    test('an error code, once', async () => {
      slack.do.fault({ method: 'chat.postMessage', times: 1, does: { error: 'fatal_error' } });
      expect(await errorOf(post())).toBe('fatal_error');
      expect((await post()).ok).toBe(true);
    });

    test('a status, a broken connection, silence: and nothing was posted', async () => {
      slack.do.fault({ method: 'chat.postMessage', times: 1, does: { status: 500 } });
      expect(await errorOf(post())).toBe(ErrorCode.HTTPError);
      slack.do.fault({ method: 'chat.postMessage', times: 1, does: { refuse: true } });
      expect(await errorOf(post())).toBe(ErrorCode.RequestError);
      slack.do.fault({ method: '*', times: 1, does: { hang: true } });
      expect(await errorOf(post({ timeout: 100 }))).toBe(ErrorCode.RequestError);
      expect(slack.ledger.effects).toEqual([]);
    });

    test('accepted and the answer lost: the ledger has it, the client has an error', async () => {
      slack.do.fault({ method: 'chat.postMessage', times: 1, does: { loseAnswer: true } });
      expect(await errorOf(post())).toBe(ErrorCode.RequestError);
      expect(slack.ledger.effects.map((e) => e.effect)).toEqual(['posted']);
      expect(slack.ledger.answers['chat.postMessage']).toEqual({ lost: 1 });
    });

    test('a share of the calls is limited, the same ones with the same seed', async () => {
      slack.do.fault({ method: 'chat.postMessage', share: 0.3, does: { retryAfter: 2 } });
      const answers = await Promise.all(Array.from({ length: 100 }, () => errorOf(post())));
      const limited = answers.filter((a) => a === ErrorCode.RateLimitedError).length;
      expect(limited).toBeGreaterThan(15);
      expect(limited).toBeLessThan(45);
      expect(slack.ledger.effects).toHaveLength(100 - limited);
    });

    test('posting faster than the channel’s pace is limited, in that channel alone', async () => {
      slack.do.pace({ everyMs: 60_000, burst: 2 });
      await post();
      await post();
      expect(await errorOf(post())).toBe(ErrorCode.RateLimitedError);
      const other = slack.do.addChannel({ name: 'other', members: ['baton'] }).id;
      expect((await client().chat.postMessage({ channel: other, text: 'x' })).ok).toBe(true);
    });
  });
});
