/** `baton register`: tells Discord of the commands, of no more than differs; `serve` does so at its start, too. */
import { wordsOf } from '../adapters/discord/faults.ts';
import { commandsToChange, registerCommands } from '../adapters/discord/register.ts';
import { isNone } from '../adapters/discord/register-diff.ts';
import { createApi } from '../adapters/discord/rest.ts';
import { clock } from '../adapters/system/system.ts';
import { ConfigError, loadConfig } from '../config.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT } from './verb.ts';

export async function register({ values }: Arguments, terminal: Terminal): Promise<number> {
  const { discord } = loadConfig();
  if (!discord)
    throw new ConfigError(
      'DISCORD_TOKEN and DISCORD_APPLICATION_ID are not set: see “Discord” in the README.',
    );
  const api = createApi(discord.token, discord.api, clock);
  const ask = values['dry-run'] ? commandsToChange : registerCommands;
  const differs = await ask(api, discord.application).catch((error: unknown) => {
    throw new ConfigError(
      `Discord does not take DISCORD_TOKEN for DISCORD_APPLICATION_ID (${wordsOf(error)}): copy both again from one Discord application.`,
    );
  });
  for (const { name } of differs.create) await terminal.out(`new      ${name}`);
  for (const { to } of differs.change) await terminal.out(`changed  ${to.name}`);
  for (const { name } of differs.remove) await terminal.out(`removed  ${name}`);
  if (isNone(differs)) await terminal.out('Discord knows the commands as they are.');
  return EXIT.fine;
}
