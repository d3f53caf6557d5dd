/** People and groups of them. */
import { ApiError } from '../core.ts';
import { type Method, page, required } from '../web-api.ts';

export const peopleMethods: Readonly<Record<string, Method>> = {
  'users.info': {
    scopes: ['users:read'],
    run({ team, args }) {
      const user = team.users.get(required(args, 'user'));
      if (!user) throw new ApiError('user_not_found');
      return { user };
    },
  },
  'users.list': {
    scopes: ['users:read'],
    run({ core, team, args }) {
      const { items, response_metadata } = page([...team.users.values()], args, 200);
      return { members: items, cache_ts: Math.floor(core.now() / 1000), response_metadata };
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    run: ({ team }) => ({
      usergroups: [...team.groups.values()].map(({ id, handle, name, users }) => ({
        ...{ id, team_id: team.id, is_usergroup: true, handle, name, date_delete: 0 },
        ...{ user_count: users.length, users },
      })),
    }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    run({ team, args }) {
      const group = team.groups.get(required(args, 'usergroup'));
      if (!group) throw new ApiError('no_such_subteam');
      return { users: group.users };
    },
  },
};
