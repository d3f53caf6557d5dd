/** Reactions come and go. */
import { type APIUser, GatewayIntentBits } from 'discord-api-types/v10';
import type { Core } from './core.ts';
import { tellIn } from './message-events.ts';
import { memberPayload } from './payloads.ts';
import type { HeldChannel, HeldMessage } from './state.ts';

/** Adds or takes a reaction; nothing happens when that changes nothing. Returns whether it did. */
export function react(
  core: Core,
  message: HeldMessage,
  emoji: { readonly id: string | null; readonly name: string },
  user: APIUser,
  present: boolean,
): boolean {
  const key = emoji.id ?? emoji.name;
  const reaction = message.reactions.get(key) ?? { emoji, users: new Set<string>() };
  if (reaction.users.has(user.id) === present) return false;
  if (present) reaction.users.add(user.id);
  else reaction.users.delete(user.id);
  if (reaction.users.size > 0) message.reactions.set(key, reaction);
  else message.reactions.delete(key);
  const { channel, api } = message;
  const member = channel.guild?.members.get(user.id);
  const added = {
    ...(member ? { member: memberPayload(member) } : {}),
    message_author_id: api.author.id,
    burst_colors: [],
  };
  tellIn(
    core,
    channel,
    present ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
    { user_id: user.id, message_id: api.id, emoji, burst: false, type: 0, ...(present ? added : {}) },
    reactionIntent(channel),
  );
  return true;
}

/** All reactions of a message go, or those of one emoji. */
export function clearReactions(core: Core, message: HeldMessage, emoji?: string): void {
  const { channel, reactions, api } = message;
  if (emoji === undefined) reactions.clear();
  else reactions.delete(emoji);
  const t = emoji === undefined ? 'MESSAGE_REACTION_REMOVE_ALL' : 'MESSAGE_REACTION_REMOVE_EMOJI';
  const which = emoji === undefined ? {} : { emoji: { id: null, name: emoji } };
  tellIn(core, channel, t, { message_id: api.id, ...which }, reactionIntent(channel));
}

const reactionIntent = ({ guild }: HeldChannel): number =>
  guild ? GatewayIntentBits.GuildMessageReactions : GatewayIntentBits.DirectMessageReactions;
