/** What `baton doctor` asks Discord. Nothing is posted and nothing changed. */
import { type Application, applicationOf, inviteLink } from '../adapters/discord/application.ts';
import { wordsOf } from '../adapters/discord/faults.ts';
import { commandsToChange } from '../adapters/discord/register.ts';
import { isNone } from '../adapters/discord/register-diff.ts';
import { type Api, createApi } from '../adapters/discord/rest.ts';
import { clock } from '../adapters/system/system.ts';
import type { DiscordConfig } from '../config.ts';
import type { Report } from './report.ts';

export async function checkDiscord(discord: DiscordConfig, report: Report): Promise<void> {
  const api = createApi(discord.token, discord.api, clock);
  const application = await report.check(
    'Discord token',
    () => applicationFor(discord, api),
    ({ name }) => `Discord takes it: ${name}`,
  );
  if (!application) return;
  await report.check('Discord intents', () => intents(application));
  await report.check('Discord commands', () => commands(api, application));
  await report.check('Discord servers', () => servers(api, application));
}

async function applicationFor({ application: id }: DiscordConfig, api: Api): Promise<Application> {
  const application = await applicationOf(api).catch((error: unknown) => {
    const status = (error as { status?: unknown }).status;
    throw new Error(
      status === 401
        ? 'Discord refuses DISCORD_TOKEN: press “Reset Token” under “Bot” of the Discord application, and copy it.'
        : `Discord does not answer (${wordsOf(error)}): look whether this computer reaches it.`,
    );
  });
  if (application.id === id) return application;
  throw new Error(
    `DISCORD_TOKEN belongs to the application ${application.id}, and DISCORD_APPLICATION_ID names ${id}: copy both from the same one.`,
  );
}

const intents = ({ messageContent }: Application): string =>
  messageContent
    ? 'Message Content is on: 📌 reads the message that it marks'
    : 'Message Content is off: mentions, “Track with Baton” and commands work, 📌 does not; to switch it on: “Bot”, “Message Content Intent” of the Discord application';

async function commands(api: Api, { id }: Application): Promise<string> {
  const differs = await commandsToChange(api, id);
  return isNone(differs)
    ? 'Discord knows them as they are'
    : 'they differ from what Discord knows; “baton serve” and “baton register” tell it';
}

async function servers(api: Api, { id }: Application): Promise<string> {
  const found = await api.get<readonly { readonly name: string }[]>('/users/@me/guilds', { limit: '5' });
  const link = `invite Baton by ${inviteLink(id)}`;
  if (found.length === 0) throw new Error(`Baton is in none: an admin of the server has to ${link}`);
  return `Baton is in ${found.map(({ name }) => name).join(', ')}; for another, ${link}`;
}
