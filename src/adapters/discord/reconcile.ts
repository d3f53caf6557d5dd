/**
 * After a new session Discord replays nothing: what was said meanwhile is read up, in servers and directly, the reactions
 * to what Baton shows are read again, and so are the messages that items came from; channels that refused Baton are looked
 * at again. What was taken down before is found by its name, and does nothing twice.
 */
import { type APIMessage, type APIReaction, type APIUser, type ChannelType, Routes } from 'discord.js';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { MessageRef } from '../../coordination/places.ts';
import { takeOpened } from './channels.ts';
import { reactionName } from './emoji.ts';
import { isDeleted, isMissing } from './faults.ts';
import { addresses } from './parse-event.ts';
import { type Reacted, type ReceiveParts, takeChanges, takeMention, takeReaction } from './receive.ts';
import { madeAt } from './refs.ts';
import { HOLD_MESSAGES, isThread, orNull } from './servers.ts';

/** A message that shows an item, with the reactions to it that are known. */
export interface ShownMessage {
  readonly ref: MessageRef;
  readonly standing: readonly { readonly account: string; readonly emoji: string }[];
}

export interface ReconcileParts extends ReceiveParts {
  /** What Baton shows of items that have not ended, the newest first. */
  readonly shown: (workspace: WorkspaceId, scope: string, limit: number) => Promise<readonly ShownMessage[]>;
  readonly followed: (workspace: WorkspaceId, scope: string, limit: number) => Promise<Followed>;
}

/** What else may have changed unseen, the newest first. */
export interface Followed {
  /** Messages that items came from which have not ended. */
  readonly sources: readonly MessageRef[];
  /** Direct channels in which Baton wrote to somebody. */
  readonly directs: readonly string[];
}

/** A server as the gateway tells of it. */
export interface Arrived {
  readonly id: string;
  readonly channels: readonly object[];
  readonly threads: readonly object[];
}

const PAGE = 100;
const MOST_PAGES = 10;
const MOST_SHOWN = 50;
const MOST_FOLLOWED = 50;

interface Room {
  readonly id: string;
  readonly type: ChannelType;
  readonly last_message_id?: string | null;
}

/** Reads up what happened in a server since the id `from`. `session` tells this time from others. */
export async function reconcile(
  server: Arrived,
  workspace: WorkspaceId,
  from: string,
  session: string,
  parts: ReconcileParts,
): Promise<void> {
  await takeOpened(server.id, session, parts);
  const rooms = [...server.channels, ...server.threads] as readonly Room[];
  const news = rooms.filter(
    ({ type, last_message_id: last }) =>
      (HOLD_MESSAGES.includes(type) || isThread(type)) && last && BigInt(last) > BigInt(from),
  );
  for (const room of news) await readUp(server.id, room.id, from, session, parts);
  for (const { ref, standing } of await parts.shown(workspace, server.id, MOST_SHOWN))
    await readReactions(ref, standing, session, parts);
  const { sources, directs } = await parts.followed(workspace, server.id, MOST_FOLLOWED);
  for (const channel of directs) await readDirect(channel, from, parts);
  for (const source of sources) await readSource(source, from, parts);
}

/** The latest that somebody wrote to Baton itself. */
async function readDirect(channel: string, from: string, parts: ReconcileParts): Promise<void> {
  const query = { after: from, limit: `${PAGE}` };
  const found = await orNull(parts.api.get<APIMessage[]>(Routes.channelMessages(channel), query));
  for (const message of (found ?? []).toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)))
    if (message.author.id !== parts.bot && addresses(message, parts.bot, 'direct'))
      await takeMention(message, parts);
}

/** What was edited before is known, or was so when the item was made of it. */
async function readSource(
  { scope, channel, message }: MessageRef,
  from: string,
  parts: ReconcileParts,
): Promise<void> {
  const there = { id: message, channel_id: channel, guild_id: scope };
  try {
    const now = await parts.api.get<APIMessage>(Routes.channelMessage(channel, message));
    const edited = now.edited_timestamp;
    if (edited && Date.parse(edited) >= madeAt(from))
      await takeChanges({ ...there, author: now.author, edited_timestamp: edited }, parts);
  } catch (error) {
    if (isDeleted(error)) await takeChanges(there, parts);
    else if (!isMissing(error)) throw error;
  }
}

async function readUp(
  scope: string,
  channel: string,
  from: string,
  session: string,
  parts: ReconcileParts,
): Promise<void> {
  let after = from;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { after, limit: `${PAGE}` };
    const found = await orNull(parts.api.get<APIMessage[]>(Routes.channelMessages(channel), query));
    const messages = (found ?? []).toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    for (const message of messages) {
      if (addresses(message, parts.bot, 'public')) await takeMention({ ...message, guild_id: scope }, parts);
      const ref = { platform: 'discord', scope, channel, message: message.id } as const;
      await reactedTo(ref, message.reactions ?? [], session, parts);
    }
    const last = messages.at(-1);
    if (!last || messages.length < PAGE) return;
    after = last.id;
  }
}

/** Reactions given and taken back while nobody listened. */
async function readReactions(
  ref: MessageRef,
  standing: ShownMessage['standing'],
  session: string,
  parts: ReconcileParts,
): Promise<void> {
  const message = await orNull(parts.api.get<APIMessage>(Routes.channelMessage(ref.channel, ref.message)));
  if (!message) return;
  const there = await reactedTo(ref, message.reactions ?? [], session, parts);
  for (const { account, emoji } of standing) {
    if (there.has(`${emoji} ${account}`)) continue;
    // Its name is Slack's, and is taken as it is.
    await reacted(ref, account, { id: 'known', name: emoji }, false, session, parts);
  }
}

/** Takes down who reacted, with emoji that mean something; tells each as `name account`. */
async function reactedTo(
  ref: MessageRef,
  reactions: readonly APIReaction[],
  session: string,
  parts: ReconcileParts,
): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  const workspace = reactions.length > 0 ? await parts.route(ref.scope) : null;
  for (const { emoji } of reactions) {
    const name = reactionName(emoji);
    if (!workspace || !(await parts.settings.means(workspace, name))) continue;
    const written = encodeURIComponent(emoji.id ? `${emoji.name}:${emoji.id}` : (emoji.name ?? ''));
    const route = Routes.channelMessageReaction(ref.channel, ref.message, written);
    const users = (await orNull(parts.api.get<APIUser[]>(route, { limit: `${PAGE}` }))) ?? [];
    for (const { id } of users.filter((user) => user.id !== parts.bot)) {
      there.add(`${name} ${id}`);
      await reacted(ref, id, emoji, true, session, parts);
    }
  }
  return there;
}

function reacted(
  ref: MessageRef,
  account: string,
  emoji: { readonly id: string | null; readonly name: string | null },
  present: boolean,
  session: string,
  parts: ReconcileParts,
): Promise<void> {
  const name = `read-${session}-${ref.message}-${account}-${reactionName(emoji)}-${present}`;
  const reaction = {
    ...{ user_id: account, channel_id: ref.channel, message_id: ref.message, emoji },
    guild_id: ref.scope,
  } as Reacted;
  return takeReaction(reaction, present, name, parts);
}
