/** Tells Discord of the commands, of no more than differs from what it knows. */
import { Routes } from 'discord.js';
import { VERBS } from '../../commands/registry.ts';
import { commandsOf } from './commands.ts';
import { type Difference, difference, type Registered } from './register-diff.ts';
import type { Api } from './rest.ts';

/** What differs between what Discord knows and what it should. */
export async function commandsToChange(api: Api, application: string): Promise<Difference> {
  const registered = await api.get<Registered[]>(Routes.applicationCommands(application));
  return difference(registered, commandsOf(VERBS));
}

/** Returns what was changed. */
export async function registerCommands(api: Api, application: string): Promise<Difference> {
  const differs = await commandsToChange(api, application);
  for (const { id } of differs.remove) await api.delete(Routes.applicationCommand(application, id));
  for (const { id, to } of differs.change) await api.patch(Routes.applicationCommand(application, id), to);
  for (const command of differs.create) await api.post(Routes.applicationCommands(application), command);
  return differs;
}
