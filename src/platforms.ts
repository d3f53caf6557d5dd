/** The platforms that are served: each is loaded only where it is configured, and opened once the loops run. */
import type { Hono } from 'hono';
import type { Part } from './adapters/http/app.ts';
import type { Before } from './adapters/http/server.ts';
import type { Logging } from './adapters/log/log.ts';
import type { Client } from './adapters/postgres/client.ts';
import type { Installations } from './adapters/postgres/installations.ts';
import type { Core } from './commands/core.ts';
import type { Doors } from './commands/doors.ts';
import type { Config } from './config.ts';
import type { Installation } from './coordination/places.ts';
import type { Chat, Clock, Ids, Store } from './coordination/ports.ts';
import { offers, openDiscord } from './discord.ts';
import { openSlack } from './slack.ts';
import type { Stops } from './stops.ts';

export interface Platforms {
  readonly chats: readonly Chat[];
  /** The pages by which teams install Baton; null where there are none. */
  readonly pages: Hono | null;
  /** Ends an installation that is over, unless it was made anew since. */
  uninstall(installation: Installation): Promise<void>;
  /** Begins to take what happens there. */
  open(core: Core, doors: Doors, stops: Stops): Promise<OpenPlatforms>;
}

export interface OpenPlatforms {
  /** What takes a platform's requests off the listening port; null where none comes that way. */
  readonly before: Before | null;
  /** Resolves when a platform lets Baton in no more, with why, as a sentence. */
  readonly over: Promise<string>;
  /** Resolves when what was taken by then has come to its end. */
  idle(): Promise<void>;
  /** Whether Baton hears of each. */
  parts(): readonly Part[];
}

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly installations: Installations;
}

/** @throws ConfigError when a platform does not take what was configured. */
export async function loadPlatforms(
  config: Config,
  client: Client,
  parts: Parts,
  log: Logging['log'],
): Promise<Platforms> {
  const slack = config.slack ? await openSlack(config.slack, client, parts, log) : null;
  const discord = config.discord ? await openDiscord(config.discord, client, parts, log) : null;
  return {
    chats: [slack?.chat, discord?.chat].filter((chat) => chat !== undefined),
    pages: slack?.pages ?? null,
    async uninstall(there) {
      if (there.platform !== 'slack' || (await slack?.hasLeft(there.scope)))
        await parts.installations.uninstall(there);
    },
    async open(core, doors, stops) {
      const stopped = async (platform: string, stop: Promise<boolean>): Promise<void> => {
        if (!(await stop))
          log.warn(
            `some of what ${platform} asked did not end in time; what it wrote down is finished later`,
          );
      };
      let end = (_why: string): void => {};
      const over = new Promise<string>((resolve) => {
        end = resolve;
      });
      const fromSlack = (await slack?.open(doors)) ?? null;
      if (fromSlack) stops.push('Slack', (withinMs) => stopped('Slack', fromSlack.stop(withinMs)));
      const fromDiscord = (await discord?.open({ ...doors, offer: offers(core), fatal: end })) ?? null;
      if (fromDiscord) stops.push('Discord', (withinMs) => stopped('Discord', fromDiscord.stop(withinMs)));
      return {
        before: fromSlack?.listener ? { path: '/slack/events', take: fromSlack.listener } : null,
        over,
        idle: async () => void (await fromDiscord?.idle()),
        parts: () => (fromSlack ? [{ part: 'slack', wrong: fromSlack.wrong() }] : []),
      };
    },
  };
}
