/** Joins Discord's adapter to the database. It is loaded only where Discord is served. */
import type { Logger } from 'pino';
import type { Discord, DiscordDoors } from './adapters/discord/discord.ts';
import { createAsides } from './adapters/postgres/asides.ts';
import type { Client } from './adapters/postgres/client.ts';
import type { Installations } from './adapters/postgres/installations.ts';
import { createLeases } from './adapters/postgres/leases.ts';
import { followedMessages, shownMessages } from './adapters/postgres/shown.ts';
import { completeOption } from './commands/complete-option.ts';
import type { Core } from './commands/core.ts';
import { ConfigError, type DiscordConfig } from './config.ts';
import type { Charts, Clock, Ids, Store } from './coordination/ports.ts';

interface Parts {
  readonly store: Store;
  readonly charts: Charts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly installations: Installations;
}

/** As many as Discord shows. */
const MOST_OFFERS = 25;

/** What an option could be, for who is typing it. */
export const offers =
  ({ store }: Pick<Core, 'store'>): DiscordDoors['offer'] =>
  (workspace, account, asked) =>
    completeOption(store, workspace, account, asked, MOST_OFFERS);

/** @throws ConfigError when Discord does not take what was configured. */
export async function openDiscord(
  settings: DiscordConfig,
  client: Client,
  { store, charts, clock, ids, installations }: Parts,
  log: Logger,
): Promise<Discord> {
  const { createDiscord, DiscordStartError } = await import('./adapters/discord/discord.ts');
  const leases = createLeases(client);
  const lease = `discord gateway ${settings.application}`;
  try {
    return await createDiscord({
      ...{ settings, store, charts, clock, ids, log },
      asides: createAsides(client, clock),
      lead: {
        take: (holder, forMs) => leases.take(lease, holder, forMs),
        renew: (holder, forMs, mark) => leases.renew(lease, holder, forMs, mark),
        release: (holder, mark) => leases.release(lease, holder, mark),
      },
      install: (server) => installations.install(server),
      rename: (workspace, scope, name) =>
        installations.rename(workspace, { platform: 'discord', scope }, name),
      installed: () => installations.installed('discord'),
      shown: (workspace, scope, limit) =>
        shownMessages(client, workspace, { platform: 'discord', scope }, limit),
      followed: (workspace, scope, limit) =>
        followedMessages(client, workspace, { platform: 'discord', scope }, limit),
    });
  } catch (error) {
    throw error instanceof DiscordStartError ? new ConfigError(error.message) : error;
  }
}
