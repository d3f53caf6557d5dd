/** Interactions and their answers: https://discord.com/developers/docs/interactions/receiving-and-responding */
import { randomBytes } from 'node:crypto';
import {
  InteractionResponseType as Answer,
  type APIUser,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { checkChoicesOffered } from './limits/command.ts';
import { checkMessage, EPHEMERAL, type MessageBody } from './limits/message.ts';
import { checkModal, type ModalBody } from './limits/modal.ts';
import { enter, remove, rewrite, type StoredFile, type World, write } from './messages.ts';
import { interactionChannel, memberPayload, messagePayload } from './payloads.ts';
import { EVERYTHING, permissionsIn } from './permissions.ts';
import { invalid, refusal } from './problems.ts';
import type { HeldChannel, HeldMessage } from './state.ts';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** What a person sees come of it. */
export type Outcome = 'message' | 'thinking' | 'quiet' | 'modal' | 'choices' | 'failed';

export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly user: APIUser;
  readonly channel: HeldChannel;
  /** The message that was pressed. */
  readonly source: HeldMessage | null;
  readonly madeAt: number;
  outcome: Outcome | null;
  /** What `@original` is. */
  original: HeldMessage | null;
  readonly followUps: HeldMessage[];
  modal: ModalBody | null;
  choices: readonly Choice[] | null;
  /** Once it is acknowledged, or has failed for want of that. */
  readonly acknowledged: Promise<Interaction>;
  /** Once nothing is left that the person waits for: a deferred answer has come. */
  readonly finished: Promise<Interaction>;
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  readonly acknowledge: () => void;
  readonly finish: () => void;
}

export interface Deadlines {
  /** Milliseconds until an interaction that nobody answered has failed. */
  readonly answer: number;
  /** Milliseconds for which its token can be used. */
  readonly token: number;
}

export interface Asked {
  readonly type: InteractionType;
  readonly user: APIUser;
  readonly channel: HeldChannel;
  readonly data: object;
  readonly source?: HeldMessage | null;
}

export class Interactions {
  readonly #world: World;
  readonly #deadlines: Deadlines;
  readonly #byId = new Map<string, Interaction>();
  readonly #byToken = new Map<string, Interaction>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(world: World, deadlines: Deadlines) {
    this.#world = world;
    this.#deadlines = deadlines;
  }

  get all(): ReadonlyMap<string, Interaction> {
    return this.#byId;
  }

  /** That somebody still waits for. */
  get waiting(): number {
    return this.#waiting.size;
  }

  create(asked: Asked): Interaction {
    const { state, gateway } = this.#world;
    const id = state.ids.next();
    const token = `interaction-${id}-${randomBytes(24).toString('base64url')}`;
    let acknowledge = (): void => {};
    let finish = (): void => {};
    const acknowledged = new Promise<void>((resolve) => {
      acknowledge = resolve;
    });
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const interaction: Interaction = {
      id,
      token,
      type: asked.type,
      user: asked.user,
      channel: asked.channel,
      source: asked.source ?? null,
      madeAt: state.now(),
      outcome: null,
      original: null,
      followUps: [],
      modal: null,
      choices: null,
      acknowledged: acknowledged.then(() => interaction),
      finished: finished.then(() => interaction),
    };
    const timer = setTimeout(() => this.#fail(interaction), this.#deadlines.answer);
    this.#waiting.set(id, { timer, acknowledge, finish });
    this.#byId.set(id, interaction);
    this.#byToken.set(token, interaction);
    gateway.send({
      t: 'INTERACTION_CREATE',
      d: this.#payload(interaction, asked.data),
      guild: asked.channel.guild?.id ?? null,
      intents: 0,
    });
    return interaction;
  }

  #payload({ id, token, type, user, channel, source }: Interaction, data: object): object {
    const { state } = this.#world;
    const { guild } = channel;
    const { application } = state;
    const member = guild?.members.get(user.id);
    const own = guild ? permissionsIn(guild, application.id, channel) : EVERYTHING;
    return {
      id,
      application_id: application.id,
      type,
      data,
      token,
      version: 1,
      channel_id: channel.id,
      channel: interactionChannel(channel, user.id),
      app_permissions: String(own),
      locale: 'en-US',
      entitlements: [],
      attachment_size_limit: 10_485_760,
      ...(guild && member
        ? {
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
            member: { ...memberPayload(member), permissions: String(permissionsIn(guild, user.id, channel)) },
            authorizing_integration_owners: { 0: guild.id },
            context: 0,
          }
        : { user, authorizing_integration_owners: { 0: '0' }, context: 1 }),
      ...(source ? { message: messagePayload(source, state, true) } : {}),
    };
  }

  /** POST /interactions/:id/:token/callback. Returns the body for `with_response`. */
  answer(id: string, token: string, body: Callback, files: readonly StoredFile[]): object {
    const interaction = this.#byId.get(id);
    if (!interaction || interaction.token !== token || interaction.outcome === 'failed') throw refusal(10062);
    if (interaction.outcome !== null) throw refusal(40060);
    allowed(interaction, body.type);
    const before = this.#world.ledger.effects.length;
    const outcome = this.#take(interaction, body, files);
    if (this.#world.ledger.effects.length === before)
      this.#world.ledger.add('acknowledged', { interaction: id, channel: interaction.channel.id, body });
    this.#acknowledge(interaction, outcome);
    const message = interaction.original;
    return {
      interaction: {
        id,
        type: interaction.type,
        ...(message
          ? {
              response_message_id: message.api.id,
              response_message_loading: outcome === 'thinking',
              response_message_ephemeral: message.onlyFor !== null,
            }
          : {}),
      },
      resource: {
        type: body.type,
        ...(message ? { message: messagePayload(message, this.#world.state, true) } : {}),
      },
    };
  }

  #take(interaction: Interaction, { type, data = {} }: Callback, files: readonly StoredFile[]): Outcome {
    switch (type) {
      case Answer.ChannelMessageWithSource:
        checkMessage(data, { whole: true, files: files.length });
        this.#say(interaction, data, files);
        return 'message';
      case Answer.DeferredChannelMessageWithSource:
        interaction.original = this.#write(interaction, {
          flags: ((data.flags ?? 0) & EPHEMERAL) | MessageFlags.Loading,
        });
        return 'thinking';
      case Answer.DeferredMessageUpdate:
        interaction.original = interaction.source;
        return 'quiet';
      case Answer.UpdateMessage:
        checkMessage(data, { whole: false });
        interaction.original = interaction.source;
        if (interaction.source) this.#change(interaction, interaction.source, data, files);
        return 'quiet';
      case Answer.ApplicationCommandAutocompleteResult:
        checkChoicesOffered(data.choices);
        interaction.choices = data.choices ?? [];
        this.#world.ledger.add('autocomplete', { interaction: interaction.id, body: data });
        return 'choices';
      default: {
        const modal = data as unknown as ModalBody;
        checkModal(modal);
        interaction.modal = modal;
        this.#world.ledger.add('modal', { interaction: interaction.id, body: data });
        return 'modal';
      }
    }
  }

  #write(interaction: Interaction, body: MessageBody, files: readonly StoredFile[] = []): HeldMessage {
    const author = this.#world.state.application.user;
    return write(this.#world, { channel: interaction.channel, author, body, files, interaction });
  }

  #say(interaction: Interaction, body: MessageBody, files: readonly StoredFile[]): void {
    interaction.original = this.#write(interaction, body, files);
    enter(this.#world, 'message', interaction.original, body, interaction.id);
  }

  #change(
    interaction: Interaction,
    message: HeldMessage,
    body: MessageBody,
    files: readonly StoredFile[],
  ): void {
    const thinking = isLoading(message);
    rewrite(
      this.#world,
      message,
      thinking ? { ...body, flags: (body.flags ?? 0) & ~EPHEMERAL } : body,
      files,
    );
    enter(this.#world, thinking ? 'message' : 'edit', message, body, interaction.id);
  }

  #acknowledge(interaction: Interaction, outcome: Outcome): void {
    interaction.outcome = outcome;
    const waiting = this.#waiting.get(interaction.id);
    clearTimeout(waiting?.timer);
    waiting?.acknowledge();
    if (outcome !== 'thinking') this.#finish(interaction);
  }

  #finish({ id }: Interaction): void {
    this.#waiting.get(id)?.finish();
    this.#waiting.delete(id);
  }

  #fail(interaction: Interaction): void {
    this.#acknowledge(interaction, 'failed');
  }

  /** @throws Refusal when the token is not known, spent, or not yet of use */
  byToken(token: string): Interaction {
    const interaction = this.#byToken.get(token);
    if (!interaction || interaction.outcome === 'failed') throw refusal(10015);
    if (this.#world.state.now() - interaction.madeAt > this.#deadlines.token) throw refusal(50027);
    if (interaction.outcome === null) throw refusal(10015);
    return interaction;
  }

  /** POST /webhooks/:application/:token */
  followUp(interaction: Interaction, body: MessageBody, files: readonly StoredFile[]): HeldMessage {
    const { original } = interaction;
    // Directly after a deferral it fills the message that was announced.
    if (interaction.outcome === 'thinking' && original && isLoading(original)) {
      checkMessage(body, { whole: true, files: files.length });
      this.#change(interaction, original, body, files);
      this.#finish(interaction);
      return original;
    }
    checkMessage(body, { whole: true, files: files.length });
    const message = this.#write(interaction, body, files);
    interaction.followUps.push(message);
    enter(this.#world, 'message', message, body, interaction.id);
    return message;
  }

  /** `@original` or a follow-up. @throws Refusal 10008 */
  messageOf(interaction: Interaction, id: string): HeldMessage {
    const found =
      id === '@original' ? interaction.original : interaction.followUps.find(({ api }) => api.id === id);
    if (!found || found.deleted) throw refusal(10008);
    return found;
  }

  edit(interaction: Interaction, id: string, body: MessageBody, files: readonly StoredFile[]): HeldMessage {
    const message = this.messageOf(interaction, id);
    checkMessage(body, { whole: isLoading(message), files: files.length });
    this.#change(interaction, message, body, files);
    this.#finish(interaction);
    return message;
  }

  delete(interaction: Interaction, id: string): void {
    const message = this.messageOf(interaction, id);
    remove(this.#world, message);
    this.#world.ledger.add('delete', {
      channel: message.channel.id,
      message: message.api.id,
      interaction: interaction.id,
    });
    this.#finish(interaction);
  }

  /** Nobody waits any longer. */
  stop(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.clear();
  }

  clear(): void {
    this.#byId.clear();
    this.#byToken.clear();
    this.#waiting.clear();
  }
}

export interface Callback {
  readonly type: Answer;
  readonly data?: MessageBody & { readonly choices?: readonly Choice[] };
}

export const isLoading = ({ api }: HeldMessage): boolean => ((api.flags ?? 0) & MessageFlags.Loading) !== 0;

const COMMON: readonly Answer[] = [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource];
const UPDATES: readonly Answer[] = [Answer.DeferredMessageUpdate, Answer.UpdateMessage];

/** Which answers an interaction takes. */
function allowed({ type, source }: Interaction, answer: Answer): void {
  const fits: readonly Answer[] =
    type === InteractionType.ApplicationCommandAutocomplete
      ? [Answer.ApplicationCommandAutocompleteResult]
      : [
          ...COMMON,
          ...(type === InteractionType.ModalSubmit ? [] : [Answer.Modal]),
          ...(source ? UPDATES : []),
        ];
  if (fits.includes(answer)) return;
  throw invalid(['type'], 'BASE_TYPE_CHOICES', `Value must be one of (${fits.join(', ')}).`);
}
