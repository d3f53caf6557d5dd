/** Records of the state as the API and the gateway write them. */
import {
  type APIGuildMember,
  type APIMessage,
  ApplicationFlags,
  ChannelType,
  GuildMemberFlags,
} from 'discord-api-types/v10';
import { permissionsIn, sees } from './permissions.ts';
import type { Application, HeldChannel, HeldGuild, HeldMember, HeldMessage, State } from './state.ts';

export const memberPayload = ({ user, nick, roles, joinedAt }: HeldMember): APIGuildMember => ({
  user,
  nick,
  roles,
  joined_at: joinedAt,
  avatar: null,
  banner: null,
  communication_disabled_until: null,
  deaf: false,
  mute: false,
  pending: false,
  premium_since: null,
  flags: GuildMemberFlags.CompletedOnboarding,
});

export function channelPayload(channel: HeldChannel): object {
  const { id, type, guild, name, topic, parent, thread } = channel;
  const last_message_id = channel.messages.at(-1)?.api.id ?? null;
  if (type === ChannelType.DM)
    return { id, type, last_message_id, recipients: channel.recipient ? [channel.recipient] : [], flags: 0 };
  if (thread)
    return {
      id,
      type,
      guild_id: guild?.id,
      parent_id: parent?.id ?? null,
      owner_id: thread.owner,
      name,
      last_message_id,
      message_count: channel.messages.length,
      total_message_sent: channel.messages.length,
      member_count: thread.members.size,
      rate_limit_per_user: 0,
      applied_tags: thread.tags,
      flags: 0,
      thread_metadata: {
        archived: thread.archived,
        auto_archive_duration: 1440,
        archive_timestamp: thread.madeAt,
        create_timestamp: thread.madeAt,
        locked: thread.locked,
      },
    };
  return {
    id,
    type,
    guild_id: guild?.id,
    name,
    topic,
    parent_id: parent?.id ?? null,
    position: 0,
    permission_overwrites: [...channel.overwrites.values()],
    nsfw: false,
    last_message_id,
    rate_limit_per_user: 0,
    flags: 0,
    ...(type === ChannelType.GuildForum ? { available_tags: [], default_reaction_emoji: null } : {}),
  };
}

/** What an interaction says of the channel it comes from. */
export function interactionChannel(channel: HeldChannel, userId: string): object {
  if (!channel.guild) return channelPayload(channel);
  return { ...channelPayload(channel), permissions: String(permissionsIn(channel.guild, userId, channel)) };
}

export function guildPayload(guild: HeldGuild): object {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()],
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    max_members: 500_000,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    nsfw_level: 0,
    incidents_data: null,
  };
}

/** GUILD_CREATE. Without the presences intent its members are the bot alone. */
export function guildCreated(guild: HeldGuild, { user }: Application, withMembers: boolean): object {
  const own = guild.members.get(user.id);
  const members = withMembers ? [...guild.members.values()] : own ? [own] : [];
  return {
    ...guildPayload(guild),
    joined_at: own?.joinedAt ?? null,
    large: guild.members.size > 50,
    unavailable: false,
    member_count: guild.members.size,
    members: members.map(memberPayload),
    channels: [...guild.channels.values()].map(channelPayload),
    threads: [...guild.threads.values()]
      .filter((t) => !t.thread?.archived && sees(user.id, t))
      .map(channelPayload),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** Whether the message tells its content to a bot without the MessageContent intent. */
export function tellsContent({ api, channel }: HeldMessage, { user }: Application): boolean {
  return !channel.guild || api.author.id === user.id || api.mentions.some((m) => m.id === user.id);
}

/** With its reactions, as the bot reads it. */
export function messagePayload(
  message: HeldMessage,
  { application }: State,
  withContent?: boolean,
): APIMessage {
  const shown = withContent ?? (application.privileged.messageContent || tellsContent(message, application));
  const { api, reactions } = message;
  if (shown && reactions.size === 0) return api;
  return {
    ...api,
    ...(reactions.size > 0 ? { reactions: reactionsOf(message, application.user.id) } : {}),
    ...(shown ? {} : WITHHELD),
  } as APIMessage;
}

const WITHHELD = { content: '', embeds: [], attachments: [], components: [] };

const reactionsOf = ({ reactions }: HeldMessage, botId: string) =>
  [...reactions.values()].map(({ emoji, users }) => ({
    emoji,
    count: users.size,
    count_details: { burst: 0, normal: users.size },
    burst_colors: [],
    me: users.has(botId),
    me_burst: false,
  }));

export function applicationFlags({
  messageContent,
  guildMembers,
  presences,
}: Application['privileged']): number {
  return (
    (messageContent ? ApplicationFlags.GatewayMessageContentLimited : 0) |
    (guildMembers ? ApplicationFlags.GatewayGuildMembersLimited : 0) |
    (presences ? ApplicationFlags.GatewayPresenceLimited : 0)
  );
}
