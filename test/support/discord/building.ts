/** Users, guilds, channels and threads come and go; the gateway tells the bot. */
import {
  type APIUser,
  ChannelType,
  GatewayIntentBits,
  OverwriteType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Core } from './core.ts';
import { channelPayload, guildCreated, guildPayload, memberPayload } from './payloads.ts';
import { ORDINARY, sees } from './permissions.ts';
import {
  channelOf,
  type HeldChannel,
  type HeldGuild,
  type HeldMember,
  type HeldUser,
  userOf,
} from './state.ts';

/** What Baton's invitation asks for: nothing that an administrator has. */
const INVITED =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles;

export class Building {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  user(name: string, { globalName = null as string | null, bot = false } = {}): APIUser {
    const { state } = this.#core;
    const api = userOf(state.ids.next(), { name, globalName, bot });
    const held: HeldUser = { api, refusesDirect: false };
    state.users.set(api.id, held);
    return api;
  }

  guild(name: string, owner: APIUser): HeldGuild {
    const { state } = this.#core;
    const id = state.ids.next();
    const guild: HeldGuild = {
      id,
      name,
      ownerId: owner.id,
      roles: new Map(),
      members: new Map(),
      channels: new Map(),
      threads: new Map(),
      commands: new Map(),
    };
    this.#addRole(guild, id, '@everyone', ORDINARY);
    state.guilds.set(id, guild);
    this.join(guild, owner);
    return guild;
  }

  role(guild: HeldGuild, name: string, permissions = 0n): string {
    const id = this.#core.state.ids.next();
    const role = this.#addRole(guild, id, name, permissions);
    this.#tell(guild, 'GUILD_ROLE_CREATE', { guild_id: guild.id, role });
    return id;
  }

  #addRole(guild: HeldGuild, id: string, name: string, permissions: bigint, managed = false) {
    const role = {
      id,
      name,
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      icon: null,
      unicode_emoji: null,
      position: guild.roles.size,
      permissions: String(permissions),
      managed,
      mentionable: false,
      flags: 0,
    };
    guild.roles.set(id, role);
    return role;
  }

  /** What a role gives from now on. */
  setRole(guild: HeldGuild, id: string, permissions: bigint): void {
    const role = guild.roles.get(id);
    if (!role) throw new Error(`${guild.name} has no role ${id}`);
    role.permissions = String(permissions);
    this.#tell(guild, 'GUILD_ROLE_UPDATE', { guild_id: guild.id, role });
  }

  /** Nobody has it any more, and no channel allows or denies it anything. */
  removeRole(guild: HeldGuild, id: string): void {
    guild.roles.delete(id);
    for (const member of guild.members.values()) member.roles = member.roles.filter((role) => role !== id);
    for (const channel of guild.channels.values()) channel.overwrites.delete(id);
    this.#tell(guild, 'GUILD_ROLE_DELETE', { guild_id: guild.id, role_id: id });
  }

  join(
    guild: HeldGuild,
    user: APIUser,
    { roles = [] as string[], nick = null as string | null } = {},
  ): HeldMember {
    const member = { user, nick, roles, joinedAt: this.#core.state.stamp() };
    guild.members.set(user.id, member);
    this.#tell(
      guild,
      'GUILD_MEMBER_ADD',
      { guild_id: guild.id, ...memberPayload(member) },
      GatewayIntentBits.GuildMembers,
    );
    return member;
  }

  leave(guild: HeldGuild, user: APIUser): void {
    guild.members.delete(user.id);
    this.#tell(guild, 'GUILD_MEMBER_REMOVE', { guild_id: guild.id, user }, GatewayIntentBits.GuildMembers);
  }

  setMember(guild: HeldGuild, user: APIUser, change: { roles?: string[]; nick?: string | null }): void {
    const member = guild.members.get(user.id);
    if (!member) throw new Error(`${user.username} is no member of ${guild.name}`);
    Object.assign(member, change);
    // Of itself the bot is told without the privileged intent: https://docs.discord.com/developers/events/gateway#caveats
    const isItself = user.id === this.#core.state.application.id;
    this.#tell(
      guild,
      'GUILD_MEMBER_UPDATE',
      { guild_id: guild.id, ...memberPayload(member) },
      isItself ? 0 : GatewayIntentBits.GuildMembers,
    );
  }

  /** The bot joins, with a role of its own. */
  invite(guild: HeldGuild, permissions = INVITED): void {
    const { state, gateway } = this.#core;
    const { application } = state;
    const role = this.#addRole(guild, state.ids.next(), application.user.username, permissions, true);
    guild.members.set(application.id, {
      user: application.user,
      nick: null,
      roles: [role.id],
      joinedAt: state.stamp(),
    });
    application.guilds.set(guild.id, guild);
    gateway.send({
      t: 'GUILD_CREATE',
      d: guildCreated(guild, application, false),
      guild: guild.id,
      intents: GatewayIntentBits.Guilds,
    });
  }

  expel(guild: HeldGuild): void {
    const { application } = this.#core.state;
    this.#tell(guild, 'GUILD_DELETE', { id: guild.id });
    guild.members.delete(application.id);
    guild.commands.clear();
    application.guilds.delete(guild.id);
  }

  /** An outage: the guild is there, but not to be had. */
  outage(guild: HeldGuild, over: boolean): void {
    if (over) this.#tell(guild, 'GUILD_CREATE', guildCreated(guild, this.#core.state.application, false));
    else this.#tell(guild, 'GUILD_DELETE', { id: guild.id, unavailable: true });
  }

  /**
   * @param only people, and ids of roles, that see it; left out, everyone does
   * @param except ids of roles that do not
   */
  channel(
    guild: HeldGuild,
    name: string,
    { topic = null as string | null, only, except = [], type = ChannelType.GuildText }: ChannelOptions = {},
  ): HeldChannel {
    const channel = channelOf(this.#core.state.ids.next(), type, { guild, name, topic });
    const view = String(PermissionFlagsBits.ViewChannel);
    const overwrite = (id: string, type: OverwriteType, sees: boolean): void => {
      channel.overwrites.set(id, { id, type, allow: sees ? view : '0', deny: sees ? '0' : view });
    };
    if (only) overwrite(guild.id, OverwriteType.Role, false);
    for (const one of only ?? [])
      if (typeof one === 'string') overwrite(one, OverwriteType.Role, true);
      else overwrite(one.id, OverwriteType.Member, true);
    for (const role of except) overwrite(role, OverwriteType.Role, false);
    guild.channels.set(channel.id, channel);
    this.#core.state.channels.set(channel.id, channel);
    this.#tell(guild, 'CHANNEL_CREATE', channelPayload(channel));
    return channel;
  }

  rename(channel: HeldChannel, name: string): void {
    channel.name = name;
    if (channel.guild)
      this.#tell(channel.guild, channel.thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', channelPayload(channel));
  }

  /** Takes a member's sight of a channel, or gives it back. */
  hide(channel: HeldChannel, member: string, hidden: boolean): void {
    const deny = String(PermissionFlagsBits.ViewChannel);
    if (hidden) channel.overwrites.set(member, { id: member, type: OverwriteType.Member, allow: '0', deny });
    else channel.overwrites.delete(member);
    if (channel.guild) this.#tell(channel.guild, 'CHANNEL_UPDATE', channelPayload(channel));
  }

  removeChannel(channel: HeldChannel): void {
    this.#core.state.channels.delete(channel.id);
    channel.guild?.channels.delete(channel.id);
    channel.guild?.threads.delete(channel.id);
    if (channel.guild)
      this.#tell(channel.guild, channel.thread ? 'THREAD_DELETE' : 'CHANNEL_DELETE', channelPayload(channel));
  }

  /** A thread; one that hangs from a message has its id. */
  thread(
    parent: HeldChannel,
    name: string,
    owner: APIUser,
    { from = null as string | null, isPrivate = false } = {},
  ): HeldChannel {
    const { guild } = parent;
    if (!guild) throw new Error('a direct channel has no threads');
    const { state } = this.#core;
    const thread = channelOf(
      from ?? state.ids.next(),
      isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread,
      {
        guild,
        name,
        parent,
        thread: {
          owner: owner.id,
          members: new Set([owner.id]),
          tags: [],
          madeAt: state.stamp(),
          archived: false,
          locked: false,
        },
      },
    );
    guild.threads.set(thread.id, thread);
    state.channels.set(thread.id, thread);
    if (sees(state.application.id, thread))
      this.#tell(guild, 'THREAD_CREATE', { ...channelPayload(thread), newly_created: true });
    return thread;
  }

  archive(thread: HeldChannel, archived: boolean, locked = false): void {
    if (!thread.thread || !thread.guild) throw new Error(`${thread.name} is no thread`);
    thread.thread.archived = archived;
    thread.thread.locked = locked;
    this.#tell(thread.guild, 'THREAD_UPDATE', channelPayload(thread));
  }

  #tell(guild: HeldGuild, t: string, d: object, intents: number = GatewayIntentBits.Guilds): void {
    if (!this.#core.state.application.guilds.has(guild.id)) return;
    this.#core.gateway.send({ t, d, guild: guild.id, intents });
  }

  /** What the API tells of a guild. */
  payload(guild: HeldGuild): object {
    return guildPayload(guild);
  }
}

export interface ChannelOptions {
  readonly topic?: string | null;
  readonly only?: readonly (APIUser | string)[] | undefined;
  readonly except?: readonly string[];
  readonly type?: ChannelType;
}
