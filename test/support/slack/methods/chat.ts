/** Saying, changing and taking back. */

import { checkMessage } from '../check-payload.ts';
import { ApiError, channelOf } from '../core.ts';
import { saidIn } from '../ledger.ts';
import { edit, keptAt, post, remove, told } from '../messages.ts';
import type { Draft } from '../shapes.ts';
import { showable } from '../showable.ts';
import { type Channel, directOf, type Team } from '../state.ts';
import { type Args, type Call, type Method, required, text } from '../web-api.ts';

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { scopes: ['chat:write'], run: postMessage },
  'chat.update': { scopes: ['chat:write'], run: update },
  'chat.delete': { scopes: ['chat:write'], run: del },
  'chat.postEphemeral': { scopes: ['chat:write'], run: postEphemeral },
};

function postMessage({ core, team, args, method }: Call): object {
  const channel = writable(team, required(args, 'channel'));
  const draft = draftOf(args);
  showable({ core, team }, draft.blocks ?? []);
  const message = post(core, team, channel, { ...draft, author: team.botUser });
  core.ledger.add({ team: team.id, effect: 'posted', via: method, ...saidIn(channel.id, message) });
  return { channel: channel.id, ts: message.ts, message };
}

function update({ core, team, args, method }: Call): object {
  const channel = channelOf(team, required(args, 'channel'));
  const kept = keptAt(channel, required(args, 'ts'));
  if (kept.onlyFor !== null) throw new ApiError('message_not_found');
  if (kept.message.user !== team.botUser) throw new ApiError('cant_update_message');
  if (channel.archived) throw new ApiError('is_archived');
  const changed = edit(core, team, channel, kept.message.ts, team.botUser, draftOf(args));
  core.ledger.add({ team: team.id, effect: 'updated', via: method, ...saidIn(channel.id, changed) });
  return { channel: channel.id, ts: changed.ts, text: changed.text, message: told(kept) };
}

function del({ core, team, args, method }: Call): object {
  const channel = channelOf(team, required(args, 'channel'));
  const { message, onlyFor } = keptAt(channel, required(args, 'ts'));
  if (onlyFor !== null) throw new ApiError('message_not_found');
  if (message.user !== team.botUser) throw new ApiError('cant_delete_message');
  remove(core, team, channel, message.ts);
  core.ledger.add({ team: team.id, effect: 'deleted', via: method, channel: channel.id, ts: message.ts });
  return { channel: channel.id, ts: message.ts };
}

function postEphemeral({ core, team, args, method }: Call): object {
  const channel = writable(team, required(args, 'channel'));
  const user = required(args, 'user');
  if (!channel.members.has(user)) throw new ApiError('user_not_in_channel');
  const message = post(core, team, channel, { ...draftOf(args), author: team.botUser, onlyFor: user });
  core.ledger.add({ team: team.id, effect: 'ephemeral', via: method, user, ...saidIn(channel.id, message) });
  return { message_ts: message.ts };
}

/** A channel the app may post to; a person's id stands for the conversation with them. @throws ApiError */
export function writable(team: Team, id: string): Channel {
  if (team.users.has(id)) return directWith(team, id);
  const channel = channelOf(team, id);
  if (!channel.members.has(team.botUser))
    throw new ApiError(channel.kind === 'private' ? 'channel_not_found' : 'not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
  if (channel.kind === 'direct')
    refuseClosed(team, [...channel.members].find((m) => m !== team.botUser) ?? '');
  return channel;
}

/** @throws ApiError user_not_found, cannot_dm_bot, user_disabled, messages_tab_disabled */
export function directWith(team: Team, id: string): Channel {
  const user = team.users.get(id);
  if (!user) throw new ApiError('user_not_found');
  if (user.is_bot) throw new ApiError('cannot_dm_bot');
  if (user.deleted) throw new ApiError('user_disabled');
  refuseClosed(team, id);
  return directOf(team, id);
}

function refuseClosed(team: Team, user: string): void {
  if (team.closedDirects.has(user)) throw new ApiError('messages_tab_disabled');
}

/** @throws ApiError when the message is beyond Slack's limits. */
function draftOf(args: Args): Draft {
  const { blocks, attachments, metadata } = args as Draft;
  const thread_ts = text(args.thread_ts);
  const draft: Draft = {
    text: String(args.text ?? ''),
    ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(thread_ts === undefined ? {} : { thread_ts }),
  };
  const complaint = checkMessage(draft);
  if (complaint) throw new ApiError(complaint.error, complaint.details);
  return draft;
}
