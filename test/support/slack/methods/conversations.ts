/** Channels, who is in them and what was said there. */
import { ApiError, channelOf } from '../core.ts';
import { keptAt, told } from '../messages.ts';
import type { Channel, Kept, Team } from '../state.ts';
import { type Args, type Call, flag, type Method, page, required, text } from '../web-api.ts';
import { directWith } from './chat.ts';

const READ = ['channels:read', 'groups:read', 'im:read'] as const;
const HISTORY = ['channels:history', 'groups:history', 'im:history'] as const;
const SCOPE = { public: 'channels', private: 'groups', direct: 'im' } as const;
const TYPES = { public: 'public_channel', private: 'private_channel', direct: 'im' } as const;

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.open': { scopes: ['im:write'], run: open },
  'conversations.info': {
    scopes: READ,
    run: (call) => ({ channel: describe(call.team, seen(call, 'read')) }),
  },
  'conversations.members': { scopes: READ, run: members },
  'conversations.list': { scopes: READ, run: (call) => list(call, null) },
  'users.conversations': { scopes: READ, run: (call) => list(call, personIn(call)) },
  'conversations.history': { scopes: HISTORY, run: history },
  'conversations.replies': { scopes: HISTORY, run: replies },
};

function open({ team, args }: Call): object {
  const users = required(args, 'users').split(',');
  if (users.length !== 1) throw new ApiError('not_enough_users');
  const { id } = directWith(team, users[0] as string);
  return { channel: { id } };
}

function members(call: Call): object {
  const { items, response_metadata } = page([...seen(call, 'read').members], call.args);
  return { members: items, response_metadata };
}

/** Whose channels are asked for; the bot's own, where nobody is named. @throws ApiError user_not_found */
function personIn({ team, args }: Call): string {
  const user = text(args.user) ?? team.botUser;
  if (!team.users.has(user)) throw new ApiError('user_not_found');
  return user;
}

/** Channels that the bot may know of, of everyone or of one person. */
function list({ team, args }: Call, of: string | null): object {
  const types = new Set((text(args.types) ?? 'public_channel').split(','));
  const hideArchived = flag(args.exclude_archived);
  const all = [...team.channels.values()].filter(
    (channel) =>
      types.has(TYPES[channel.kind]) &&
      (channel.kind === 'public' || channel.members.has(team.botUser)) &&
      (of === null || channel.members.has(of)) &&
      !(hideArchived && channel.archived),
  );
  const { items, response_metadata } = page(all, args);
  return { channels: items.map((channel) => describe(team, channel)), response_metadata };
}

function history(call: Call): object {
  const channel = entered(call);
  const { args } = call;
  const size = Math.min(Number(args.limit ?? 100) || 100, 999);
  const found: Kept[] = [];
  let more = false;
  for (let i = startOf(channel, args); i >= 0; i--) {
    const kept = channel.messages.get(channel.order[i] as string);
    if (!kept || kept.onlyFor !== null) continue;
    const { ts, thread_ts } = kept.message;
    if (before(ts, args)) break;
    if (thread_ts !== undefined && thread_ts !== ts) continue;
    more = found.length === size;
    if (more) break;
    found.push(kept);
  }
  const last = found.at(-1)?.message.ts;
  const next_cursor = more && last ? Buffer.from(`next_ts:${last}`).toString('base64') : '';
  return {
    messages: found.map((kept) => told(kept, flag(args.include_all_metadata))),
    has_more: more,
    pin_count: 0,
    response_metadata: { next_cursor },
  };
}

function replies(call: Call): object {
  const channel = entered(call);
  const { args } = call;
  const given = channel.messages.get(required(args, 'ts'));
  if (!given) throw new ApiError('thread_not_found');
  const root = keptAt(channel, given.message.thread_ts ?? given.message.ts);
  const thread = root.replies.flatMap((ts) => channel.messages.get(ts) ?? []);
  const inRange = thread.filter(({ message: { ts } }) => !before(ts, args) && !after(ts, args));
  const { items, response_metadata } = page([root, ...inRange], args, 1000);
  return {
    messages: items.map((kept) => told(kept, flag(args.include_all_metadata))),
    has_more: response_metadata.next_cursor !== '',
    response_metadata,
  };
}

/** The place of the newest message that may be told. */
function startOf({ order }: Channel, args: Args): number {
  const cursor = text(args.cursor);
  const until = cursor
    ? Buffer.from(cursor, 'base64').toString().slice('next_ts:'.length)
    : text(args.latest);
  if (until === undefined) return order.length - 1;
  const inclusive = cursor === undefined && flag(args.inclusive);
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const ts = order[middle] as string;
    if (ts < until || (inclusive && ts === until)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const before = (ts: string, args: Args): boolean => {
  const oldest = text(args.oldest);
  return oldest !== undefined && (ts < oldest || (ts === oldest && !flag(args.inclusive)));
};
const after = (ts: string, args: Args): boolean => {
  const latest = text(args.latest);
  return latest !== undefined && (ts > latest || (ts === latest && !flag(args.inclusive)));
};

/** A channel the app may know of. @throws ApiError channel_not_found, missing_scope */
function seen({ team, token, args }: Call, what: 'read' | 'history'): Channel {
  const channel = channelOf(team, required(args, 'channel'));
  if (channel.kind !== 'public' && !channel.members.has(team.botUser))
    throw new ApiError('channel_not_found');
  const scope = `${SCOPE[channel.kind]}:${what}`;
  if (!token.scopes.has(scope)) throw new ApiError('missing_scope', [scope]);
  return channel;
}

/** A channel the app is in. @throws ApiError not_in_channel */
function entered(call: Call): Channel {
  const channel = seen(call, 'history');
  if (!channel.members.has(call.team.botUser)) throw new ApiError('not_in_channel');
  return channel;
}

export function describe(team: Team, channel: Channel): object {
  const { id, kind, name, archived, members, created } = channel;
  const common = { id, created, is_archived: archived, is_im: kind === 'direct', context_team_id: team.id };
  if (kind === 'direct')
    return { ...common, user: [...members].find((m) => m !== team.botUser), is_open: true };
  return {
    ...common,
    name,
    name_normalized: name,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_private: kind === 'private',
    is_mpim: false,
    is_general: name === 'general',
    is_member: members.has(team.botUser),
    num_members: members.size,
  };
}
