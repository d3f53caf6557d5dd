/** Joins Slack's adapter to the database. It is loaded only where Slack is served. */
import type { Logger } from 'pino';
import type { Client } from './adapters/postgres/client.ts';
import type { Installations } from './adapters/postgres/installations.ts';
import { createSecrets, type Secrets, sealAnew } from './adapters/postgres/secrets.ts';
import { createUsedStates } from './adapters/postgres/used-states.ts';
import type { Slack, SlackParts } from './adapters/slack/slack.ts';
import { createSealing } from './adapters/system/sealed.ts';
import { ConfigError, type SlackConfig, type SlackOAuthConfig } from './config.ts';
import type { Charts, Clock, Ids, Store } from './coordination/ports.ts';

interface Parts {
  readonly store: Store;
  readonly charts: Charts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly installations: Installations;
}

/** @throws ConfigError when Slack does not take what was configured. */
export async function openSlack(
  settings: SlackConfig,
  client: Client,
  { store, charts, clock, ids, installations }: Parts,
  log: Logger,
): Promise<Slack> {
  const { createSlack } = await import('./adapters/slack/slack.ts');
  const { SlackStartError } = await import('./adapters/slack/starting.ts');
  try {
    return await createSlack({
      ...{ settings, store, charts, clock, ids, log },
      many: settings.oauth ? manyTeams(settings.oauth, client, installations, log) : null,
      install: (team) => installations.install(team),
    });
  } catch (error) {
    throw error instanceof SlackStartError ? new ConfigError(error.message) : error;
  }
}

function manyTeams(
  { secretKey, ...oauth }: SlackOAuthConfig,
  client: Client,
  installations: Installations,
  log: Logger,
): SlackParts['many'] {
  const sealing = createSealing(secretKey);
  const secrets = createSecrets(client, sealing);
  if (sealing.hasFormer) void resealed(installations, secrets, log);
  const states = createUsedStates(client);
  return {
    oauth: { ...oauth, sealing, use: (state, expiresAt, now) => states.use(state, expiresAt, now) },
    secrets: {
      read: (team) => secrets.read({ platform: 'slack', scope: team }),
      save: (workspace, team, values) => secrets.save(workspace, { platform: 'slack', scope: team }, values),
    },
  };
}

/** With a former key beside the new one, every token is read once, and kept under the new. */
async function resealed(installations: Installations, secrets: Secrets, log: Logger): Promise<void> {
  const { read, errors } = await sealAnew(installations.installed('slack'), secrets);
  const unread = errors.length;
  if (unread > 0) log.error({ read, unread, err: errors[0] }, 'some tokens of Slack teams cannot be read');
  else log.info({ read }, 'every token is kept under the new BATON_SECRET_KEY: the former one can go');
}
