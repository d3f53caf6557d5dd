import { type APIMessage, MessageType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import {
  addresses,
  isSaid,
  parseChange,
  parseMention,
  parseReaction,
} from '../../../src/adapters/discord/parse-event.ts';
import { intentSchema } from '../../../src/commands/intent.ts';
import { BOT, said, user, where } from './told.ts';

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
});
