/** Many teams that installed Baton: each with a workspace and a sealed token, as the installer leaves them. */
import { randomBytes } from 'node:crypto';
import { createInstallations } from '../../src/adapters/postgres/installations.ts';
import { createSecrets } from '../../src/adapters/postgres/secrets.ts';
import { toSecrets } from '../../src/adapters/slack/tokens.ts';
import { createSealing } from '../../src/adapters/system/sealed.ts';
import * as system from '../../src/adapters/system/system.ts';
import { type Database, rate } from '../harness.ts';
import type { SlackReady } from './load.ts';
import type { BatonTold } from './sides/baton.ts';

export async function installAll({ url, client }: Database, slack: SlackReady): Promise<BatonTold> {
  const key = randomBytes(32).toString('base64');
  const installations = createInstallations(client, system);
  const secrets = createSecrets(client, createSealing(key));
  const left = slack.teams.values();
  await rate(slack.teams.length, async () => {
    const { value: team } = left.next();
    if (!team) return;
    const installation = { platform: 'slack', scope: team.id } as const;
    const workspace = await installations.install({ ...installation, name: team.id, zone: 'Europe/London' });
    const { botToken: token, botUser: botUserId, botId } = team;
    const kept = toSecrets({ token, botUserId, botId, installedBy: null, appId: null });
    await secrets.save(workspace, installation, kept);
  });
  const environment = {
    DATABASE_URL: url,
    SLACK_API_URL: slack.apiUrl,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_CLIENT_ID: slack.clientId,
    SLACK_CLIENT_SECRET: slack.clientSecret,
    PUBLIC_URL: 'http://127.0.0.1:3000',
    BATON_SECRET_KEY: key,
  };
  return { environment, paced: true };
}
