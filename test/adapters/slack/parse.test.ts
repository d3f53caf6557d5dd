import { describe, expect, test } from 'vitest';
import { parseCommand, parseForm, parsePress, parseShortcut } from '../../../src/adapters/slack/parse.ts';
import { intentSchema } from '../../../src/commands/intent.ts';
import { fixture, type Payload } from './fixtures.ts';

const ME = 'U0LAN0Z89';
const AT = 1_700_000_000_000;

/** What is not of the expected shape, in every payload. */
const SHAPELESS = [
  null,
  undefined,
  [],
  'text',
  7,
  {},
  { type: 'block_actions' },
  { type: 'view_submission' },
];

describe('a slash command', () => {
  test('is its words, in the channel, by who typed them', () => {
    const intent = parseCommand(fixture('slash-command'), ME, AT);
    expect(intent).toEqual({
      v: 1,
      key: 'command:13345224609.738474920.8088930838d88f008e0',
      at: AT,
      actor: 'U2147483697',
      place: {
        platform: 'slack',
        scope: 'T0001',
        channel: 'C2147483705',
        channelKind: 'public',
        channelName: 'test',
      },
      kind: 'words',
      text: 'add Send the offer & terms <@U012ABCDEF> by friday',
    });
    expect(intentSchema.parse(intent)).toEqual(intent);
  });

  test.each([
    ['C1', 'general', 'public'],
    ['C1', 'privategroup', 'private'],
    ['G1', 'old-private', 'private'],
    ['C1', 'mpdm-ana--bo-1', 'private'],
    ['D1', 'directmessage', 'direct'],
    ['C1', undefined, 'private'],
  ])('in %s named %s is in a %s channel', (id, name, kind) => {
    const payload = { ...fixture('slash-command'), channel_id: id, channel_name: name };
    expect(parseCommand(payload, ME, AT)?.place.channelKind).toBe(kind);
  });

  test.each(SHAPELESS)('is not %j', (payload) => {
    expect(parseCommand(payload, ME, AT)).toBeNull();
  });
});

describe('a press', () => {
  test('is the button’s action, on its message, in its thread', () => {
    const intent = parsePress(fixture('block-actions'), AT);
    expect(intent).toMatchObject({
      kind: 'action',
      from: 'press',
      actor: 'UA8RXUSPL',
      at: 1_548_426_417_840,
      action: { verb: 'claim', options: { item: 'W-1' } },
      place: { channel: 'CBR2V3XEX', channelName: 'review-updates', thread: '1548261000.000100' },
      on: { message: '1548261231.000200', thread: '1548261000.000100', scope: 'T9TK3CUKW' },
    });
    expect(intentSchema.parse(intent)).toEqual(intent);
  });

  test('on a private answer is on no message; a choice is added to the action', () => {
    const intent = parsePress(fixture('block-actions-ephemeral'), AT);
    expect(intent).toMatchObject({
      action: { verb: 'list', options: { words: 'site', show: 'overdue' } },
      place: { channel: 'G123ABC456', channelKind: 'private' },
    });
    expect(intent).not.toHaveProperty('on');
  });

  test('in App Home belongs to the person’s own direct channel', () => {
    expect(parsePress(fixture('block-actions-home'), AT)).toMatchObject({
      action: { verb: 'inbox', options: {} },
      place: { channel: 'U061F7AUR', channelKind: 'direct' },
    });
  });

  test('has the same key when it is told twice, and another when it is made twice', () => {
    const key = (payload: Payload) => {
      const intent = parsePress(payload, AT);
      return intent && 'key' in intent ? intent.key : expect.fail('no intent');
    };
    const again = fixture('block-actions');
    again.actions[0].action_ts = '1548426418.000001';
    expect(key(fixture('block-actions'))).toBe(key(fixture('block-actions')));
    expect(key(again)).not.toBe(key(fixture('block-actions')));
  });

  test.each([
    ['an unknown id', { action_id: 'approve_button' }],
    ['a value that is no JSON', { value: 'W-1' }],
    ['a value of another shape', { value: '{"verb":"claim"}' }],
    ['options that are no words', { value: '["claim",{"item":1}]' }],
    ['no value', { value: undefined }],
  ])('of %s is refused as stale', (_name, fields) => {
    const payload = fixture('block-actions');
    payload.actions[0] = { ...payload.actions[0], ...fields };
    expect(parsePress(payload, AT)).toMatchObject({
      refuse: { summary: expect.stringContaining('older version') },
    });
  });

  test('by someone of another organisation is refused, of the same enterprise not', () => {
    const payload = fixture('block-actions');
    payload.user.team_id = 'T0OTHER';
    expect(parsePress(payload, AT)).toMatchObject({
      refuse: { summary: expect.stringContaining('members of the workspace') },
    });
    payload.user.team_id = 'E0001';
    payload.enterprise = { id: 'E0001', name: 'Org' };
    expect(parsePress(payload, AT)).toHaveProperty('action');
  });

  test.each(SHAPELESS)('is not %j', (payload) => {
    expect(parsePress(payload, AT)).toBeNull();
  });
});

describe('a sent form', () => {
  test('is its action with the fields’ values, in the place it was opened', () => {
    const sent = parseForm(fixture('view-submission'), AT);
    expect(sent).toEqual({
      fields: ['title', 'due', 'priority'],
      intent: {
        v: 1,
        key: 'form:T061EG9R6:VNHU13V36:156663117.cd33ad1f',
        at: AT,
        actor: 'U061F7AUR',
        place: {
          platform: 'slack',
          scope: 'T061EG9R6',
          channel: 'C0LAN2Q65',
          channelKind: 'public',
          channelName: 'general',
        },
        kind: 'action',
        from: 'form',
        action: {
          verb: 'edit',
          options: { item: 'W-12', version: '3', title: 'Send the new offer', due: '', priority: 'high' },
        },
        on: { platform: 'slack', scope: 'T061EG9R6', channel: 'C0LAN2Q65', message: '1515449522.000016' },
      },
    });
  });

  test.each([
    ['no metadata', ''],
    ['metadata of another version', '{"v":2}'],
    [
      'metadata of another team',
      JSON.stringify({ ...metadata(), place: { ...metadata().place, scope: 'T2' } }),
    ],
  ])('with %s is refused as stale', (_name, words) => {
    const payload = fixture('view-submission');
    payload.view.private_metadata = words;
    expect(parseForm(payload, AT)).toMatchObject({
      refuse: { summary: expect.stringContaining('older version') },
    });
  });

  test.each(SHAPELESS)('is not %j', (payload) => {
    expect(parseForm(payload, AT)).toBeNull();
  });
});

function metadata(): Payload {
  return JSON.parse(fixture('view-submission').view.private_metadata);
}

describe('the message action', () => {
  test('captures the message’s words and author', () => {
    expect(parseShortcut(fixture('message-shortcut'), ME, AT)).toMatchObject({
      kind: 'track',
      actor: 'U0D15K92L',
      at: 1_516_229_300_000,
      place: { channel: 'D0LFFBKLZ', channelKind: 'direct' },
      message: {
        ref: { channel: 'D0LFFBKLZ', message: '1516229207.000133' },
        text: "World's smallest big cat! https://youtube.com/watch?v=W86cTIoMv2U for <all>",
        author: 'U0MJRG1AL',
      },
    });
  });

  test('of another name is none of Baton’s', () => {
    expect(parseShortcut({ ...fixture('message-shortcut'), callback_id: 'other' }, ME, AT)).toBeNull();
  });

  test.each(SHAPELESS)('is not %j', (payload) => {
    expect(parseShortcut(payload, ME, AT)).toBeNull();
  });
});
