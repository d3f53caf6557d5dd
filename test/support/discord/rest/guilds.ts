/** Who and where: the bot itself, guilds, channels, members, direct channels. */
import { ChannelType, PermissionFlagsBits } from 'discord-api-types/v10';
import { Building } from '../building.ts';
import { findMembers } from '../members.ts';
import { applicationFlags, channelPayload, guildPayload, memberPayload } from '../payloads.ts';
import { sees } from '../permissions.ts';
import { FormErrors, invalid, refusal } from '../problems.ts';
import { objectOf } from './body.ts';
import { channelAt, guildAt, messageAt, need } from './find.ts';
import type { Call, Route } from './router.ts';

export const GUILDS: readonly Route[] = [
  {
    on: 'GET /users/@me',
    run: ({ world }) => ({
      ...world.state.application.user,
      verified: true,
      mfa_enabled: false,
      email: null,
    }),
  },
  {
    on: 'GET /users/@me/guilds',
    run: ({ world }) =>
      [...world.state.application.guilds.values()].map(({ id, name }) => ({
        id,
        name,
        icon: null,
        owner: false,
        features: [],
      })),
  },
  { on: 'POST /users/@me/channels', run: openDirect },
  {
    on: 'GET /users/:user',
    run: ({ world, params: [id = ''] }) => world.state.users.get(id)?.api ?? raise(10013),
  },
  { on: 'GET /applications/@me', run: application },
  { on: 'GET /oauth2/applications/@me', run: application },
  { on: 'GET /gateway/bot', run: gatewayBot },
  { on: 'GET /gateway', free: true, run: ({ world }) => ({ url: world.gateway.url }) },
  { on: 'GET /guilds/:guild', run: guild },
  {
    on: 'GET /guilds/:guild/channels',
    run: ({ world, params }) => [...guildAt(world.state, params[0]).channels.values()].map(channelPayload),
  },
  {
    on: 'GET /guilds/:guild/roles',
    run: ({ world, params }) => [...guildAt(world.state, params[0]).roles.values()],
  },
  { on: 'GET /guilds/:guild/threads/active', run: activeThreads },
  { on: 'GET /guilds/:guild/members', run: members },
  { on: 'GET /guilds/:guild/members/search', run: searchMembers },
  {
    on: 'GET /guilds/:guild/members/:user',
    run: ({ world, params }) =>
      memberPayload(guildAt(world.state, params[0]).members.get(params[1] ?? '') ?? raise(10007)),
  },
  {
    on: 'DELETE /users/@me/guilds/:guild',
    run: ({ world, params }) => new Building(world).expel(guildAt(world.state, params[0])),
  },
  {
    on: 'GET /channels/:channel',
    run: ({ world, params }) => channelPayload(channelAt(world.state, params[0])),
  },
  { on: 'POST /channels/:channel/threads', run: startThread },
  { on: 'POST /channels/:channel/messages/:message/threads', run: startThread },
  {
    on: 'PUT /channels/:channel/thread-members/@me',
    run: ({ world, params }) =>
      void channelAt(world.state, params[0]).thread?.members.add(world.state.application.id),
  },
];

function raise(code: Parameters<typeof refusal>[0]): never {
  throw refusal(code);
}

function application({ world: { state } }: Call): object {
  const { id, user, privileged, guilds } = state.application;
  return {
    id,
    name: user.username,
    icon: null,
    description: '',
    bot_public: false,
    bot_require_code_grant: false,
    bot: user,
    verify_key: '0'.repeat(64),
    owner: user,
    team: null,
    flags: applicationFlags(privileged),
    tags: [],
    approximate_guild_count: guilds.size,
    integration_types_config: { 0: {} },
    install_params: null,
  };
}

function gatewayBot({ world: { gateway } }: Call): object {
  const { maxConcurrency, shards } = gateway.options;
  return {
    url: gateway.url,
    shards,
    session_start_limit: {
      total: 1000,
      remaining: 1000 - gateway.identified,
      reset_after: 14_400_000,
      max_concurrency: maxConcurrency,
    },
  };
}

function guild({ world, params, query }: Call): object {
  const found = guildAt(world.state, params[0]);
  const counts = {
    approximate_member_count: found.members.size,
    approximate_presence_count: found.members.size,
  };
  return { ...guildPayload(found), ...(query.get('with_counts') === 'true' ? counts : {}) };
}

function activeThreads({ world: { state }, params }: Call): object {
  const threads = [...guildAt(state, params[0]).threads.values()].filter(
    (t) => t.thread && !t.thread.archived && sees(state.application.id, t),
  );
  return { threads: threads.map(channelPayload), members: [], has_more: false };
}

/** The whole list, for those with the privileged intent. */
function members({ world: { state }, params, query }: Call): object {
  const found = guildAt(state, params[0]);
  if (!state.application.privileged.guildMembers) throw refusal(50001);
  const after = BigInt(query.get('after') ?? 0);
  return [...found.members.values()]
    .filter(({ user }) => BigInt(user.id) > after)
    .slice(0, limitOf(query, 1000))
    .map(memberPayload);
}

function searchMembers({ world: { state }, params, query }: Call): object {
  return findMembers(guildAt(state, params[0]), query.get('query') ?? '', limitOf(query, 1000)).map(
    memberPayload,
  );
}

function limitOf(query: URLSearchParams, most: number): number {
  const limit = Number(query.get('limit') ?? 1);
  if (limit >= 1 && limit <= most) return limit;
  throw invalid(['limit'], 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${most}.`);
}

function openDirect({ world: { state, ledger }, body }: Call): object {
  const { recipient_id: id = '' } = objectOf<{ recipient_id?: string }>(body);
  const user = state.users.get(id);
  if (!user) throw invalid(['recipient_id'], 'USER_INVALID', 'Invalid user');
  const { api } = user;
  if (api.id === state.application.id) throw refusal(50007);
  const known = state.direct.has(id);
  const channel = state.directWith(api);
  if (!known) ledger.add('direct', { channel: channel.id, body: { recipient_id: id } });
  return channelPayload(channel);
}

interface ThreadBody {
  readonly name: string;
  readonly type?: ChannelType;
}

function startThread({ world, params: [channelId, messageId], body }: Call): object {
  const { state } = world;
  const parent = channelAt(state, channelId);
  if (parent.type !== ChannelType.GuildText) throw refusal(50024);
  const { name, type } = objectOf<ThreadBody>(body);
  const errors = new FormErrors();
  errors.length(['name'], name, 100, 1);
  errors.end();
  const isPrivate = type === ChannelType.PrivateThread;
  const { CreatePublicThreads, CreatePrivateThreads } = PermissionFlagsBits;
  need(state, parent, isPrivate ? CreatePrivateThreads : CreatePublicThreads);
  const from = messageId === undefined ? null : messageAt(state, channelId, messageId).api.id;
  return channelPayload(
    new Building(world).thread(parent, name, state.application.user, { from, isPrivate }),
  );
}
