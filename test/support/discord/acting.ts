/** What a person does in Discord's own window. */
import {
  type APIApplicationCommand,
  type APIThreadChannel,
  type APIUser,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  MessageFlags,
  ApplicationCommandOptionType as Option,
} from 'discord-api-types/v10';
import { Building } from './building.ts';
import type { Interaction } from './interaction.ts';
import type { LooseOption } from './limits/command.ts';
import type { Loose } from './limits/components.ts';
import { walk } from './limits/components.ts';
import { fieldsOf } from './limits/modal.ts';
import { addTo, remove, rewrite, write } from './messages.ts';
import { channelPayload, memberPayload, messagePayload } from './payloads.ts';
import { permissionsIn, sees } from './permissions.ts';
import { react } from './reactions.ts';
import type { Served } from './rest/router.ts';
import type { HeldChannel, HeldMessage } from './state.ts';

/** Options of a command, by name. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

export interface Typed {
  /** `baton`, `team`, `create`: the command, its group and its sub-command. */
  readonly path: readonly string[];
  readonly options?: OptionValues;
}

interface Sent {
  readonly name: string;
  readonly type: Option;
  readonly value?: string | number | boolean;
  readonly focused?: boolean;
  readonly options?: readonly Sent[];
}

export class Acting {
  readonly user: APIUser;
  readonly #world: Served;

  constructor(world: Served, user: APIUser) {
    this.#world = world;
    this.user = user;
  }

  sees(channel: HeldChannel): boolean {
    return channel.guild ? sees(this.user.id, channel) : channel.recipient?.id === this.user.id;
  }

  /** Their direct channel with the bot. */
  get direct(): HeldChannel {
    return this.#world.state.directWith(this.user);
  }

  post(channel: HeldChannel, content: string, { replyTo }: { replyTo?: HeldMessage } = {}): HeldMessage {
    this.#mustSee(channel);
    const reference = replyTo ? { message_reference: { message_id: replyTo.api.id } } : {};
    return write(this.#world, { channel, author: this.user, body: { content, ...reference } });
  }

  /** A post of a forum: a thread whose first message bears its id. */
  openPost(forum: HeldChannel, title: string, content: string): HeldMessage {
    this.#mustSee(forum);
    const channel = new Building(this.#world).thread(forum, title, this.user);
    return write(this.#world, { id: channel.id, channel, author: this.user, body: { content } });
  }

  /** A thread that hangs from a message, and bears its id. */
  startThread(message: HeldMessage, name: string): HeldChannel {
    const thread = new Building(this.#world).thread(message.channel, name, this.user, {
      from: message.api.id,
    });
    const flags = (message.api.flags ?? 0) | MessageFlags.HasThread;
    addTo(this.#world, message, { flags, thread: channelPayload(thread) as APIThreadChannel });
    return thread;
  }

  edit(message: HeldMessage, content: string): void {
    rewrite(this.#world, message, { content });
  }

  delete(message: HeldMessage): void {
    remove(this.#world, message);
  }

  /** @param emoji as it is written: `✅` */
  react(message: HeldMessage, emoji: string, present = true): void {
    this.#mustSee(message.channel);
    react(this.#world, message, { id: null, name: emoji }, this.user, present);
  }

  slash(channel: HeldChannel, { path, options = {} }: Typed): Interaction {
    return this.#command(channel, InteractionType.ApplicationCommand, path, options, null);
  }

  /** Types in an option that completes. */
  complete(channel: HeldChannel, { path, options = {} }: Typed, focused: string): Interaction {
    return this.#command(channel, InteractionType.ApplicationCommandAutocomplete, path, options, focused);
  }

  #command(
    channel: HeldChannel,
    type: InteractionType,
    [name = '', ...inner]: readonly string[],
    options: OptionValues,
    focused: string | null,
  ): Interaction {
    this.#mustSee(channel);
    const command = this.#registered(channel, name, ApplicationCommandType.ChatInput);
    const sent = nested((command as { options?: LooseOption[] }).options ?? [], inner, options, focused);
    const resolved = this.#resolved(channel, leavesOf(sent));
    return this.#world.interactions.create({
      type,
      user: this.user,
      channel,
      data: {
        id: command.id,
        name,
        type: ApplicationCommandType.ChatInput,
        ...(sent.length > 0 ? { options: sent } : {}),
        ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
        ...(command.guild_id ? { guild_id: command.guild_id } : {}),
      },
    });
  }

  #registered(channel: HeldChannel, name: string, type: ApplicationCommandType): APIApplicationCommand {
    const { application } = this.#world.state;
    const known = [...(channel.guild?.commands.values() ?? []), ...application.commands.values()];
    const found = known.find((c) => c.name === name && c.type === type);
    if (!found) throw new Error(`no command “${name}” is registered`);
    return found;
  }

  #resolved(channel: HeldChannel, leaves: readonly Sent[]): Record<string, Record<string, object>> {
    const { state } = this.#world;
    const found: Record<string, Record<string, object>> = {};
    const put = (kind: string, id: string, value: object | undefined): void => {
      if (value) found[kind] = { ...found[kind], [id]: value };
    };
    for (const { type, value } of leaves) {
      const id = String(value);
      if (type === Option.User || type === Option.Mentionable) {
        put('users', id, state.users.get(id)?.api);
        const member = channel.guild?.members.get(id);
        if (member && channel.guild)
          put('members', id, {
            ...memberPayload(member),
            user: undefined,
            permissions: String(permissionsIn(channel.guild, id, channel)),
          });
      }
      if (type === Option.Role || type === Option.Mentionable) put('roles', id, channel.guild?.roles.get(id));
      const named = type === Option.Channel ? state.channels.get(id) : undefined;
      if (named) put('channels', id, { ...channelPayload(named), permissions: '0' });
    }
    return found;
  }

  /** The message action of this name. */
  onMessage(name: string, message: HeldMessage): Interaction {
    const { channel, api } = message;
    this.#mustSee(channel);
    const command = this.#registered(channel, name, ApplicationCommandType.Message);
    return this.#world.interactions.create({
      type: InteractionType.ApplicationCommand,
      user: this.user,
      channel,
      data: {
        id: command.id,
        name,
        type: ApplicationCommandType.Message,
        target_id: api.id,
        resolved: { messages: { [api.id]: messagePayload(message, this.#world.state, true) } },
      },
    });
  }

  /**
   * Presses a button, by its custom id.
   * @param seen what they have before them, which may have changed a moment ago
   */
  press(message: HeldMessage, customId: string, seen = message.api): Interaction {
    return this.#component(message, customId, undefined, seen);
  }

  choose(message: HeldMessage, customId: string, values: readonly string[]): Interaction {
    return this.#component(message, customId, values, message.api);
  }

  #component(
    message: HeldMessage,
    customId: string,
    values: readonly string[] | undefined,
    seen: HeldMessage['api'],
  ): Interaction {
    if (message.onlyFor !== null && message.onlyFor !== this.user.id)
      throw new Error('an ephemeral message is seen by its person alone');
    this.#mustSee(message.channel);
    const component = componentOf({ api: seen }, customId);
    if (!component) throw new Error(`the message has no component “${customId}”`);
    if (component.disabled) throw new Error(`“${customId}” is disabled`);
    return this.#world.interactions.create({
      type: InteractionType.MessageComponent,
      user: this.user,
      channel: message.channel,
      source: message,
      data: { custom_id: customId, component_type: component.type, ...(values ? { values } : {}) },
    });
  }

  /** Sends the modal that the interaction opened; fields left out keep what stands in them. */
  submit(opened: Interaction, values: Readonly<Record<string, string>>): Interaction {
    const { modal } = opened;
    if (!modal) throw new Error('no modal was opened');
    const components = fieldsOf(modal).map(({ input, labelled }, i) => {
      const given = values[input.custom_id ?? ''] ?? standing(input);
      const said = {
        type: input.type,
        id: 2 * i + 2,
        custom_id: input.custom_id,
        ...(input.type === ComponentType.TextInput
          ? { value: given }
          : { values: given === '' ? [] : [given] }),
      };
      return labelled
        ? { type: ComponentType.Label, id: 2 * i + 1, component: said }
        : { type: ComponentType.ActionRow, id: 2 * i + 1, components: [said] };
    });
    return this.#world.interactions.create({
      type: InteractionType.ModalSubmit,
      user: this.user,
      channel: opened.channel,
      source: opened.source,
      data: { custom_id: modal.custom_id, components },
    });
  }

  #mustSee(channel: HeldChannel): void {
    if (!this.sees(channel)) throw new Error(`${this.user.username} does not see #${channel.name}`);
  }
}

/** What stands in a field before anybody writes in it. */
export const standing = ({ value, options }: Loose): string =>
  value ?? options?.find((o) => o.default)?.value ?? '';

export function componentOf(message: Pick<HeldMessage, 'api'>, customId: string): Loose | undefined {
  for (const [component] of walk(message.api.components as unknown as readonly Loose[]))
    if (component.custom_id === customId) return component;
  return undefined;
}

/** Puts options into the sub-command that the path names. */
function nested(
  known: readonly LooseOption[],
  path: readonly string[],
  values: OptionValues,
  focused: string | null,
): Sent[] {
  const [name, ...inner] = path;
  if (name !== undefined) {
    const found = known.find((o) => o.name === name);
    if (!found) throw new Error(`there is no sub-command “${name}”`);
    return [{ name, type: found.type, options: nested(found.options ?? [], inner, values, focused) }];
  }
  for (const option of Object.keys(values))
    if (!known.some((o) => o.name === option)) throw new Error(`there is no option “${option}”`);
  const missing = known.find((o) => o.required && !(o.name in values));
  if (missing && focused === null) throw new Error(`the option “${missing.name}” is required`);
  return known.flatMap(({ name: option, type, max_length: most = 6000, choices }) => {
    const value = values[option];
    if (value === undefined) return [];
    if (typeof value === 'string' && value.length > most)
      throw new Error(`“${option}” takes ${most} characters`);
    if (choices && focused !== option && !choices.some((c) => c.value === value))
      throw new Error(`“${option}” has no choice “${value}”`);
    return [{ name: option, type, value, ...(option === focused ? { focused: true } : {}) }];
  });
}

const leavesOf = (sent: readonly Sent[]): Sent[] =>
  sent.flatMap((s) => (s.options ? leavesOf(s.options) : [s]));
