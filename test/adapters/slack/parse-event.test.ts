import { describe, expect, test } from 'vitest';
import { type EventOutcome, parseEvent, type Self } from '../../../src/adapters/slack/parse-event.ts';
import { intentSchema } from '../../../src/commands/intent.ts';
import { event, fixture, type Payload } from './fixtures.ts';

const ME: Self = { user: 'U0LAN0Z89', bot: 'B0BATON' };

const read = (payload: Payload): EventOutcome | null => parseEvent(payload, ME);
const intentOf = (payload: Payload) => {
  const outcome = read(payload);
  if (!outcome || !('intent' in outcome)) return expect.fail(`no intent: ${JSON.stringify(outcome)}`);
  expect(intentSchema.parse(outcome.intent)).toEqual(outcome.intent);
  return outcome.intent;
};
const other = (type: string, fields: Payload): Payload => {
  const payload = fixture('app-mention');
  return { ...payload, event: { type, event_ts: '1.2', ...fields } };
};

describe('a mention', () => {
  test('is what stands behind it, and the message itself', () => {
    expect(intentOf(fixture('app-mention'))).toEqual({
      v: 1,
      key: 'mention:T123ABC456:C123ABC456:1515449522.000016',
      at: 1_515_449_522_000,
      actor: 'U061F7AUR',
      place: {
        platform: 'slack',
        scope: 'T123ABC456',
        channel: 'C123ABC456',
        channelKind: 'private',
        channelName: 'C123ABC456',
      },
      kind: 'mention',
      text: 'is it everything a river should be?',
      said: {
        ref: { platform: 'slack', scope: 'T123ABC456', channel: 'C123ABC456', message: '1515449522.000016' },
        text: '@Baton is it everything a river should be?',
        author: 'U061F7AUR',
      },
    });
  });

  test('is one, though Slack tells of it as a mention and as a message', () => {
    const asMessage = event('app-mention', { type: 'message', channel_type: 'channel' });
    expect(intentOf({ ...asMessage, event_id: 'Ev2' })).toMatchObject({
      key: intentOf(fixture('app-mention')).key,
      place: { channelKind: 'public' },
    });
  });

  test('keeps its emoji, which Slack writes as codes', () => {
    const elements = [
      { type: 'rich_text_section', elements: [{ type: 'emoji', name: 'tada', unicode: '1f389' }] },
    ];
    const payload = event('app-mention', {
      text: '<@U0LAN0Z89> plan the party :tada:',
      blocks: [{ type: 'rich_text', elements }],
    });
    expect(intentOf(payload)).toMatchObject({ text: 'plan the party 🎉' });
  });

  test('in a thread names the thread’s root, to be read', () => {
    const payload = event('app-mention', {
      text: '<@U0LAN0Z89>',
      thread_ts: '1515449000.000001',
      parent_user_id: 'U9',
    });
    expect(intentOf(payload)).toMatchObject({
      text: '',
      place: { thread: '1515449000.000001' },
      said: { ref: { thread: '1515449000.000001' } },
      replyTo: { ref: { message: '1515449000.000001' }, text: '', author: 'U9' },
    });
  });

  test('on the root of a thread is in no thread', () => {
    const intent = intentOf(event('app-mention', { thread_ts: '1515449522.000016' }));
    expect(intent).not.toHaveProperty('replyTo');
    expect(intent).not.toHaveProperty('place.thread');
  });

  test('is not needed in a direct message', () => {
    expect(intentOf(fixture('message-im'))).toMatchObject({
      kind: 'mention',
      text: 'add Call the bank tomorrow',
      place: { channel: 'D024BE91L', channelKind: 'direct' },
    });
  });

  test.each([
    [
      'a message that does not address Baton',
      event('message-im', { channel: 'C1', channel_type: 'channel' }),
    ],
    ['Baton’s own', event('message-im', { user: 'U0LAN0Z89', bot_id: 'B0BATON' })],
    ['Baton’s own, mentioning itself', event('app-mention', { bot_id: 'B0BATON' })],
    ['someone joining', event('message-im', { subtype: 'channel_join' })],
    ['Slackbot’s', event('message-im', { user: 'USLACKBOT' })],
    [
      'a bot’s without a user',
      event('app-mention', { user: undefined, bot_id: 'B1', subtype: 'bot_message' }),
    ],
    ['another organisation’s', event('app-mention', { user_team: 'T0OTHER' })],
    ['another organisation’s by its team alone', event('app-mention', { team: 'T0OTHER' })],
  ])('is not: %s', (_name, payload) => {
    expect(read(payload)).toBeNull();
  });

  test.each([
    ['<@U0LAN0Z89> done W-12', true],
    ['<@U0LAN0Z89|baton> add Rotate the keys', true],
    ['<@U0LAN0Z89> thanks, noted', false],
    ['I told <@U0LAN0Z89> done W-12', false],
    ['<@U0LAN0Z89>', false],
  ])('by an agent, %s, is a command: %s', (text, is) => {
    const payload = event('app-mention', { text, bot_id: 'B0SCOUT', user: 'U0SCOUT' });
    expect(read(payload) !== null).toBe(is);
  });

  test('of the same enterprise counts', () => {
    const payload = { ...event('app-mention', { user_team: 'E1' }), enterprise_id: 'E1' };
    expect(intentOf(payload).kind).toBe('mention');
  });
});

describe('a message that changed', () => {
  test('was edited', () => {
    expect(intentOf(fixture('message-changed'))).toMatchObject({
      kind: 'message_changed',
      change: 'edited',
      actor: 'U2147483697',
      on: { channel: 'C2147483705', message: '1355517523.000005', thread: '1355517000.000001' },
    });
  });

  test('was deleted', () => {
    expect(intentOf(fixture('message-deleted'))).toMatchObject({
      change: 'deleted',
      on: { message: '1358878749.000002' },
      actor: 'U2147483697',
    });
  });

  test('is deleted where only its thread still stands', () => {
    const { message, previous_message } = fixture('message-changed').event;
    const payload = event('message-changed', {
      message: { ...message, subtype: 'tombstone', text: 'This message was deleted.', user: 'USLACKBOT' },
      previous_message,
    });
    expect(intentOf(payload)).toMatchObject({ change: 'deleted', on: { message: '1355517523.000005' } });
  });

  const { message, previous_message } = fixture('message-changed').event;
  test.each([
    ['a link that unfurled', { message: { ...message, text: previous_message.text } }],
    ['Baton’s own card', { message: { ...message, user: 'U0LAN0Z89' } }],
    ['a thread that grew', { message: { ...message, edited: undefined }, previous_message: undefined }],
    ['nothing told', { message: undefined }],
  ])('is not: %s', (_name, fields) => {
    expect(read(event('message-changed', fields))).toBeNull();
  });
});

describe('a reaction', () => {
  test('is given and taken away', () => {
    expect(intentOf(fixture('reaction-added'))).toMatchObject({
      key: 'event:Ev9UQ52YNA',
      at: 1_465_244_570_000,
      kind: 'reaction',
      emoji: 'pushpin',
      present: true,
      actor: 'U123ABC456',
      on: { channel: 'C123ABC456', message: '1464196127.000002' },
    });
    expect(intentOf(event('reaction-added', { type: 'reaction_removed' }))).toMatchObject({ present: false });
  });

  test.each([
    ['Baton’s own', { user: 'U0LAN0Z89' }],
    ['on a file', { item: { type: 'file', file: 'F1' } }],
  ])('is not: %s', (_name, fields) => {
    expect(read(event('reaction-added', fields))).toBeNull();
  });
});

describe('people and channels', () => {
  test.each(['user_change', 'team_join'])('%s tells of a person', (type) => {
    expect(intentOf(event('user-change', { type }))).toMatchObject({
      kind: 'profile',
      account: 'W012A3CDE',
      place: { platform: 'slack', scope: 'T012AB3C4' },
      profile: { handle: 'spengler', name: 'Egon Spengler', role: 'admin', zone: 'America/Los_Angeles' },
    });
  });

  test.each([
    ['channel_created', 'public'],
    ['channel_rename', 'public'],
    ['group_rename', 'private'],
  ])('%s tells of a %s channel', (type, kind) => {
    const channel = { id: 'C1', name: 'new-name', created: 1360782804 };
    expect(intentOf(other(type, { channel }))).toMatchObject({
      kind: 'channel',
      profile: { channel: 'C1', name: 'new-name', kind, archived: false, members: null },
    });
  });

  test.each(['channel_archive', 'channel_deleted', 'channel_unarchive', 'group_archive', 'group_unarchive'])(
    '%s asks what the channel is now',
    (type) => {
      expect(read(other(type, { channel: 'C1', user: 'U1' }))).toMatchObject({
        channel: 'C1',
        ask: { kind: 'channel', key: 'event:Ev123ABC456', place: { scope: 'T123ABC456' } },
      });
    },
  );

  test.each([
    ['member_joined_channel', 'U1', { account: 'U1', present: true }],
    ['member_left_channel', 'U1', { account: 'U1', present: false }],
    ['member_joined_channel', 'U0LAN0Z89', { account: null, present: true }],
    ['channel_left', 'U9', { account: null, present: false }],
    ['group_left', 'U9', { account: null, present: false }],
  ])('%s of %s', (type, user, membership) => {
    expect(intentOf(other(type, { user, channel: 'C1', channel_type: 'C' }))).toMatchObject({
      kind: 'membership',
      channel: 'C1',
      ...membership,
    });
  });

  test('someone of another organisation who joins is nobody here', () => {
    expect(read(other('member_joined_channel', { user: 'U1', channel: 'C1', team: 'T0OTHER' }))).toBeNull();
  });
});

describe('the installation', () => {
  test('ends when Baton is removed, or its own token revoked', () => {
    expect(intentOf(other('app_uninstalled', {})).kind).toBe('uninstalled');
    expect(intentOf(other('tokens_revoked', { tokens: { bot: ['U0LAN0Z89'] } })).kind).toBe('uninstalled');
  });

  test('goes on when someone else’s token is revoked', () => {
    expect(read(other('tokens_revoked', { tokens: { oauth: ['U1'], bot: [] } }))).toBeNull();
  });
});

test('App Home is shown to who opens it', () => {
  expect(read(other('app_home_opened', { user: 'U1', channel: 'D1', tab: 'home' }))).toEqual({
    home: 'U1',
    team: 'T123ABC456',
  });
  expect(read(other('app_home_opened', { user: 'U1', channel: 'D1', tab: 'messages' }))).toBeNull();
});

test.each([
  null,
  [],
  'x',
  {},
  { type: 'url_verification' },
  other('constructor', {}),
  other('message', {}),
  other('app_mention', { text: 7 }),
  { ...fixture('app-mention'), event: null },
])('nothing of %j', (payload) => {
  expect(read(payload)).toBeNull();
});
