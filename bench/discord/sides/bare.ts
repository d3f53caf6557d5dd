/** discord.js with nothing around it, answering the same with the least it takes. */
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { commandsOf } from '../../../src/adapters/discord/commands.ts';
import { VERBS } from '../../../src/commands/registry.ts';
import { serve, told } from '../../slack/children.ts';
import { type Place, threeRowWriter } from '../../three-rows.ts';
import type { DiscordReady } from '../load.ts';

export interface BareTold {
  readonly discord: DiscordReady;
  readonly place: Place | null;
  /** What is answered. */
  readonly answer: object;
}

const { discord, place, answer } = told<BareTold>();
const rows = place && threeRowWriter(place);
const client = new Client({
  intents: [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.GuildMessageReactions,
    GatewayIntentBits.DirectMessages,
  ],
  rest: { api: discord.url },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  await rows?.write(interaction.options.getString('words') ?? '');
  await interaction.reply(answer);
});
const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
await client.login(discord.token);
await ready;
await client.application?.commands.set(commandsOf(VERBS));
serve({});
