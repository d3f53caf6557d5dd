import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BoltApp, startBolt } from './app.ts';
import { createFakeSlack, type FakeSlack } from './server.ts';

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });
const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const FORM = {
  type: 'modal',
  callback_id: 'edit',
  title: plain('Edit W-1'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'title',
      label: plain('Title'),
      element: { type: 'plain_text_input', action_id: 'value', initial_value: 'Call Acme' },
    },
    {
      type: 'input',
      block_id: 'due',
      label: plain('Due'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'value' },
    },
  ],
} as const;
const CARD = [
  { type: 'section', text: { type: 'mrkdwn', text: '*W-1* Call Acme' } },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'claim', text: plain('Claim'), value: 'W-1' },
      {
        type: 'static_select',
        action_id: 'stage',
        options: [{ text: plain('In review'), value: 'review' }],
      },
    ],
  },
] as const;

/** What the app does: one of each kind, and a note of what it was told. */
function listen(app: App, heard: unknown[]): void {
  app.event(/.*/, async ({ event }) => {
    heard.push(event);
  });
  app.message(/.*/, async ({ message }) => {
    heard.push(message);
  });
  app.command('/baton', async ({ ack, command, respond, client }) => {
    heard.push(command);
    if (command.text === 'form') {
      await client.views.open({ trigger_id: command.trigger_id, view: FORM as never });
      return ack();
    }
    if (command.text === 'later') {
      await ack();
      return void (await respond('later it is'));
    }
    await ack(`you said ${command.text}`);
  });
  app.action(/.*/, async ({ ack, body, respond }) => {
    heard.push(body);
    await ack();
    if ('response_url' in body) await respond({ text: 'pressed', replace_original: false });
  });
  app.view('edit', async ({ ack, view }) => {
    heard.push(view);
    if (view.state.values.due?.value?.value === 'never')
      return ack({ response_action: 'errors', errors: { due: 'I cannot read “never”.' } });
    await ack();
  });
  app.shortcut('track', async ({ ack, shortcut, client }) => {
    heard.push(shortcut);
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: FORM as never });
  });
}

describe.each(['socket', 'http'] as const)('a Bolt app over %s', (transport) => {
  let slack: FakeSlack;
  let bolt: BoltApp;
  let heard: Record<string, unknown>[];
  const ofType = (type: string) => heard.filter((one) => one.type === type);

  beforeEach(async () => {
    slack = await createFakeSlack({ retryAfterMs: [10, 10, 10], ackWithinMs: 2000 });
    slack.do.addTeam();
    for (const name of ['ana', 'lena']) slack.do.addUser({ name });
    slack.do.addChannel({ name: 'general', members: ['ana', 'lena', 'baton'] });
    heard = [];
    bolt = await startBolt(slack, transport, (app) => listen(app, heard));
  });
  afterEach(async () => {
    await bolt.stop();
    await slack.close();
  });

  test('hears what is said, mentions of it, and changes', async () => {
    const said = slack.do.say({ user: 'ana', channel: 'general', text: '@Baton ask @lena & co <now>' });
    slack.do.rewrite({ ...said, user: 'ana', text: 'never mind' });
    slack.do.react({ ...said, user: 'lena', emoji: 'pushpin' });
    slack.do.remove({ ...said, user: 'ana' });
    await slack.idle();
    const { botUser } = slack.state.teams.values().next().value as { botUser: string };
    const [mention] = ofType('app_mention');
    expect(mention).toMatchObject({
      channel: said.channel,
      ts: said.ts,
      text: `<@${botUser}> ask <@U001LENA000> &amp; co &lt;now&gt;`,
      user: 'U001ANA0000',
    });
    const subtypes = ofType('message').map((one) => one.subtype);
    expect(subtypes).toEqual(expect.arrayContaining([undefined, 'message_changed', 'message_deleted']));
    expect(ofType('reaction_added')).toMatchObject([
      { reaction: 'pushpin', user: 'U001LENA000', item: { channel: said.channel, ts: said.ts } },
    ]);
  });

  test('answers a command in its acknowledgement, or later, or with a form', async () => {
    const where = { user: 'ana', channel: 'general' };
    const now = await slack.do.command({ ...where, text: 'ask @lena' });
    expect(now.shown.map((m) => m.text)).toEqual(['you said ask <@U001LENA000|lena>']);
    const later = await slack.do.command({ ...where, text: 'later' });
    await soon(() => later.shown.map((m) => m.text)).toEqual(['later it is']);
    const form = await slack.do.command({ ...where, text: 'form' });
    expect(form.view).toBe(slack.core.modals.get('U001ANA0000')?.[0]?.id);
  });

  test('a form is kept open by errors beside its fields, and closed when they are mended', async () => {
    await slack.do.command({ user: 'ana', channel: 'general', text: 'form' });
    const empty = await slack.do.submit({ user: 'ana', values: { title: '' } });
    expect(empty.errors).toEqual({ title: 'Please complete this required field.' });
    const wrong = await slack.do.submit({ user: 'ana', values: { due: 'never' } });
    expect(wrong.errors).toEqual({ due: 'I cannot read “never”.' });
    const right = await slack.do.submit({ user: 'ana', values: { due: 'friday' } });
    expect(right.errors).toEqual({});
    expect(slack.core.modals.get('U001ANA0000')).toEqual([]);
    expect(heard.at(-1)).toMatchObject({
      state: { values: { title: { value: { value: 'Call Acme' } }, due: { value: { value: 'friday' } } } },
    });
  });

  test('hears presses and choices, of messages and of private ones', async () => {
    const { channel } = slack.do.say({ user: 'ana', channel: 'general', text: 'hi' });
    const card = await bolt.app.client.chat.postMessage({ channel, text: 'W-1', blocks: CARD as never });
    const on = { user: 'lena', channel, ts: card.ts as string };
    await slack.do.press({ ...on, label: 'Claim' });
    await slack.do.choose({ ...on, option: 'In review' });
    expect(ofType('block_actions')).toMatchObject([
      {
        actions: [{ action_id: 'claim', value: 'W-1' }],
        message: { ts: card.ts },
        container: { is_ephemeral: false },
      },
      { actions: [{ action_id: 'stage', selected_option: { value: 'review' } }] },
    ]);
    const quiet = await bolt.app.client.chat.postEphemeral({
      ...{ channel, user: 'U001ANA0000', text: 'W-1', blocks: CARD as never },
    });
    const answer = await slack.do.press({
      user: 'ana',
      channel,
      ts: quiet.message_ts as string,
      label: 'Claim',
    });
    expect(ofType('block_actions').at(-1)).toMatchObject({ container: { is_ephemeral: true } });
    expect(ofType('block_actions').at(-1)).not.toHaveProperty('message');
    await soon(() => answer.shown.map((m) => m.text)).toEqual(['pressed']);
  });

  test('hears presses in a form and in App Home, which stand in no channel', async () => {
    const blocks = CARD;
    const home = { type: 'home', blocks } as const;
    await bolt.app.client.views.publish({ user_id: 'U001ANA0000', view: home as never });
    await slack.do.pressInView({ user: 'ana', on: 'home', label: 'Claim' });
    const [action] = ofType('block_actions');
    expect(action).toMatchObject({
      container: { type: 'view' },
      view: { type: 'home' },
      actions: [{ action_id: 'claim', value: 'W-1' }],
    });
    expect(action).not.toHaveProperty('channel');
    expect(action).not.toHaveProperty('response_url');
  });

  test('a message action opens a form once, and only in time', async () => {
    const said = slack.do.say({ user: 'ana', channel: 'general', text: 'look at this' });
    const tracked = await slack.do.shortcut({ ...said, user: 'lena', callbackId: 'track' });
    await soon(() => tracked.view).not.toBeNull();
    const { trigger_id } = ofType('message_action')[0] as { trigger_id: string };
    const again = bolt.app.client.views.open({ trigger_id, view: FORM as never });
    await expect(again).rejects.toThrow('exchanged_trigger_id');
  });

  test('an event that is not acknowledged comes again, with its number', async () => {
    let refusals = 2;
    const processed: unknown[] = [];
    const { app } = bolt as unknown as {
      app: { processEvent: (event: { retryNum?: number }) => Promise<void> };
    };
    const process = app.processEvent.bind(app);
    app.processEvent = async (event) => {
      processed.push(event.retryNum ?? 0);
      if (refusals-- > 0) throw new Error('not now');
      await process(event);
    };
    slack.do.say({ user: 'ana', channel: 'general', text: 'hello' });
    await slack.idle();
    expect(processed).toEqual([0, 1, 2]);
    expect(heard).toHaveLength(2);
    expect(slack.core.delivery.givenUp).toEqual([]);
  });

  test('held events are let go shuffled and five times each', async () => {
    slack.do.hold();
    for (const text of ['1', '2', '3', '4']) slack.do.say({ user: 'ana', channel: 'general', text });
    await slack.idle();
    expect(heard).toEqual([]);
    slack.do.release({ copies: 5, shuffled: true });
    await slack.idle();
    const texts = heard.map((one) => one.text);
    expect(new Set(texts)).toEqual(new Set(['1', '2', '3', '4']));
    // Two of the app's listeners hear each of the twenty.
    expect(texts).toHaveLength(40);
  });

  test('a team that took the app out is silent, and its token ends', async () => {
    slack.do.say({ user: 'ana', channel: 'general', text: 'hello' });
    await slack.idle();
    slack.do.uninstall();
    await slack.idle();
    expect(heard.map((one) => one.type)).toEqual(
      expect.arrayContaining(['tokens_revoked', 'app_uninstalled']),
    );
    const count = heard.length;
    slack.do.say({ user: 'ana', channel: 'general', text: 'anyone?' });
    await slack.idle();
    expect(heard).toHaveLength(count);
    await expect(bolt.app.client.auth.test()).rejects.toThrow('account_inactive');
  });
});

describe('Socket Mode', () => {
  let slack: FakeSlack;
  let heard: (string | undefined)[];
  const apps: BoltApp[] = [];
  const connect = async (): Promise<void> => {
    apps.push(
      await startBolt(slack, 'socket', (app) =>
        app.message(/.*/, async ({ message }) => void heard.push((message as { text?: string }).text)),
      ),
    );
  };

  beforeEach(async () => {
    slack = await createFakeSlack({ retryAfterMs: [10, 10, 10], ackWithinMs: 2000, pingEveryMs: 20 });
    slack.do.addTeam();
    slack.do.addUser({ name: 'ana' });
    slack.do.addChannel({ name: 'general', members: ['ana', 'baton'] });
    heard = [];
    await connect();
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.stop()));
    await slack.close();
  });
  const say = (text: string) => slack.do.say({ user: 'ana', channel: 'general', text });

  test.each([
    ['breaks without a word', () => slack.socket.drop()],
    ['asks to connect anew', () => slack.socket.disconnect('refresh_requested')],
  ])('what was said after the socket %s is heard once the app is back', async (_how, lose) => {
    lose();
    await soon(() => slack.socket.connections).toBe(0);
    say('while you were away');
    await slack.idle();
    expect(heard).toEqual(['while you were away']);
  });

  test('an acknowledgement that is lost with the socket brings the event again', async () => {
    slack.socket.dropAtNextAck();
    say('twice');
    await slack.idle();
    expect(heard).toEqual(['twice', 'twice']);
  });

  test('each of several connections gets a part', async () => {
    await connect();
    const before = slack.socket.connections;
    for (let i = 0; i < 4; i++) say(`${i}`);
    await slack.idle();
    expect(before).toBe(2);
    expect([...heard].sort()).toEqual(['0', '1', '2', '3']);
  });

  test('a command that nobody is there to take fails at once', async () => {
    slack.socket.refuse(true);
    slack.socket.drop();
    const { outcome } = await slack.do.command({ user: 'ana', channel: 'general', text: 'help' });
    expect(outcome).toEqual({ acked: false, reason: 'connection_failed' });
    slack.socket.refuse(false);
    await soon(() => slack.socket.connections).toBe(1);
  });
});

describe('signed requests', () => {
  let slack: FakeSlack;
  let bolt: BoltApp;
  beforeEach(async () => {
    slack = await createFakeSlack();
    slack.do.addTeam();
    bolt = await startBolt(slack, 'http', () => {});
  });
  afterEach(async () => {
    await bolt.stop();
    await slack.close();
  });

  test('the request URL is verified by its challenge', async () => {
    expect(await slack.http.verifyUrl()).toBe(true);
  });

  test('another secret, or an old signature, is refused by the SDK', async () => {
    const body = JSON.stringify({ type: 'event_callback' });
    expect((await slack.http.send({ body, secret: 'not ours' })).status).toBe(401);
    const old = Math.floor(Date.now() / 1000) - 3600;
    expect((await slack.http.send({ body, timestamp: old })).status).toBe(401);
  });
});
