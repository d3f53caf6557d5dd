/** Members and channels of a server -> what Baton notes of them. Roles, overwrites and permissions as Discord's documentation computes them. */
import { ChannelType, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import type { Role } from '../../coordination/people/person.ts';
import type { ChannelProfile, Profile } from '../../coordination/people/profile.ts';
import type { ChannelKind } from '../../coordination/places.ts';

export interface UserFacts {
  readonly id: string;
  readonly username: string;
  readonly global_name?: string | null | undefined;
  readonly bot?: boolean | undefined;
}

export interface MemberFacts {
  readonly user: UserFacts;
  readonly nick?: string | null | undefined;
  readonly roles: readonly string[];
}

export interface RoleFacts {
  readonly id: string;
  readonly name: string;
  readonly permissions: bigint;
}

export interface Overwrite {
  /** A role, or a member. */
  readonly id: string;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface ChannelFacts {
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  /** Of a thread: the channel that it hangs from, whose rules are its own. */
  readonly parent: ChannelFacts | null;
  readonly overwrites: readonly Overwrite[];
}

export interface ServerFacts {
  readonly id: string;
  readonly ownerId: string;
  readonly roles: readonly RoleFacts[];
  readonly channels: readonly ChannelFacts[];
}

const { Administrator, ManageGuild, SendMessages, SendMessagesInThreads, ViewChannel } = PermissionFlagsBits;
const has = (permissions: bigint, one: bigint): boolean => (permissions & one) === one;

/** What a member may do in the whole server. The role that everyone has bears the server's own id. */
function serverPermissions(server: ServerFacts, { user, roles }: MemberFacts): bigint {
  if (user.id === server.ownerId) return Administrator;
  return server.roles
    .filter(({ id }) => id === server.id || roles.includes(id))
    .reduce((all, { permissions }) => all | permissions, 0n);
}

/** https://discord.com/developers/docs/topics/permissions#permission-overwrites */
function permissionsIn(server: ServerFacts, channel: ChannelFacts, member: MemberFacts): bigint {
  const base = serverPermissions(server, member);
  if (has(base, Administrator)) return PermissionsBitField.All;
  const { overwrites } = channel.parent ?? channel;
  const over = (permissions: bigint, which: readonly Overwrite[]): bigint => {
    const deny = which.reduce((all, one) => all | one.deny, 0n);
    const allow = which.reduce((all, one) => all | one.allow, 0n);
    return (permissions & ~deny) | allow;
  };
  const everyone = over(
    base,
    overwrites.filter(({ id }) => id === server.id),
  );
  const roles = over(
    everyone,
    overwrites.filter(({ id }) => id !== server.id && member.roles.includes(id)),
  );
  return over(
    roles,
    overwrites.filter(({ id }) => id === member.user.id),
  );
}

export const sees = (server: ServerFacts, channel: ChannelFacts, member: MemberFacts): boolean =>
  has(permissionsIn(server, channel, member), ViewChannel);

/** Whether a member may say something there. */
export const mayWrite = (server: ServerFacts, channel: ChannelFacts, member: MemberFacts): boolean =>
  has(
    permissionsIn(server, channel, member),
    ViewChannel | (isThread(channel) ? SendMessagesInThreads : SendMessages),
  );

const NOBODY: MemberFacts = { user: { id: '', username: '' }, roles: [] };

/** Private is what not every member of the server sees. */
export function kindOf(server: ServerFacts, channel: ChannelFacts): Exclude<ChannelKind, 'direct'> {
  if (channel.type === ChannelType.PrivateThread) return 'private';
  return sees(server, channel, NOBODY) ? 'public' : 'private';
}

export const channelProfile = (server: ServerFacts, channel: ChannelFacts): ChannelProfile => ({
  channel: channel.id,
  kind: kindOf(server, channel),
  name: channel.name,
  archived: false,
  // Discord lists nobody: who is in it is told with what each member may see.
  members: null,
});

/** Manage Server makes an admin; where a member role is named, who lacks it is a guest. A bot is neither. */
function roleOf(server: ServerFacts, member: MemberFacts, memberRole: string | null): Role {
  const permissions = serverPermissions(server, member);
  if (!member.user.bot && (has(permissions, ManageGuild) || has(permissions, Administrator))) return 'admin';
  if (memberRole === null || member.user.bot) return 'member';
  return member.roles.includes(memberRole) ? 'member' : 'guest';
}

/** Threads are told of when somebody acts in one. */
const isThread = ({ type }: ChannelFacts): boolean =>
  type === ChannelType.PublicThread ||
  type === ChannelType.PrivateThread ||
  type === ChannelType.AnnouncementThread;

/** `memberRole` is the id of the role that makes a member, where one is named. */
export function profileOf(server: ServerFacts, member: MemberFacts, memberRole: string | null): Profile {
  const { user, nick } = member;
  const role = roleOf(server, member, memberRole);
  const channels = server.channels
    .filter((channel) => !isThread(channel) && sees(server, channel, member))
    .map((channel) => channelProfile(server, channel));
  return {
    handle: user.username,
    name: nick || user.global_name || user.username,
    kind: user.bot ? 'agent' : 'human',
    role,
    zone: null,
    active: true,
    // A guest sees no others; all see what is public.
    channels: role === 'guest' ? channels : channels.filter(({ kind }) => kind === 'private'),
  };
}

/** Private channels of the server that a member does not see. */
export const unseenBy = (server: ServerFacts, member: MemberFacts): string[] =>
  server.channels
    .filter((channel) => !isThread(channel) && !sees(server, channel, member))
    .map(({ id }) => id);

/** Someone who is not in the server, or no longer. */
export const strangerProfile = (user: UserFacts): Profile => ({
  handle: user.username,
  name: user.global_name || user.username,
  kind: user.bot ? 'agent' : 'human',
  role: 'guest',
  zone: null,
  active: false,
  channels: [],
});
