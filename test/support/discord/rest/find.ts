/** Looks up what a path names, as the bot may see it. */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { may } from '../permissions.ts';
import { refusal } from '../problems.ts';
import type { HeldChannel, HeldGuild, HeldMessage, State } from '../state.ts';

/** @throws Refusal 10004 */
export function guildAt({ application, guilds }: State, id: string | undefined): HeldGuild {
  const guild = application.guilds.get(id ?? '');
  if (guild) return guild;
  throw refusal(guilds.has(id ?? '') ? 50001 : 10004);
}

/** @throws Refusal 10003, or 50001 when the bot may not see it */
export function channelAt({ application, channels }: State, id: string | undefined): HeldChannel {
  const channel = channels.get(id ?? '');
  if (!channel) throw refusal(10003);
  const { guild } = channel;
  if (
    guild &&
    (!application.guilds.has(guild.id) || !may(application.id, channel, PermissionFlagsBits.ViewChannel))
  )
    throw refusal(50001);
  return channel;
}

/** @throws Refusal 10008; 50001 or 50013 when the bot may not read there */
export function messageAt(state: State, channelId: string | undefined, id: string | undefined): HeldMessage {
  const channel = channelAt(state, channelId);
  need(state, channel, PermissionFlagsBits.ReadMessageHistory);
  const message = state.messages.get(id ?? '');
  if (!message || message.channel !== channel || message.onlyFor !== null) throw refusal(10008);
  return message;
}

/** @throws Refusal 50013 */
export function need({ application }: State, channel: HeldChannel, bits: bigint): void {
  if (!may(application.id, channel, bits)) throw refusal(50013);
}
