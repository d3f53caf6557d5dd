/** Emoji on messages. */
import { ApiError, channelOf } from '../core.ts';
import { keptAt, react, reactionsOf, told } from '../messages.ts';
import { type Call, type Method, required } from '../web-api.ts';

export const reactionMethods: Readonly<Record<string, Method>> = {
  'reactions.add': { scopes: ['reactions:write'], run: (call) => set(call, true) },
  'reactions.remove': { scopes: ['reactions:write'], run: (call) => set(call, false) },
  'reactions.get': {
    scopes: ['reactions:read'],
    run({ team, args }) {
      const channel = channelOf(team, required(args, 'channel'));
      const kept = keptAt(channel, required(args, 'timestamp'));
      const message = { ...told(kept, false), reactions: reactionsOf(kept.reactions) };
      return { type: 'message', channel: channel.id, message };
    },
  },
};

function set({ core, team, args, method }: Call, present: boolean): object {
  const channel = channelOf(team, required(args, 'channel'));
  if (!channel.members.has(team.botUser)) throw new ApiError('not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
  const name = required(args, 'name');
  const ts = required(args, 'timestamp');
  react(core, team, channel, { ts, user: team.botUser, name, present });
  if (present)
    core.ledger.add({ team: team.id, effect: 'reacted', via: method, channel: channel.id, ts, name });
  return {};
}
