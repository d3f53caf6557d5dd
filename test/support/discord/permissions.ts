/** Who may do what where: https://discord.com/developers/docs/topics/permissions#permission-overwrites */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { HeldChannel, HeldGuild } from './state.ts';

export const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What everyone may in a new guild. */
export const ORDINARY =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.UseApplicationCommands;

export function permissionsIn(guild: HeldGuild, userId: string, channel: HeldChannel | null): bigint {
  const member = guild.members.get(userId);
  if (!member) return 0n;
  if (guild.ownerId === userId) return EVERYTHING;
  let bits = BigInt(guild.roles.get(guild.id)?.permissions ?? 0);
  for (const id of member.roles) bits |= BigInt(guild.roles.get(id)?.permissions ?? 0);
  if (bits & PermissionFlagsBits.Administrator) return EVERYTHING;
  // A thread has no overwrites of its own.
  const overwrites = (channel?.thread ? channel.parent : channel)?.overwrites;
  if (!overwrites?.size) return bits;
  const apply = (deny: bigint, allow: bigint): void => {
    bits = (bits & ~deny) | allow;
  };
  const of = (id: string) => overwrites.get(id);
  const everyone = of(guild.id);
  if (everyone) apply(BigInt(everyone.deny), BigInt(everyone.allow));
  const ofRoles = member.roles.flatMap((id) => of(id) ?? []);
  apply(
    ofRoles.reduce((all, o) => all | BigInt(o.deny), 0n),
    ofRoles.reduce((all, o) => all | BigInt(o.allow), 0n),
  );
  const own = of(userId);
  if (own) apply(BigInt(own.deny), BigInt(own.allow));
  return bits;
}

/** Whether all of the bits are granted; everything is, in a direct channel of one's own. */
export function may(userId: string, channel: HeldChannel, bits: bigint): boolean {
  if (!channel.guild) return true;
  return (permissionsIn(channel.guild, userId, channel) & bits) === bits;
}

export const sees = (userId: string, channel: HeldChannel): boolean =>
  may(userId, channel, PermissionFlagsBits.ViewChannel);
