/** Writing, changing and removing messages, by bots and people alike: state, gateway and ledger move together. */
import {
  type APIMessage,
  type APIMessageReference,
  type APIUser,
  ChannelType,
  GatewayIntentBits,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import type { Gateway } from './gateway.ts';
import type { Effect, Ledger } from './ledger.ts';
import { type Loose, numbered, textsOf } from './limits/components.ts';
import { EPHEMERAL, type MessageBody } from './limits/message.ts';
import { memberPayload, messagePayload, tellsContent } from './payloads.ts';
import { sees } from './permissions.ts';
import type { HeldChannel, HeldMessage, State } from './state.ts';

/** What everything here works on. */
export interface World {
  readonly state: State;
  readonly gateway: Gateway;
  readonly ledger: Ledger;
}

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Written {
  readonly channel: HeldChannel;
  readonly author: APIUser;
  readonly body: MessageBody;
  readonly files?: readonly StoredFile[];
  /** Set for an answer to an interaction. */
  readonly interaction?: { readonly id: string; readonly user: APIUser; readonly type: number };
}

/** Attachments, by id. */
export const attachments = new WeakMap<State, Map<string, StoredFile>>();

export function write(world: World, written: Written): HeldMessage {
  const { state } = world;
  const { channel, body, interaction } = written;
  const onlyFor = (body.flags ?? 0) & EPHEMERAL && interaction ? interaction.user.id : null;
  const message: HeldMessage = {
    api: messageOf(state, written),
    channel,
    reactions: new Map(),
    onlyFor,
    deleted: false,
  };
  state.keep(message);
  tell(world, 'MESSAGE_CREATE', message);
  return message;
}

/** Puts a bot's message in the ledger. */
export function enter(
  { ledger }: World,
  kind: 'message' | 'edit',
  message: HeldMessage,
  body: object,
  interaction: string | null = null,
): Effect {
  const { id, mentions, mention_everyone: everyone } = message.api;
  return ledger.add(kind, {
    channel: message.channel.id,
    message: id,
    interaction,
    body,
    rang: [...(everyone ? ['everyone'] : []), ...mentions.map((m) => m.id)],
  });
}

function messageOf(state: State, { channel, author, body, files = [], interaction }: Written): APIMessage {
  const id = state.ids.next();
  const reference = referenceOf(channel, body.message_reference);
  const replied = reference ? state.messages.get(reference.message_id ?? '') : undefined;
  const rung = mentionsOf(state, channel, body, replied);
  return {
    id,
    channel_id: channel.id,
    type:
      interaction && interaction.type <= 2
        ? MessageType.ChatInputCommand
        : reference
          ? MessageType.Reply
          : MessageType.Default,
    content: body.content ?? '',
    author,
    timestamp: state.stamp(),
    edited_timestamp: null,
    tts: false,
    mention_everyone: rung.everyone,
    mentions: rung.users,
    mention_roles: [],
    attachments: storeFiles(state, channel, body, files),
    embeds: (body.embeds ?? []).map((embed) => ({ ...embed, type: 'rich' })),
    components: numbered((body.components ?? []) as readonly Loose[]),
    pinned: false,
    flags: (body.flags ?? 0) & ~MessageFlags.SuppressNotifications,
    ...(body.nonce === undefined ? {} : { nonce: body.nonce }),
    ...(author.bot && author.id === state.application.user.id
      ? { application_id: state.application.id }
      : {}),
    ...(reference ? { message_reference: reference, referenced_message: replied?.api ?? null } : {}),
    ...(interaction
      ? {
          interaction_metadata: {
            id: interaction.id,
            type: interaction.type,
            user: interaction.user,
            authorizing_integration_owners: channel.guild ? { 0: channel.guild.id } : {},
          },
        }
      : {}),
  } as unknown as APIMessage;
}

function referenceOf(
  channel: HeldChannel,
  asked: MessageBody['message_reference'],
): APIMessageReference | null {
  if (!asked?.message_id) return null;
  return {
    type: 0,
    message_id: asked.message_id,
    channel_id: channel.id,
    ...(channel.guild ? { guild_id: channel.guild.id } : {}),
  };
}

/** Whom the message notifies: those that it names and that `allowed_mentions` lets it. */
function mentionsOf(
  state: State,
  channel: HeldChannel,
  { content, components, allowed_mentions: allowed }: MessageBody,
  replied: HeldMessage | undefined,
): { users: APIUser[]; everyone: boolean } {
  const parse = allowed?.parse as readonly string[] | undefined;
  const all = (kind: string): boolean => (allowed ? (parse?.includes(kind) ?? false) : true);
  const words = [content ?? '', ...textsOf((components ?? []) as readonly Loose[])].join('\n');
  const ids = new Set<string>();
  if (words.includes('<@'))
    for (const [, id = ''] of words.matchAll(/<@!?(\d+)>/g))
      if (all('users') || allowed?.users?.includes(id)) ids.add(id);
  const pings = allowed ? (allowed.replied_user ?? false) : true;
  if (replied && pings) ids.add(replied.api.author.id);
  const users = [...ids].flatMap((id) => state.users.get(id)?.api ?? []);
  return { users, everyone: channel.guild !== null && all('everyone') && /@(?:everyone|here)\b/.test(words) };
}

function storeFiles(
  state: State,
  channel: HeldChannel,
  { attachments: described }: MessageBody,
  files: readonly StoredFile[],
): object[] {
  if (files.length === 0) return [];
  const kept = attachments.get(state) ?? new Map<string, StoredFile>();
  attachments.set(state, kept);
  return files.map((file, i) => {
    const id = state.ids.next();
    kept.set(id, file);
    const url = `attachments/${channel.id}/${id}/${encodeURIComponent(file.name)}`;
    const description = described?.find((a) => String(a.id) === String(i))?.description;
    return {
      id,
      filename: file.name,
      size: file.bytes.length,
      content_type: file.type,
      url,
      proxy_url: url,
      ...(description ? { description } : {}),
    };
  });
}

/** Edits in place; `undefined` leaves a part as it is. */
export function rewrite(
  world: World,
  message: HeldMessage,
  body: MessageBody,
  files: readonly StoredFile[] = [],
): void {
  const { state } = world;
  const { api, channel } = message;
  const silent = body.content === undefined && body.components === undefined;
  const rung = silent ? null : mentionsOf(state, channel, body, undefined);
  message.api = {
    ...api,
    ...(body.content === undefined ? {} : { content: body.content ?? '' }),
    ...(body.embeds === undefined
      ? {}
      : { embeds: (body.embeds ?? []).map((e) => ({ ...e, type: 'rich' })) }),
    ...(body.components === undefined
      ? {}
      : { components: numbered((body.components ?? []) as readonly Loose[]) }),
    ...(body.flags === undefined ? {} : { flags: (body.flags ?? 0) | ((api.flags ?? 0) & EPHEMERAL) }),
    ...(files.length > 0 ? { attachments: storeFiles(state, channel, body, files) } : {}),
    ...(rung ? { mentions: rung.users, mention_everyone: rung.everyone } : {}),
    edited_timestamp: state.stamp(),
  } as unknown as APIMessage;
  tell(world, 'MESSAGE_UPDATE', message);
}

export function remove({ state, gateway }: World, message: HeldMessage): void {
  state.drop(message);
  const { channel, api } = message;
  if (message.onlyFor !== null || !heard(state, channel)) return;
  gateway.send({
    t: 'MESSAGE_DELETE',
    d: { id: api.id, channel_id: channel.id, ...inGuild(channel) },
    guild: channel.guild?.id ?? null,
    intents: messageIntent(channel),
  });
}

const inGuild = ({ guild }: HeldChannel): object => (guild ? { guild_id: guild.id } : {});

/** Whether the bot is told of what happens in the channel. */
export function heard({ application }: State, channel: HeldChannel): boolean {
  if (!channel.guild) return true;
  return application.guilds.has(channel.guild.id) && sees(application.user.id, channel);
}

const messageIntent = ({ guild }: HeldChannel): number =>
  guild ? GatewayIntentBits.GuildMessages : GatewayIntentBits.DirectMessages;

/** An ephemeral message is told as a direct one: without guild and member. */
function tell({ state, gateway }: World, t: string, message: HeldMessage): void {
  const { channel, api, onlyFor } = message;
  if (!heard(state, channel)) return;
  const guild = channel.guild?.id ?? null;
  const whole = messagePayload(message, state, true);
  if (onlyFor !== null) {
    gateway.send({ t, d: whole, guild, intents: GatewayIntentBits.DirectMessages });
    return;
  }
  const member = channel.guild?.members.get(api.author.id);
  const around = {
    ...inGuild(channel),
    channel_type: channel.type,
    ...(member ? { member: { ...memberPayload(member), user: undefined } } : {}),
  };
  const open = tellsContent(message, state.application);
  gateway.send({
    t,
    d: { ...whole, ...around },
    guild,
    intents: messageIntent(channel),
    ...(open ? {} : { withheld: { ...messagePayload(message, state, false), ...around } }),
  });
}

/** Adds or takes a reaction; nothing happens when that changes nothing. Returns whether it did. */
export function react(
  { state, gateway }: World,
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
  if (!heard(state, channel)) return true;
  const member = channel.guild?.members.get(user.id);
  gateway.send({
    t: present ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
    d: {
      user_id: user.id,
      channel_id: channel.id,
      message_id: api.id,
      ...inGuild(channel),
      emoji,
      burst: false,
      type: 0,
      ...(present && member ? { member: memberPayload(member) } : {}),
      ...(present ? { message_author_id: api.author.id, burst_colors: [] } : {}),
    },
    guild: channel.guild?.id ?? null,
    intents: channel.guild
      ? GatewayIntentBits.GuildMessageReactions
      : GatewayIntentBits.DirectMessageReactions,
  });
  return true;
}

/** Channels where something can be said. */
export const isText = ({ type }: HeldChannel): boolean =>
  type !== ChannelType.GuildForum && type !== ChannelType.GuildCategory;
