/** A whole Baton that serves a small Discord. */
import { vi } from 'vitest';
import { createLog } from '../../../src/adapters/log/log.ts';
import { parseConfig } from '../../../src/config.ts';
import { type Baton, start } from '../../../src/main.ts';
import { NO_PACING } from '../baton.ts';
import { type TestDatabase, testDatabase } from '../postgres.ts';
import { type Small, smallDiscord } from './fixture.ts';

const READY = { timeout: 20_000, interval: 20 };

/** Its token is as long as Baton wants one. */
export const batonsDiscord = (): Promise<Small> => smallDiscord({ token: 'a-token-of-the-fake-discord' });

/** It is started; whether it is connected is another question. */
export function startOn(
  { discord }: Small,
  database: TestDatabase,
  more: Readonly<Record<string, string>> = {},
): Promise<Baton> {
  const environment = {
    DATABASE_URL: database.url,
    PORT: '0',
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_API_URL: discord.url,
    ...more,
  };
  const log = createLog({ level: 'silent', format: 'json', write: () => {} });
  return start(parseConfig(environment, '.'), log, { pacing: NO_PACING });
}

/** Until a Baton is connected, and its commands are told. */
export const connected = ({ discord: { gateway, state } }: Small): Promise<unknown> =>
  vi.waitUntil(() => gateway.connected.length > 0 && state.application.commands.size >= 2, READY);

export interface Serving {
  readonly small: Small;
  readonly database: TestDatabase;
  readonly baton: Baton;
}

/** All of it, connected. */
export async function serving(): Promise<Serving> {
  const database = await testDatabase();
  const small = await batonsDiscord();
  const baton = await startOn(small, database);
  await connected(small);
  return { small, database, baton };
}

export async function ended({ small, database, baton }: Serving): Promise<void> {
  await baton.stop();
  await small.close();
  await database.drop();
}
