/** A message as the gateway tells it, of lena's in a public channel. */
import { type APIMessage, MessageType } from 'discord.js';

export const BOT = '900000000000000001';
export const ID = '1292767600000000000';
export const where = { scope: '700000000000000001', kind: 'public', name: 'general' } as const;
export const user = { id: '800000000000000001', username: 'lena' };
export const said = (more: Partial<APIMessage> = {}): APIMessage =>
  ({
    id: ID,
    channel_id: '600000000000000001',
    type: MessageType.Default,
    content: `<@${BOT}> add Offer`,
    author: user,
    flags: 0,
    ...more,
  }) as APIMessage;
