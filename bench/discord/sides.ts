/** Discord and what is measured against it, each a process of its own: one Discord for each side. */
import type { Bench } from '../harness.ts';
import { type Child, startChild } from '../slack/children.ts';
import type { BatonTold } from '../slack/sides/baton.ts';
import { placeOf } from '../three-rows.ts';
import { populate } from '../workspace.ts';
import type { DiscordReady, Load, Loaded } from './load.ts';
import type { BareTold } from './sides/bare.ts';

export interface Side {
  run(load: Load): Promise<Loaded>;
  resident(): Promise<number>;
  stop(): Promise<void>;
}

/** Baton on an empty database of its own. */
export async function startBaton(bench: Bench, guilds = 1): Promise<Side> {
  const discord = await startChild<DiscordReady>('discord/sides/discord', { guilds });
  const database = await bench.database();
  const { url, token, applicationId } = discord.ready;
  const environment = {
    DATABASE_URL: database.url,
    ...{ DISCORD_API_URL: url, DISCORD_TOKEN: token, DISCORD_APPLICATION_ID: applicationId },
  };
  const told: BatonTold = { environment, paced: true };
  const side = await sideOf(discord, await startChild('slack/sides/baton', told));
  return {
    ...side,
    async stop() {
      await side.stop();
      await database.drop();
    },
  };
}

/** discord.js alone; with `rows` it writes three before it answers. */
export async function startBare(
  bench: Bench,
  { answer, rows, guilds = 1 }: { readonly answer: object; readonly rows: boolean; readonly guilds?: number },
): Promise<Side> {
  const discord = await startChild<DiscordReady>('discord/sides/discord', { guilds });
  const database = rows ? await bench.database() : null;
  const place = database && placeOf(database.url, await populate(database));
  const told: BareTold = { discord: discord.ready, place, answer };
  const side = await sideOf(discord, await startChild('discord/sides/bare', told));
  return {
    ...side,
    async stop() {
      await side.stop();
      await database?.drop();
    },
  };
}

async function sideOf(discord: Child<DiscordReady>, child: Child<object>): Promise<Side> {
  await discord.ask({ until: 'connected' });
  return {
    run: (load) => discord.ask<Loaded>(load),
    resident: child.resident,
    async stop() {
      await child.stop();
      await discord.stop();
    },
  };
}
