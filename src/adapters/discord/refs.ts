/** Discord's ids -> places, messages and times. */
import { type APIMessage, MessageType } from 'discord.js';
import type { CapturedMessage, Place } from '../../commands/intent.ts';
import type { ChannelKind, MessageRef } from '../../coordination/places.ts';

/** What is known of a channel that something happened in. */
export interface Where {
  /** The server; of a direct message, the one whose workspace it belongs to. */
  readonly scope: string;
  readonly kind: ChannelKind;
  readonly name: string;
}

const EPOCH = 1_420_070_400_000n;

/** When something was made, by its id: https://discord.com/developers/docs/reference#snowflakes */
export const madeAt = (snowflake: string): number => Number((BigInt(snowflake) >> 22n) + EPOCH);

export const placeOf = (channel: string, { scope, kind, name }: Where): Place => ({
  platform: 'discord',
  scope,
  channel,
  channelKind: kind,
  channelName: name,
});

/** Of a message that answers another, that one is the root. */
export const refOf = (message: APIMessage, scope: string): MessageRef => ({
  platform: 'discord',
  scope,
  channel: message.channel_id,
  message: message.id,
  ...(message.message_reference?.message_id && message.type === MessageType.Reply
    ? { thread: message.message_reference.message_id }
    : {}),
});

export const capturedOf = (message: APIMessage, scope: string): CapturedMessage => ({
  ref: refOf(message, scope),
  text: message.content,
  author: message.author.id,
});
