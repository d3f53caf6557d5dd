/**
 * Events -> an intent. Nobody waits for them: what concerns no item and does not address Baton is null, and never
 * written down. Neither are acts of another organisation's people in a shared channel, nor of other bots, but for one
 * thing: an agent may give Baton a command, by a message that begins with its mention.
 */
import type { Intent, IntentOf } from '../../commands/intent.ts';
import { splitVerb } from '../../commands/parse.ts';
import { VERBS } from '../../commands/registry.ts';
import { withEmoji } from './emoji.ts';
import { belongs } from './parse.ts';
import { type EventCallback, eventCallback, events, type MessageEvent } from './payloads.ts';
import { placeOf, refOf, threadOf, timeOf } from './place.ts';
import { channelProfile, userProfile } from './profile.ts';
import { mentions, readText, withoutMention } from './read-text.ts';

/** Baton itself in a team, as `auth.test` tells. */
export interface Self {
  readonly user: string;
  readonly bot: string | null;
}

export type EventOutcome =
  | { readonly intent: Intent }
  /** Someone looks at App Home, which is to be shown to them. */
  | { readonly home: string; readonly team: string }
  /** A channel changed, and Slack tells its id alone: once asked, its profile makes the intent whole; one that is gone has none. */
  | { readonly ask: Omit<IntentOf<'channel'>, 'profile'>; readonly channel: string };

type About = ReturnType<typeof aboutOf>;
type Reader = (callback: EventCallback, me: Self) => EventOutcome | null;

/** Null for what is no business of Baton's, and for what is no event. */
export function parseEvent(payload: unknown, me: Self): EventOutcome | null {
  const read = eventCallback.safeParse(payload);
  if (!read.success) return null;
  const { type } = read.data.event;
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  return reader?.(read.data, me) ?? null;
}

const READERS: Readonly<Record<string, Reader>> = {
  app_mention: (callback, me) => {
    const read = events.app_mention.safeParse(callback.event);
    return read.success ? mentionIn(callback, read.data, me) : null;
  },
  message: (callback, me) => {
    const read = events.message.safeParse(callback.event);
    if (!read.success) return null;
    const { subtype } = read.data;
    if (subtype === 'message_changed') return changeIn(callback, read.data, me);
    if (subtype === 'message_deleted') return deletionIn(callback, read.data, me);
    return mentionIn(callback, read.data, me);
  },
  reaction_added: (callback, me) => reactionIn(callback, me, true),
  reaction_removed: (callback, me) => reactionIn(callback, me, false),
  user_change: profileIn,
  team_join: profileIn,
  channel_created: (callback) => channelIn(callback, 'public'),
  channel_rename: (callback) => channelIn(callback, 'public'),
  group_rename: (callback) => channelIn(callback, 'private'),
  channel_archive: changedChannelIn,
  channel_deleted: changedChannelIn,
  channel_unarchive: changedChannelIn,
  group_archive: changedChannelIn,
  group_deleted: changedChannelIn,
  group_unarchive: changedChannelIn,
  member_joined_channel: (callback, me) => memberIn(callback, me, true),
  member_left_channel: (callback, me) => memberIn(callback, me, false),
  channel_left: leftIn,
  group_left: leftIn,
  app_uninstalled: uninstalled,
  tokens_revoked: (callback, me) => {
    const read = events.tokensRevoked.safeParse(callback.event);
    return read.success && read.data.tokens.bot?.includes(me.user) ? uninstalled(callback) : null;
  },
  app_home_opened: (callback) => {
    const read = events.homeOpened.safeParse(callback.event);
    const shown = read.success && (read.data.tab ?? 'home') === 'home';
    return shown ? { home: read.data.user, team: callback.team_id } : null;
  },
};

const aboutOf = ({ event_id, event_time }: EventCallback) =>
  ({ v: 1, key: `event:${event_id}`, at: event_time * 1000 }) as const;

const told = (callback: EventCallback): About & { place: IntentOf<'profile'>['place'] } => ({
  ...aboutOf(callback),
  place: { platform: 'slack', scope: callback.team_id },
});

/** What people say: plainly, with a file, or in a thread and to the channel at once. */
const SPOKEN: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast', 'bot_message'];

/**
 * A mention arrives as two events, and again when it is edited: it is one by its message. A direct message needs no
 * mention.
 */
function mentionIn(callback: EventCallback, event: MessageEvent, me: Self): EventOutcome | null {
  const { channel, channel_type: type, ts, thread_ts, user } = event;
  const text = withEmoji(event.text ?? '', event.blocks);
  if (ts === undefined || user === undefined || !SPOKEN.includes(event.subtype)) return null;
  if (isOwn(event, me) || user === 'USLACKBOT' || isOutsider(callback, event)) return null;
  const direct = type === 'im' || channel.startsWith('D');
  if (!direct && !mentions(text, me.user)) return null;
  if (event.bot_id && !isCommand(text, me)) return null;
  const team = callback.team_id;
  const thread = threadOf(ts, thread_ts);
  return {
    intent: {
      v: 1,
      key: `mention:${team}:${channel}:${ts}`,
      at: timeOf(ts, callback.event_time * 1000),
      actor: user,
      place: placeOf({ team, channel, type, thread }),
      kind: 'mention',
      text: readText(withoutMention(text, me.user), me.user),
      said: { ref: refOf(team, channel, ts, thread), text: readText(text, me.user), author: user },
      ...(thread === undefined
        ? {}
        : { replyTo: { ref: refOf(team, channel, thread), text: '', author: event.parent_user_id ?? null } }),
    },
  };
}

/**
 * An agent's words to Baton: its mention first, then a verb. Anything more would let two bots that answer one another
 * make items for ever.
 */
function isCommand(text: string, me: Self): boolean {
  const words = text.trimStart();
  return words.startsWith(`<@${me.user}`) && splitVerb(VERBS, withoutMention(words, me.user)) !== null;
}

const isOwn = (said: { user?: string | undefined; bot_id?: string | null | undefined }, me: Self): boolean =>
  said.user === me.user || (me.bot !== null && said.bot_id === me.bot);

const isOutsider = (callback: EventCallback, event: MessageEvent): boolean =>
  !belongs(event.user_team ?? event.source_team ?? event.team, callback.team_id, callback.enterprise_id);

/** Only what changes the words: links that unfurl, and threads that grow, change a message as well. */
function changeIn(callback: EventCallback, event: MessageEvent, me: Self): EventOutcome | null {
  const { message, previous_message: before } = event;
  if (!message || isOwn(message, me)) return null;
  if (message.subtype === 'tombstone') return deletionIn(callback, { ...event, deleted_ts: message.ts }, me);
  const changed = before === undefined ? message.edited !== undefined : before.text !== message.text;
  if (!changed || message.ts === undefined) return null;
  const by = message.edited?.user ?? message.user ?? '';
  return messageChanged(callback, event, { ts: message.ts, thread: message.thread_ts, by, change: 'edited' });
}

function deletionIn(callback: EventCallback, event: MessageEvent, me: Self): EventOutcome | null {
  const { deleted_ts: ts, previous_message: before } = event;
  if (ts === undefined || (before && isOwn(before, me))) return null;
  const by = before?.user ?? '';
  return messageChanged(callback, event, { ts, thread: before?.thread_ts, by, change: 'deleted' });
}

interface Change {
  readonly ts: string;
  readonly thread: string | undefined;
  readonly by: string;
  readonly change: 'edited' | 'deleted';
}

function messageChanged(
  callback: EventCallback,
  { channel, channel_type: type }: MessageEvent,
  { ts, thread, by, change }: Change,
): EventOutcome {
  const team = callback.team_id;
  return {
    intent: {
      ...aboutOf(callback),
      actor: by,
      place: placeOf({ team, channel, type, thread: threadOf(ts, thread) }),
      kind: 'message_changed',
      on: refOf(team, channel, ts, thread),
      change,
    },
  };
}

/** Slack does not say in which thread the message stands. */
function reactionIn(callback: EventCallback, me: Self, present: boolean): EventOutcome | null {
  const read = events.reaction.safeParse(callback.event);
  if (!read.success || read.data.user === me.user) return null;
  const { user, reaction, item } = read.data;
  if (item.type !== 'message' || item.channel === undefined || item.ts === undefined) return null;
  const team = callback.team_id;
  return {
    intent: {
      ...aboutOf(callback),
      actor: user,
      place: placeOf({ team, channel: item.channel }),
      kind: 'reaction',
      emoji: reaction,
      present,
      on: refOf(team, item.channel, item.ts),
    },
  };
}

function profileIn(callback: EventCallback, me: Self): EventOutcome | null {
  const read = events.user.safeParse(callback.event);
  if (!read.success || read.data.user.id === me.user) return null;
  const profile = userProfile(read.data.user, callback.team_id);
  const account = read.data.user.id;
  return (
    profile && {
      intent: { ...told(callback), kind: 'profile', account, profile: { ...profile, channels: null } },
    }
  );
}

function channelIn(callback: EventCallback, kind: 'public' | 'private'): EventOutcome | null {
  const read = events.channel.safeParse(callback.event);
  if (!read.success) return null;
  const profile = channelProfile({ ...read.data.channel, is_private: kind === 'private' });
  return { intent: { ...told(callback), kind: 'channel', profile: { ...profile, members: null } } };
}

function changedChannelIn(callback: EventCallback): EventOutcome | null {
  const read = events.channelId.safeParse(callback.event);
  return read.success ? { ask: { ...told(callback), kind: 'channel' }, channel: read.data.channel } : null;
}

function memberIn(callback: EventCallback, me: Self, present: boolean): EventOutcome | null {
  const read = events.member.safeParse(callback.event);
  if (!read.success) return null;
  const { user, channel, team } = read.data;
  if (!belongs(team, callback.team_id, callback.enterprise_id)) return null;
  const account = user === me.user ? null : user;
  return { intent: { ...told(callback), kind: 'membership', channel, account, present } };
}

/** Told to whoever left: Baton itself. */
function leftIn(callback: EventCallback): EventOutcome | null {
  const read = events.channelId.safeParse(callback.event);
  if (!read.success) return null;
  const { channel } = read.data;
  return { intent: { ...told(callback), kind: 'membership', channel, account: null, present: false } };
}

function uninstalled(callback: EventCallback): EventOutcome {
  return { intent: { ...told(callback), kind: 'uninstalled' } };
}
