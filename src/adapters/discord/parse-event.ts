/** Messages and reactions -> intents: pure. Payloads are those of the gateway, v10, as they came. */
import {
  type APIMessage,
  type GatewayMessageReactionAddDispatchData,
  type GatewayMessageReactionRemoveDispatchData,
  MessageType,
} from 'discord.js';
import type { CapturedMessage, IntentOf } from '../../commands/intent.ts';
import type { ChannelKind } from '../../coordination/places.ts';
import { reactionName } from './emoji.ts';
import { capturedOf, madeAt, placeOf, refOf, type Where } from './refs.ts';

const SAID: readonly MessageType[] = [MessageType.Default, MessageType.Reply];

/** Something that a person said: messages of bots, and of Discord itself, are none. */
export const isSaid = ({ author, type, webhook_id }: APIMessage): boolean =>
  !author.bot && webhook_id === undefined && SAID.includes(type);

/** Whether a message addresses Baton: it is mentioned, or written to directly. */
export const addresses = (message: APIMessage, bot: string, kind: ChannelKind): boolean =>
  isSaid(message) && (kind === 'direct' || mentionOf(bot).test(message.content));

const mentionOf = (bot: string): RegExp => new RegExp(`<@!?${bot}>`);

/**
 * A message that addresses Baton. `root` is what its thread hangs from, where it stands in one and answers nothing; of a
 * message answered, Discord sends the words along.
 */
export function parseMention(
  message: APIMessage,
  bot: string,
  where: Where,
  root: CapturedMessage | null,
): IntentOf<'mention'> {
  const answered = message.type === MessageType.Reply ? message.referenced_message : null;
  const replyTo = answered ? capturedOf(answered, where.scope) : root;
  return {
    v: 1,
    key: `discord:message:${message.id}`,
    at: madeAt(message.id),
    actor: message.author.id,
    place: { ...placeOf(message.channel_id, where), ...threadOf(message, where.scope) },
    kind: 'mention',
    text: message.content.replace(mentionOf(bot), ' ').trim(),
    said: capturedOf(message, where.scope),
    ...(replyTo ? { replyTo } : {}),
  };
}

function threadOf(message: APIMessage, scope: string): { thread?: string } {
  const { thread } = refOf(message, scope);
  return thread ? { thread } : {};
}

/** A reaction carries no id: `packet` names its session, shard and sequence. */
export function parseReaction(
  data: GatewayMessageReactionAddDispatchData | GatewayMessageReactionRemoveDispatchData,
  present: boolean,
  where: Where,
  packet: string,
  now: number,
): IntentOf<'reaction'> {
  return {
    v: 1,
    key: `discord:reaction:${packet}`,
    at: now,
    actor: data.user_id,
    place: placeOf(data.channel_id, where),
    kind: 'reaction',
    emoji: reactionName(data.emoji),
    present,
    on: { platform: 'discord', scope: where.scope, channel: data.channel_id, message: data.message_id },
  };
}

/** A message that was edited or deleted. Who deleted it, Discord does not tell. */
export function parseChange(
  change: { readonly channel: string; readonly message: string; readonly actor: string | null },
  how: { readonly edited: string } | 'deleted',
  where: Where,
  now: number,
): IntentOf<'message_changed'> {
  const { channel, message, actor } = change;
  const what = how === 'deleted' ? 'deleted' : `edited:${how.edited}`;
  return {
    v: 1,
    key: `discord:message:${message}:${what}`,
    at: how === 'deleted' ? now : Date.parse(how.edited),
    actor: actor ?? '0',
    place: placeOf(channel, where),
    kind: 'message_changed',
    on: { platform: 'discord', scope: where.scope, channel, message },
    change: how === 'deleted' ? 'deleted' : 'edited',
  };
}
