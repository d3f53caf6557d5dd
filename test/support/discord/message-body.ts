/** A message as the API writes it, from what was sent. */
import {
  type APIMessage,
  type APIMessageReference,
  type APIUser,
  ChannelType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { type Loose, numbered, textsOf } from './limits/components.ts';
import type { MessageBody } from './limits/message.ts';
import type { HeldChannel, HeldMessage, State } from './state.ts';

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
  /** Of a forum post, which bears its thread's id; left out, a new one. */
  readonly id?: string;
  /** Set for an answer to an interaction. */
  readonly interaction?: { readonly id: string; readonly user: APIUser; readonly type: number };
}

/** Attachments, by id. */
export const attachments = new WeakMap<State, Map<string, StoredFile>>();

export function messageOf(state: State, written: Written): APIMessage {
  const { channel, author, body, files = [], interaction } = written;
  const id = written.id ?? state.ids.next();
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
export function mentionsOf(
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

export function storeFiles(
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

/** Channels where something can be said. */
export const isText = ({ type }: HeldChannel): boolean =>
  type !== ChannelType.GuildForum && type !== ChannelType.GuildCategory;
