/** Interactions and their answers, until their time is up. */
import { InteractionResponseType as Answer, MessageFlags } from 'discord-api-types/v10';
import type { Core } from './core.ts';
import {
  type Asked,
  allow,
  type Callback,
  type Interaction,
  isLoading,
  type Outcome,
} from './interaction.ts';
import { interactionPayload } from './interaction-payload.ts';
import { checkChoicesOffered } from './limits/command.ts';
import { checkMessage, EPHEMERAL, type MessageBody } from './limits/message.ts';
import { checkModal, type ModalBody } from './limits/modal.ts';
import type { StoredFile } from './message-body.ts';
import { enter, remove, rewrite, write } from './messages.ts';
import { messagePayload } from './payloads.ts';
import { refusal } from './problems.ts';
import type { HeldMessage } from './state.ts';

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

/** Real tokens are about so long, and unique; here the id sees to that. */
const LONG = 'x'.repeat(120);

export class Interactions {
  readonly #core: Core;
  readonly #deadlines: Deadlines;
  readonly #byId = new Map<string, Interaction>();
  readonly #byToken = new Map<string, Interaction>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(core: Core, deadlines: Deadlines) {
    this.#core = core;
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
    const { state, gateway } = this.#core;
    const id = state.ids.next();
    const token = `aW50ZXJhY3Rpb246${id}${LONG}`;
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
      d: interactionPayload(state, interaction, asked.data),
      guild: asked.channel.guild?.id ?? null,
      intents: 0,
    });
    return interaction;
  }

  /** POST /interactions/:id/:token/callback. Returns the body for `with_response`. */
  answer(id: string, token: string, body: Callback, files: readonly StoredFile[]): object {
    const interaction = this.#byId.get(id);
    if (!interaction || interaction.token !== token || interaction.outcome === 'failed') throw refusal(10062);
    if (interaction.outcome !== null) throw refusal(40060);
    allow(interaction, body.type);
    const before = this.#core.ledger.effects.length;
    const outcome = this.#take(interaction, body, files);
    if (this.#core.ledger.effects.length === before)
      this.#core.ledger.add('acknowledged', { interaction: id, channel: interaction.channel.id, body });
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
        ...(message ? { message: messagePayload(message, this.#core.state, true) } : {}),
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
        this.#core.ledger.add('autocomplete', { interaction: interaction.id, body: data });
        return 'choices';
      default: {
        const modal = data as unknown as ModalBody;
        checkModal(modal);
        interaction.modal = modal;
        this.#core.ledger.add('modal', { interaction: interaction.id, body: data });
        return 'modal';
      }
    }
  }

  #write(interaction: Interaction, body: MessageBody, files: readonly StoredFile[] = []): HeldMessage {
    const author = this.#core.state.application.user;
    return write(this.#core, { channel: interaction.channel, author, body, files, interaction });
  }

  #say(interaction: Interaction, body: MessageBody, files: readonly StoredFile[]): void {
    interaction.original = this.#write(interaction, body, files);
    enter(this.#core, 'message', interaction.original, body, interaction.id);
  }

  #change(
    interaction: Interaction,
    message: HeldMessage,
    body: MessageBody,
    files: readonly StoredFile[],
  ): void {
    const thinking = isLoading(message);
    rewrite(this.#core, message, thinking ? { ...body, flags: (body.flags ?? 0) & ~EPHEMERAL } : body, files);
    enter(this.#core, thinking ? 'message' : 'edit', message, body, interaction.id);
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
    if (this.#core.state.now() - interaction.madeAt > this.#deadlines.token) throw refusal(50027);
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
    enter(this.#core, 'message', message, body, interaction.id);
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
    remove(this.#core, message);
    this.#core.ledger.add('delete', {
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
