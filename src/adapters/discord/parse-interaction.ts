/** An interaction -> what it asks for: pure. Payloads are those of the gateway, v10, as they came. */
import {
  type APIApplicationCommandInteractionDataOption,
  type APIInteraction,
  type APIMessage,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionType,
} from 'discord.js';
import type { Act, IntentOf, Place } from '../../commands/intent.ts';
import type { Action } from '../../coordination/message.ts';
import type { MessageRef } from '../../coordination/places.ts';
import { COMMAND, TRACK } from './commands.ts';
import { carriedBy } from './custom-id.ts';
import { typedOn } from './form.ts';
import { capturedOf, madeAt, placeOf, refOf, type Where } from './refs.ts';

/** What an intent of any kind says of itself. */
export interface About {
  readonly v: 1;
  readonly key: string;
  readonly at: number;
  readonly actor: string;
  readonly place: Place;
}

/** What an interaction asks for. */
export type Asked =
  | { readonly asks: 'act'; readonly intent: Act }
  /** What is carried was put aside; `chosen` is the value of a select. */
  | { readonly asks: 'aside'; readonly id: string; readonly chosen: string | null }
  | { readonly asks: 'open page'; readonly id: string; readonly page: number }
  | {
      readonly asks: 'sent page';
      readonly id: string;
      readonly page: number;
      readonly typed: Readonly<Record<string, string>>;
    }
  | { readonly asks: 'send form'; readonly id: string }
  | { readonly asks: 'completion'; readonly verb: string; readonly option: string; readonly typed: string }
  /** A button or command of an older Baton, or nothing of ours. */
  | { readonly asks: 'unknown' };

export interface Interaction {
  readonly about: About;
  /** The message pressed, unless only one person sees it. */
  readonly on: MessageRef | undefined;
  readonly asked: Asked;
}

export const actorOf = (interaction: APIInteraction): string =>
  interaction.member?.user.id ?? interaction.user?.id ?? '';

export function parseInteraction(interaction: APIInteraction, where: Where): Interaction {
  const about: About = {
    v: 1,
    key: `discord:interaction:${interaction.id}`,
    at: madeAt(interaction.id),
    actor: actorOf(interaction),
    place: placeOf(interaction.channel?.id ?? '', where),
  };
  const on = pressedOn(interaction, where.scope);
  return { about, on, asked: askedBy(interaction, about, on) };
}

const EPHEMERAL = 1 << 6;

function pressedOn(interaction: APIInteraction, scope: string): MessageRef | undefined {
  const message = 'message' in interaction ? interaction.message : undefined;
  return message && !((message.flags ?? 0) & EPHEMERAL) ? refOf(message, scope) : undefined;
}

function askedBy(interaction: APIInteraction, about: About, on: MessageRef | undefined): Asked {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      return commanded(interaction.data, about);
    case InteractionType.ApplicationCommandAutocomplete: {
      const { verb, options } = typedCommand(interaction.data.options);
      const focused = options.find((option) => 'focused' in option && option.focused);
      if (interaction.data.name !== COMMAND || !focused) return { asks: 'unknown' };
      return { asks: 'completion', verb, option: focused.name, typed: wordsOf(focused) };
    }
    case InteractionType.MessageComponent: {
      const { custom_id, ...data } = interaction.data;
      return pressed(custom_id, 'values' in data ? (data.values[0] ?? null) : null, about, on);
    }
    case InteractionType.ModalSubmit: {
      const { custom_id, components } = interaction.data;
      const carried = carriedBy(custom_id);
      return carried?.carries === 'page'
        ? { asks: 'sent page', id: carried.id, page: carried.page, typed: typedOn(components) }
        : { asks: 'unknown' };
    }
    default:
      return { asks: 'unknown' };
  }
}

type Command = Extract<APIInteraction, { type: InteractionType.ApplicationCommand }>['data'];

function commanded(data: Command, about: About): Asked {
  if (data.type === ApplicationCommandType.Message && data.name === TRACK) {
    const message = data.resolved.messages[data.target_id];
    if (!message) return { asks: 'unknown' };
    const captured = capturedOf(message as APIMessage, about.place.scope);
    return { asks: 'act', intent: { ...about, kind: 'track', message: captured } };
  }
  if (data.type !== ApplicationCommandType.ChatInput || data.name !== COMMAND) return { asks: 'unknown' };
  const { verb, options } = typedCommand(data.options);
  const action = { verb, options: Object.fromEntries(options.map((o) => [o.name, wordsOf(o)])) };
  return { asks: 'act', intent: acting(about, 'command', action) };
}

type CommandOption = APIApplicationCommandInteractionDataOption<InteractionType>;

/** `/baton team add team:@design` -> `team add` and its options. */
function typedCommand(given: readonly CommandOption[] = []): {
  verb: string;
  options: readonly CommandOption[];
} {
  const words: string[] = [];
  let options: readonly CommandOption[] = given;
  for (let first = options[0]; first && isNested(first); first = options[0]) {
    words.push(first.name);
    options = first.options ?? [];
  }
  return { verb: words.join(' '), options };
}

const isNested = (option: CommandOption): option is CommandOption & { options?: readonly CommandOption[] } =>
  option.type === ApplicationCommandOptionType.Subcommand ||
  option.type === ApplicationCommandOptionType.SubcommandGroup;

const wordsOf = (option: CommandOption): string => ('value' in option ? String(option.value) : '');

function pressed(customId: string, chosen: string | null, about: About, on: MessageRef | undefined): Asked {
  const carried = carriedBy(customId);
  switch (carried?.carries) {
    case 'press':
      return { asks: 'act', intent: acting(about, 'press', meant(carried.press, chosen), on) };
    case 'aside':
      return { asks: 'aside', id: carried.id, chosen };
    case 'page':
      return { asks: 'open page', id: carried.id, page: carried.page };
    case 'form':
      return { asks: 'send form', id: carried.id };
    default:
      return { asks: 'unknown' };
  }
}

/** The action of a press, with what was chosen filled in. */
export function meant(
  press: { readonly action: Action; readonly option?: string; readonly values?: readonly string[] },
  chosen: string | null,
): Action {
  const { action, option, values } = press;
  if (option === undefined || chosen === null) return action;
  const value = values ? (values[Number(chosen)] ?? '') : chosen;
  return { verb: action.verb, options: { ...action.options, [option]: value } };
}

export const acting = (
  about: About,
  from: IntentOf<'action'>['from'],
  action: Action,
  on?: MessageRef,
): IntentOf<'action'> => ({
  ...about,
  kind: 'action',
  from,
  action: { verb: action.verb, options: { ...action.options } },
  ...(on ? { on } : {}),
});
