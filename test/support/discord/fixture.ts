/** A server with one person and one channel, and the real SDK beside it. */
import type { Client } from 'discord.js';
import type { Acting } from './acting.ts';
import { connect } from './client.ts';
import { createFakeDiscord, type FakeDiscord, type FakeDiscordOptions } from './fake-discord.ts';
import type { HeldChannel, HeldGuild } from './state.ts';

export interface Small {
  readonly discord: FakeDiscord;
  readonly guild: HeldGuild;
  readonly general: HeldChannel;
  readonly ana: Acting;
  /** A client of the bot's, which ends with the rest. */
  login(options?: Parameters<typeof connect>[1]): Promise<Client<true>>;
  close(): Promise<void>;
}

export async function smallDiscord(options: FakeDiscordOptions = {}): Promise<Small> {
  const discord = await createFakeDiscord(options);
  const user = discord.build.user('ana', { globalName: 'Ana Castro' });
  const guild = discord.build.guild('Northwind', user);
  const general = discord.build.channel(guild, 'general');
  discord.build.invite(guild);
  const clients: Client[] = [];
  return {
    discord,
    guild,
    general,
    ana: discord.as(user),
    async login(more) {
      const client = await connect(discord, more);
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.destroy()));
      await discord.close();
    },
  };
}
