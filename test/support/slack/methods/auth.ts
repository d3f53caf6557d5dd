/** Tokens, installation and what the app may learn of itself. */
import { SCOPES } from '../../../../src/adapters/slack/manifest.ts';
import { ApiError, type Core, emit } from '../core.ts';
import { install, type Team } from '../state.ts';
import type { Call, Method, OpenMethod } from '../web-api.ts';

export const authMethods: Readonly<Record<string, Method | OpenMethod>> = {
  'auth.test': {
    run: ({ team }) => ({
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: 'baton',
      team_id: team.id,
      user_id: team.botUser,
      bot_id: team.botId,
      is_enterprise_install: false,
    }),
  },
  'auth.revoke': {
    run({ core, team, bearer }) {
      endToken(core, team, bearer, 'revoked');
      emit(core, team, { type: 'tokens_revoked', tokens: { oauth: [], bot: [team.botUser] } });
      return { revoked: true };
    },
  },
  'apps.connections.open': { open: openConnection },
  'apps.uninstall': {
    run({ core, team }) {
      uninstall(core, team);
      return {};
    },
  },
  'oauth.v2.access': {
    open(core, args) {
      const { clientId, clientSecret } = core.state.app;
      if (args.client_id !== undefined && args.client_id !== clientId)
        throw new ApiError('invalid_client_id');
      if (args.client_secret !== undefined && args.client_secret !== clientSecret)
        throw new ApiError('bad_client_secret');
      return exchangeCode(core, String(args.code));
    },
  },
  'team.info': {
    run: ({ team }) => ({
      team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon: {} },
    }),
  },
  'bots.info': {
    run: ({ core, team }: Call) => ({
      bot: {
        id: team.botId,
        deleted: false,
        name: 'Baton',
        app_id: core.state.app.id,
        user_id: team.botUser,
      },
    }),
  },
};

function openConnection(core: Core, _args: unknown, bearer: string): object {
  if (bearer === '') throw new ApiError('not_authed');
  if (core.state.tokens.has(bearer)) throw new ApiError('not_allowed_token_type');
  if (bearer !== core.state.app.appToken) throw new ApiError('invalid_auth');
  return { url: core.socketUrl() };
}

function exchangeCode(core: Core, code: string): object {
  const team = core.state.teams.get(core.state.codes.get(code) ?? '');
  if (!team) throw new ApiError('invalid_code');
  core.state.codes.delete(code);
  const access_token = install(core.state, team, SCOPES);
  core.ledger.add({ team: team.id, effect: 'installed', via: 'oauth.v2.access' });
  return {
    app_id: core.state.app.id,
    authed_user: { id: [...team.users.keys()].find((id) => id !== team.botUser) ?? team.botUser },
    scope: SCOPES.join(','),
    token_type: 'bot',
    access_token,
    bot_user_id: team.botUser,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function endToken(core: Core, team: Team, token: string, state: 'revoked' | 'inactive'): void {
  const known = core.state.tokens.get(token);
  if (known && known.team === team.id) known.state = state;
}

/** The app is taken out of the team: its tokens end, and it hears of both. */
export function uninstall(core: Core, team: Team): void {
  endToken(core, team, team.botToken, 'inactive');
  core.ledger.add({ team: team.id, effect: 'uninstalled', via: 'apps.uninstall' });
  emit(core, team, { type: 'tokens_revoked', tokens: { oauth: [], bot: [team.botUser] } });
  emit(core, team, { type: 'app_uninstalled' });
  team.installed = false;
}
