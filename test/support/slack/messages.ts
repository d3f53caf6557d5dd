/** Messages and reactions: what changes in a channel, and the event that tells the app. */
import { randomUUID } from 'node:crypto';
import { ApiError, CHANNEL_TYPE, type Core, emit, hears } from './core.ts';
import type { Block, Draft, Message, SlackFile } from './shapes.ts';
import { type Channel, type Kept, nextTs, type Team } from './state.ts';
import { richTextOf } from './typed.ts';

export interface Posting extends Draft {
  /** A person's id; the bot's own for the app. */
  readonly author: string;
  /** Shown to this person alone: no history, no event. */
  readonly onlyFor?: string;
  readonly files?: readonly SlackFile[];
}

export function post(core: Core, team: Team, channel: Channel, posting: Posting): Message {
  const ts = nextTs(core.state, core.now());
  const message = messageOf(core, team, ts, posting);
  hang(channel, message, posting.thread_ts);
  const kept: Kept = { message, reactions: new Map(), replies: [], onlyFor: posting.onlyFor ?? null };
  channel.messages.set(ts, kept);
  channel.order.push(ts);
  if (kept.onlyFor !== null) return message;
  if (message.thread_ts !== undefined) channel.messages.get(message.thread_ts)?.replies.push(ts);
  const heard = hears(core, team, 'message', channel) || hears(core, team, 'app_mention', channel);
  if (heard) spoken(core, team, channel, message);
  return message;
}

function spoken(core: Core, team: Team, channel: Channel, message: Message): void {
  const told = { ...message, channel: channel.id, event_ts: message.ts };
  emit(core, team, { ...told, channel_type: CHANNEL_TYPE[channel.kind] }, channel);
  const mentions = channel.kind !== 'direct' && message.text.includes(`<@${team.botUser}>`);
  if (mentions && message.user !== team.botUser) emit(core, team, { ...told, type: 'app_mention' }, channel);
}

function messageOf(core: Core, team: Team, ts: string, posting: Posting): Message {
  const { author, text = '', blocks, attachments, metadata, files } = posting;
  const message: Mutable<Message> = { type: 'message', ts, user: author, text, team: team.id };
  if (attachments) message.attachments = attachments;
  if (metadata) message.metadata = metadata;
  if (files) message.files = files;
  if (author === team.botUser) {
    message.bot_id = team.botId;
    message.app_id = core.state.app.id;
    if (blocks) message.blocks = withIds(blocks);
    return message;
  }
  const bot = team.users.get(author)?.profile.bot_id;
  if (bot === undefined) message.client_msg_id = randomUUID();
  else message.bot_id = bot;
  message.blocks = blocks ?? [richTextOf(text)];
  return message;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A thread's replies hang from its root; where the root is not there, the message stands in the channel. */
function hang(channel: Channel, message: Mutable<Message>, wanted: string | undefined): void {
  const found = wanted === undefined ? undefined : channel.messages.get(wanted);
  if (!found || found.onlyFor !== null) return;
  message.thread_ts = found.message.thread_ts ?? found.message.ts;
  const user = channel.messages.get(message.thread_ts)?.message.user;
  if (user !== undefined) message.parent_user_id = user;
}

/** Slack names blocks that were not named. */
export function withIds(blocks: readonly Block[]): readonly Block[] {
  const named: Block[] = [];
  for (const block of blocks)
    named.push(block.block_id === undefined ? { ...block, block_id: `b${named.length}` } : block);
  return named;
}

/** @throws ApiError message_not_found */
export function keptAt(channel: Channel, ts: string): Kept {
  const kept = channel.messages.get(ts);
  if (!kept) throw new ApiError('message_not_found');
  return kept;
}

export function edit(
  core: Core,
  team: Team,
  channel: Channel,
  ts: string,
  by: string,
  draft: Draft,
): Message {
  const kept = keptAt(channel, ts);
  const previous = kept.message;
  const { text, blocks, attachments, metadata } = draft;
  const changed: Message = {
    ...previous,
    ...(text === undefined ? {} : { text }),
    ...(blocks ? { blocks: by === team.botUser ? withIds(blocks) : blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(metadata ? { metadata } : {}),
    edited: { user: by, ts: nextTs(core.state, core.now()) },
  };
  kept.message = changed;
  if (kept.onlyFor === null) changedEvent(core, team, channel, changed, previous);
  return changed;
}

/**
 * A thread's root that is deleted leaves a tombstone, of which the app hears as a change; any other message goes, and
 * the app hears that it was deleted. (As seen from Slack: slack-edge pull request 10, matterbridge issue 600.)
 */
export function remove(core: Core, team: Team, channel: Channel, ts: string): void {
  const kept = keptAt(channel, ts);
  const previous = kept.message;
  if (kept.replies.length > 0) {
    kept.message = tombstoneOf(previous, kept.replies.length);
    return void changedEvent(core, team, channel, kept.message, previous);
  }
  channel.messages.delete(ts);
  if (kept.onlyFor !== null) return;
  const root = previous.thread_ts === undefined ? undefined : channel.messages.get(previous.thread_ts);
  root?.replies.splice(root.replies.indexOf(ts), 1);
  const at = nextTs(core.state, core.now());
  const event = {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    ts: at,
    event_ts: at,
    deleted_ts: ts,
  };
  const where = { channel: channel.id, channel_type: CHANNEL_TYPE[channel.kind] };
  emit(core, team, { ...event, ...where, previous_message: previous }, channel);
}

const tombstoneOf = (root: Message, replies: number): Message & { readonly reply_count: number } => ({
  type: 'message',
  subtype: 'tombstone',
  text: 'This message was deleted.',
  user: 'USLACKBOT',
  hidden: true,
  ts: root.ts,
  thread_ts: root.ts,
  reply_count: replies,
});

function changedEvent(core: Core, team: Team, channel: Channel, message: Message, previous: Message): void {
  const at = nextTs(core.state, core.now());
  const event = { type: 'message', subtype: 'message_changed', hidden: true, ts: at, event_ts: at };
  const where = { channel: channel.id, channel_type: CHANNEL_TYPE[channel.kind] };
  emit(core, team, { ...event, ...where, message, previous_message: previous }, channel);
}

/** @throws ApiError already_reacted, no_reaction */
export function react(
  core: Core,
  team: Team,
  channel: Channel,
  { ts, user, name, present }: { ts: string; user: string; name: string; present: boolean },
): void {
  const { message, reactions } = keptAt(channel, ts);
  const by = reactions.get(name) ?? new Set();
  if (by.has(user) === present) throw new ApiError(present ? 'already_reacted' : 'no_reaction');
  if (present) reactions.set(name, by.add(user));
  else if (by.delete(user) && by.size === 0) reactions.delete(name);
  const event = {
    type: present ? 'reaction_added' : 'reaction_removed',
    user,
    reaction: name,
    item: { type: 'message', channel: channel.id, ts },
    item_user: message.user,
    event_ts: nextTs(core.state, core.now()),
  };
  emit(core, team, event, channel);
}

/** A message as the Web API and an action tell it, with what hangs from it. */
export function told({ message, reactions, replies }: Kept, withMetadata = true): Record<string, unknown> {
  const { metadata, ...rest } = message;
  return {
    ...rest,
    ...(metadata && withMetadata ? { metadata } : {}),
    ...(reactions.size > 0 ? { reactions: reactionsOf(reactions) } : {}),
    ...(replies.length > 0
      ? { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1) }
      : {}),
  };
}

export const reactionsOf = (reactions: Kept['reactions']) =>
  [...reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));
