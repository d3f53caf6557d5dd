/** The real SDK on the fake, as a test of the fake drives it. */
import { Client, type ClientOptions, GatewayIntentBits, Partials } from 'discord.js';
import type { FakeDiscord } from './fake-discord.ts';

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
  GatewayIntentBits.MessageContent,
];

/** Not logged in yet. */
export function clientOf(
  discord: Pick<FakeDiscord, 'url'>,
  options: Partial<ClientOptions> = {},
): Client<true> {
  return new Client({
    intents: INTENTS,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction, Partials.User],
    // The SDK waits five seconds between two identifications, as Discord asks.
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
    ...options,
    rest: {
      api: discord.url,
      retries: 0,
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      ...options.rest,
    },
  }) as Client<true>;
}

/** Logged in, and told of all guilds. */
export async function connect(
  discord: Pick<FakeDiscord, 'url' | 'token'>,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = clientOf(discord, options);
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(discord.token);
  await ready;
  return client;
}

/** The next event of a name. */
export const next = <T = unknown>(client: Client, event: string): Promise<T> =>
  new Promise((resolve) => client.once(event as 'ready', resolve as never));
