/**
 * How a Slack team installs Baton: a browser is sent to Slack, comes back with a code, and the code is exchanged for a
 * token. Slack's own installer does so; what it keeps, and what people read, is ours.
 */
import type { ServerResponse } from 'node:http';
import { HTTPReceiver, type InstallationStore } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { INSTALL_PATH, REDIRECT_PATH, SCOPES } from '../manifest.ts';
import { sdkLog } from '../sdk-log.ts';
import type { SlackBot } from '../tokens.ts';
import { createWeb, webOptions } from '../web.ts';
import { throughNode } from './node-exchange.ts';
import { type Failure, failurePage, installedPage, STYLE, STYLE_PATH } from './pages.ts';
import { createStates, STATE_SECONDS, type StateParts, WRONG_STATE } from './states.ts';

export interface InstallParts extends StateParts {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where browsers reach Baton, without a slash at its end. */
  readonly publicUrl: string;
  /** The address of the Web API; null is Slack's own. */
  readonly api: string | null;
  readonly log: Logger;
  /** Keeps a team that has installed Baton, or has done so again. */
  readonly install: (team: NewTeam, bot: SlackBot) => Promise<void>;
}

export interface NewTeam {
  readonly id: string;
  readonly name: string;
  /** Of whoever installed it; null where Slack does not tell. */
  readonly zone: string | null;
}

/** What an installation asks Slack for. */
interface Asked {
  readonly scopes: string[];
  readonly redirectUri: string;
}

type Kept = Parameters<InstallationStore['storeInstallation']>[0];

const SLACK_API = 'https://slack.com/api/';

export function createSlackInstallApp(parts: InstallParts): Hono {
  const asked = { scopes: [...SCOPES], redirectUri: `${parts.publicUrl}${REDIRECT_PATH}` };
  const installer = installerOf(parts, asked);
  const app = new Hono();
  app.get(INSTALL_PATH, (c) =>
    throughNode(c.req.raw, (request, response) => {
      response.setHeader('Cache-Control', 'no-store');
      return installer.handleInstallPath(request, response, undefined, asked);
    }),
  );
  app.get(REDIRECT_PATH, (c) =>
    throughNode(c.req.raw, (request, response) =>
      installer.handleCallback(request, response, {
        success: ({ team, appId }) => {
          const named = { id: team?.id ?? '', name: team?.name ?? 'your team' };
          write(response, 200, installedPage(named, appId ?? null));
        },
        failure: (error) => {
          const failure = failureOf(error, c.req.query('error') !== undefined);
          if (failure === 'slack' || failure === 'ours')
            parts.log.error({ err: error }, 'a Slack team could not be installed');
          write(response, STATUS[failure], failurePage(failure));
        },
      }),
    ),
  );
  app.get(STYLE_PATH, (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  return app;
}

/** Bolt makes the installer within its receiver, and hands it out nowhere else. This one receives nothing. */
function installerOf(parts: InstallParts, asked: Asked): NonNullable<HTTPReceiver['installer']> {
  const { clientId, clientSecret, api, log } = parts;
  const { installer } = new HTTPReceiver({
    signingSecret: '',
    signatureVerification: false,
    clientId,
    clientSecret,
    ...asked,
    installationStore: storeOf(parts),
    // What failed is logged above, with what it means.
    logger: { ...sdkLog(log), error: () => {} },
    installerOptions: {
      redirectUriPath: REDIRECT_PATH,
      stateStore: createStates(parts, asked),
      stateCookieExpirationSeconds: STATE_SECONDS,
      directInstall: true,
      authorizationUrl: new URL('/oauth/v2/authorize', api ?? SLACK_API).href,
      clientOptions: webOptions({ api, log }),
    },
  });
  if (!installer) throw new Error('Bolt made no installer');
  return installer;
}

class WholeOrganisation extends Error {}

function storeOf(parts: InstallParts): InstallationStore {
  const web = createWeb(parts);
  return {
    storeInstallation: async (kept: Kept) => {
      const { team, bot, user, appId } = kept;
      if (kept.isEnterpriseInstall || !team) {
        // It was granted, and will not be used.
        if (bot) await web.auth.revoke({ token: bot.token }).catch(() => {});
        throw new WholeOrganisation('Baton was asked for in a whole organisation');
      }
      if (!bot) throw new Error('Slack gave no token of a bot');
      const zone = await web.users
        .info({ token: bot.token, user: user.id })
        .then((answer) => answer.user?.tz ?? null)
        .catch(() => null);
      await parts.install(
        { id: team.id, name: team.name ?? team.id, zone },
        {
          token: bot.token,
          botUserId: bot.userId,
          botId: bot.id,
          installedBy: user.id,
          appId: appId ?? null,
        },
      );
    },
    fetchInstallation: () => Promise.reject(new Error('tokens are read elsewhere')),
  };
}

function failureOf(error: Error & { code?: string }, saysError: boolean): Failure {
  if (error instanceof WholeOrganisation) return 'enterprise';
  switch (error.code) {
    case 'slack_oauth_installer_authorization_error':
      return 'cancelled';
    case WRONG_STATE:
    case 'slack_oauth_missing_state':
      return 'state';
    // Slack comes back without a code when it refused by itself; anyone else just opened the address.
    case 'slack_oauth_missing_code':
      return saysError ? 'slack' : 'state';
  }
  return error instanceof WebAPIPlatformError || error.code?.startsWith('slack_webapi_') ? 'slack' : 'ours';
}

const STATUS: Record<Failure, number> = {
  cancelled: 200,
  state: 400,
  enterprise: 400,
  slack: 502,
  ours: 500,
};

function write(response: ServerResponse, status: number, page: { toString(): string }): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(status);
  response.end(page.toString());
}
