/** Northwind as a Discord server: the same people and channels as everywhere, and an owner who never speaks. */
import { type APIUser, PermissionFlagsBits } from 'discord-api-types/v10';
import { CAST, CHANNELS } from '../../../src/adapters/playground/cast.ts';
import type { FakeDiscord } from './fake-discord.ts';
import type { HeldChannel, HeldGuild } from './state.ts';

export interface DiscordCast {
  readonly guild: HeldGuild;
  /** By handle, which is their user name. */
  readonly users: ReadonlyMap<string, APIUser>;
  /** By name. */
  readonly channels: ReadonlyMap<string, HeldChannel>;
  /** The role that everyone has but the guest. */
  readonly memberRole: string;
}

/**
 * Ana has Manage Server. Everyone has the role Member but the guest, who has one that some channels are closed to; #leads
 * is open to its three people and to the bot.
 */
export function castNorthwind({ build, state }: FakeDiscord): DiscordCast {
  const guild = build.guild('Northwind', build.user('owner', { globalName: 'The owner' }));
  const memberRole = build.role(guild, 'Member');
  const guestRole = build.role(guild, 'Guest');
  const manager = build.role(guild, 'Manager', PermissionFlagsBits.ManageGuild);
  const users = new Map<string, APIUser>();
  for (const { handle, name, kind, role } of CAST) {
    const agent = kind === 'agent';
    const user = build.user(handle, { globalName: agent ? null : name, bot: agent });
    const roles = [role === 'guest' ? guestRole : memberRole, ...(role === 'admin' ? [manager] : [])];
    build.join(guild, user, { roles, nick: agent ? name : null });
    users.set(handle, user);
  }
  const channels = new Map<string, HeldChannel>();
  for (const { name, topic, kind, members } of CHANNELS) {
    const people = members.flatMap((handle) => users.get(handle) ?? []);
    const open = members.length === CAST.length ? {} : { except: [guestRole] };
    const to = kind === 'private' ? { only: [...people, state.application.user] } : open;
    channels.set(name, build.channel(guild, name, { topic, ...to }));
  }
  build.invite(guild);
  return { guild, users, channels, memberRole };
}
