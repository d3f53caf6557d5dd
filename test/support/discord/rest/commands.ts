/** Commands as they are registered: https://discord.com/developers/docs/interactions/application-commands */
import { type APIApplicationCommand, ApplicationCommandType } from 'discord-api-types/v10';
import { type CommandBody, checkCommand, type LooseOption } from '../limits/command.ts';
import { refusal } from '../problems.ts';
import { objectOf } from './body.ts';
import { guildAt } from './find.ts';
import type { Call, Route } from './router.ts';

const MOST = 100;

type Kept = Map<string, APIApplicationCommand>;

/** The application's own commands, or with a second parameter a guild's. */
function keptAt(
  { world: { state } }: Call,
  [application, guild]: readonly (string | undefined)[],
): { kept: Kept; guild: string | null } {
  if (application !== state.application.id) throw refusal(20012);
  if (guild === undefined) return { kept: state.application.commands, guild: null };
  return { kept: guildAt(state, guild).commands, guild };
}

/** The same routes for the application and for each guild. */
function routesAt(
  path: string,
  scope: (call: Call) => readonly (string | undefined)[],
  idAt: number,
): Route[] {
  const at = (call: Call) => keptAt(call, scope(call));
  const one = (call: Call) => {
    const command = at(call).kept.get(call.params[idAt] ?? '');
    if (!command) throw refusal(10063);
    return command;
  };
  return [
    { on: `GET ${path}`, run: (call) => [...at(call).kept.values()] },
    { on: `GET ${path}/:command`, run: one },
    {
      on: `PUT ${path}`,
      run: (call) => {
        const { kept, guild } = at(call);
        const bodies = call.body as CommandBody[];
        for (const [i, body] of bodies.entries()) checkCommand(body, [i]);
        const before = [...kept.values()];
        kept.clear();
        for (const body of bodies) keep(call, kept, guild, body, before);
        noted(call, 'PUT', bodies);
        return [...kept.values()];
      },
    },
    {
      on: `POST ${path}`,
      run: (call) => {
        const { kept, guild } = at(call);
        const body = objectOf<CommandBody>(call.body);
        checkCommand(body);
        const command = keep(call, kept, guild, body, [...kept.values()]);
        noted(call, 'POST', body);
        return command;
      },
    },
    {
      on: `PATCH ${path}/:command`,
      run: (call) => {
        const { kept, guild } = at(call);
        const known = one(call);
        const body = { ...known, ...objectOf<object>(call.body) } as unknown as CommandBody;
        checkCommand(body);
        noted(call, 'PATCH', call.body);
        return keep(call, kept, guild, body, [known]);
      },
    },
    {
      on: `DELETE ${path}/:command`,
      run: (call) => {
        at(call).kept.delete(one(call).id);
        noted(call, 'DELETE', null);
      },
    },
  ];
}

function noted({ world, params }: Call, method: string, body: unknown): void {
  world.ledger.add('command', { body: { method, params, body } });
}

/** A command of the same name and type is replaced, and keeps its id. */
function keep(
  { world: { state } }: Call,
  kept: Kept,
  guild: string | null,
  body: CommandBody,
  before: readonly APIApplicationCommand[],
): APIApplicationCommand {
  const type = body.type ?? ApplicationCommandType.ChatInput;
  const known = before.find((c) => c.name === body.name && c.type === type);
  const id = known?.id ?? state.ids.next();
  if (!kept.has(id) && kept.size >= MOST) throw refusal(30032);
  const command = {
    id,
    application_id: state.application.id,
    version: state.ids.next(),
    default_member_permissions: null,
    type,
    name: body.name,
    name_localizations: null,
    description: body.description ?? '',
    description_localizations: null,
    ...(guild === null
      ? { dm_permission: true, contexts: null, integration_types: [0] }
      : { guild_id: guild }),
    nsfw: false,
    ...given(body),
    ...(body.options?.length ? { options: body.options.map(plainOption) } : {}),
  } as unknown as APIApplicationCommand;
  kept.set(id, command);
  return command;
}

const given = ({ default_member_permissions, contexts, integration_types, nsfw }: CommandBody): object =>
  Object.fromEntries(
    Object.entries({ default_member_permissions, contexts, integration_types, nsfw }).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** As the API writes it back: what is false is left out. */
const plainOption = ({ required, autocomplete, options, ...rest }: LooseOption): object => ({
  ...rest,
  ...(required ? { required } : {}),
  ...(autocomplete ? { autocomplete } : {}),
  ...(options?.length ? { options: options.map(plainOption) } : {}),
});

export const COMMANDS: readonly Route[] = [
  ...routesAt('/applications/:application/commands', ({ params: [application] }) => [application], 1),
  ...routesAt(
    '/applications/:application/guilds/:guild/commands',
    ({ params: [application, guild] }) => [application, guild],
    2,
  ),
];
