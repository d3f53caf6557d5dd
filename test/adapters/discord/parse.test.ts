import { type APIInteraction, type APIMessage, MessageType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { formId, pageId, pressId } from '../../../src/adapters/discord/custom-id.ts';
import { reactionCharacter, reactionName } from '../../../src/adapters/discord/emoji.ts';
import {
  addresses,
  isSaid,
  madeAt,
  parseChange,
  parseInteraction,
  parseMention,
  parseReaction,
} from '../../../src/adapters/discord/parse.ts';
import { intentSchema } from '../../../src/commands/intent.ts';

const BOT = '900000000000000001';
const ID = '1292767600000000000';
const where = { scope: '700000000000000001', kind: 'public', name: 'general' } as const;
const user = { id: '800000000000000001', username: 'lena' };
const said = (more: Partial<APIMessage> = {}): APIMessage =>
  ({
    id: ID,
    channel_id: '600000000000000001',
    type: MessageType.Default,
    content: `<@${BOT}> add Offer`,
    author: user,
    flags: 0,
    ...more,
  }) as APIMessage;
const interaction = (type: number, data: object, more: object = {}): APIInteraction =>
  ({
    id: ID,
    type,
    data,
    token: 't',
    channel: { id: '600000000000000001', type: 0 },
    member: { user, roles: [] },
    ...more,
  }) as unknown as APIInteraction;
const command = (options: object[], type = 2) => interaction(type, { type: 1, name: 'baton', options });
const name22 = 'a'.repeat(22);

describe('interactions', () => {
  test('a command of a group, with options', () => {
    const given = command([
      {
        type: 2,
        name: 'team',
        options: [
          {
            type: 1,
            name: 'add',
            options: [
              { type: 3, name: 'team', value: '@design' },
              { type: 3, name: 'people', value: '@bo' },
            ],
          },
        ],
      },
    ]);
    const { asked } = parseInteraction(given, where);
    expect(asked).toMatchObject({
      asks: 'act',
      intent: {
        kind: 'action',
        from: 'command',
        key: `discord:interaction:${ID}`,
        actor: user.id,
        at: madeAt(ID),
        action: { verb: 'team add', options: { team: '@design', people: '@bo' } },
      },
    });
    expect(intentSchema.safeParse(asked.asks === 'act' && asked.intent).success).toBe(true);
  });

  test('completion tells which option is being typed', () => {
    const given = command(
      [
        {
          type: 1,
          name: 'block',
          options: [
            { type: 3, name: 'item', value: 'W-1' },
            { type: 3, name: 'on', value: 'off', focused: true },
          ],
        },
      ],
      4,
    );
    expect(parseInteraction(given, where).asked).toEqual({
      asks: 'completion',
      verb: 'block',
      option: 'on',
      typed: 'off',
    });
  });

  test('Track with Baton carries the message', () => {
    const given = interaction(2, {
      type: 3,
      name: 'Track with Baton',
      target_id: ID,
      resolved: { messages: { [ID]: said({ content: 'Order laptops' }) } },
    });
    expect(parseInteraction(given, where).asked).toMatchObject({
      asks: 'act',
      intent: {
        kind: 'track',
        message: { text: 'Order laptops', author: user.id, ref: { scope: where.scope, message: ID } },
      },
    });
  });

  test('a press says what it means, and on which message', () => {
    const { id } = pressId({ action: { verb: 'claim', options: { item: 'W-1' } } }, '', 0);
    const { asked, on } = parseInteraction(
      interaction(3, { custom_id: id, component_type: 2 }, { message: said() }),
      where,
    );
    expect(asked).toMatchObject({
      asks: 'act',
      intent: { from: 'press', action: { verb: 'claim', options: { item: 'W-1' } } },
    });
    expect(on).toMatchObject({ channel: '600000000000000001', message: ID });
  });

  test('a press on a message that one person sees is on none', () => {
    const { id } = pressId({ action: { verb: 'claim', options: {} } }, '', 0);
    expect(
      parseInteraction(interaction(3, { custom_id: id }, { message: said({ flags: 64 }) }), where).on,
    ).toBeUndefined();
  });

  test('what is chosen fills its option', () => {
    const { id } = pressId({ action: { verb: 'show', options: {} }, option: 'item' }, '', 0);
    expect(
      parseInteraction(interaction(3, { custom_id: id, component_type: 3, values: ['W-7'] }), where).asked,
    ).toMatchObject({ asks: 'act', intent: { action: { verb: 'show', options: { item: 'W-7' } } } });
  });

  test('pages and forms', () => {
    expect(parseInteraction(interaction(3, { custom_id: pageId(name22, 1) }), where).asked).toEqual({
      asks: 'open page',
      id: name22,
      page: 1,
    });
    expect(parseInteraction(interaction(3, { custom_id: formId(name22) }), where).asked).toEqual({
      asks: 'send form',
      id: name22,
    });
    const sent = interaction(5, {
      custom_id: pageId(name22, 0),
      components: [{ type: 18, component: { custom_id: 'title', value: 'Offer' } }],
    });
    expect(parseInteraction(sent, where).asked).toEqual({
      asks: 'sent page',
      id: name22,
      page: 0,
      typed: { title: 'Offer' },
    });
  });

  test.each([
    ['another command', interaction(2, { type: 1, name: 'other', options: [] })],
    ['a button of nobody', interaction(3, { custom_id: 'x' })],
    ['a user command', interaction(2, { type: 2, name: 'baton' })],
    ['a ping', interaction(1, {})],
  ])('%s is none of ours', (_words, given) => {
    expect(parseInteraction(given, where).asked).toEqual({ asks: 'unknown' });
  });
});

describe('messages', () => {
  test.each([
    ['a mention', said(), 'public', true],
    ['a mention by nickname', said({ content: `hey <@!${BOT}>` }), 'private', true],
    ['words to nobody', said({ content: 'hello' }), 'public', false],
    ['words written directly', said({ content: 'hello' }), 'direct', true],
    ['a bot’s mention', said({ author: { ...user, bot: true } as APIMessage['author'] }), 'public', false],
    ['a webhook’s', said({ webhook_id: '1' }), 'public', false],
    ['Discord’s own', said({ type: MessageType.UserJoin }), 'direct', false],
  ] as const)('%s', (_words, message, kind, expected) => {
    expect(addresses(message, BOT, kind)).toBe(expected);
    expect(isSaid(message) || !expected).toBe(true);
  });

  test('a reply carries what it answers', () => {
    const root = said({ id: '1292767500000000000', content: 'The offer is late' });
    const reply = said({
      type: MessageType.Reply,
      content: `<@${BOT}>`,
      referenced_message: root,
      message_reference: { message_id: root.id } as never,
    });
    const intent = parseMention(reply, BOT, where, null);
    expect(intent).toMatchObject({
      text: '',
      replyTo: { text: 'The offer is late', ref: { message: root.id } },
      place: { thread: root.id },
      said: { ref: { thread: root.id } },
    });
    expect(intentSchema.safeParse(intent).success).toBe(true);
  });

  test('a mention alone in a thread is about what the thread hangs from', () => {
    const root = {
      ref: { platform: 'discord', scope: where.scope, channel: 'c', message: 'm' },
      text: 'Root',
      author: null,
    } as const;
    expect(parseMention(said({ content: `<@${BOT}> ` }), BOT, where, root)).toMatchObject({
      text: '',
      replyTo: { text: 'Root' },
    });
  });

  test('an edit and a removal have names of their own', () => {
    const change = { channel: 'c', message: 'm', actor: null };
    const edited = parseChange(change, { edited: '2026-10-23T10:00:00.000000+00:00' }, where, 5);
    const deleted = parseChange(change, 'deleted', where, 5);
    expect(edited).toMatchObject({ change: 'edited', at: Date.UTC(2026, 9, 23, 10) });
    expect(deleted).toMatchObject({ change: 'deleted', at: 5, on: { channel: 'c', message: 'm' } });
    expect(edited.key).not.toBe(deleted.key);
    expect(intentSchema.safeParse(deleted).success).toBe(true);
  });
});

describe('reactions', () => {
  test('are keyed by their packet', () => {
    const data = {
      user_id: user.id,
      channel_id: 'c',
      message_id: 'm',
      emoji: { id: null, name: '📌' },
    } as never;
    expect(parseReaction(data, true, where, 's-0-17', 5)).toMatchObject({
      key: 'discord:reaction:s-0-17',
      emoji: 'pushpin',
      present: true,
      on: { message: 'm' },
    });
  });

  test.each([
    [{ name: '📌' }, 'pushpin'],
    [{ name: '🙋🏽' }, 'raising_hand'],
    [{ name: '🙋🏿‍♀️' }, 'raising_hand'],
    [{ name: '✔️' }, 'heavy_check_mark'],
    [{ id: '1', name: 'ShipIt' }, 'shipit'],
    [{ name: '🦩' }, '🦩'],
    [{ id: '1', name: null }, ''],
  ])('%j is %s', (emoji, name) => {
    expect(reactionName(emoji)).toBe(name);
  });

  test('a name leads back to its character', () => {
    expect(reactionCharacter('white_check_mark')).toBe('✅');
    expect(reactionCharacter('shipit')).toBeNull();
  });
});

test('an id tells when it was made', () => {
  expect(new Date(madeAt('175928847299117063')).toISOString()).toBe('2016-04-30T11:18:25.796Z');
});
