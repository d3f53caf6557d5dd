/**
 * Answers to interactions: given in place while that is quick, else announced and given later; after a quarter of an
 * hour, by direct message. An answer that someone else has given, or that comes too late, is no fault.
 */
import {
  InteractionResponseType as Answer,
  type APIInteraction,
  type APIModalInteractionResponseCallbackData,
  InteractionType,
  MessageFlags,
  Routes,
} from 'discord.js';
import type { Clock } from '../../coordination/ports.ts';
import { sayDirectly } from './chat.ts';
import { isLostRace } from './faults.ts';
import { actorOf } from './parse-interaction.ts';
import type { Payload } from './payload.ts';
import { madeAt } from './refs.ts';
import { privately } from './render.ts';
import type { Api } from './rest.ts';

/** What is shown to whoever asked, and to nobody else. */
export type Shown =
  | { readonly show: 'message'; readonly payload: Payload; readonly plainly: string }
  /** `button` opens it where it can no longer be opened at once. */
  | {
      readonly show: 'modal';
      readonly modal: APIModalInteractionResponseCallbackData;
      readonly button: Payload;
      readonly plainly: string;
    }
  /** The card shows it. */
  | { readonly show: 'nothing' };

/**
 * What has not come by then is announced; Discord waits 3 s. Later than a person waits in place, so that what is announced
 * is written down by then: an announced press looks as good as done.
 */
const ANNOUNCE_AFTER_MS = 2_200;
/** A token lives 15 minutes. */
const TOKEN_MS = 14 * 60_000;

export interface AnswerParts {
  readonly api: Api;
  readonly clock: Clock;
  readonly application: string;
  readonly announceAfterMs?: number;
}

type Respondable = Pick<APIInteraction, 'id' | 'token' | 'type' | 'application_id' | 'member' | 'user'> & {
  readonly message?: unknown;
};

/** Answers with what `work` comes to. Resolves when the answer is given, or cannot be any more. */
export async function answerWith(
  interaction: APIInteraction,
  work: Promise<Shown>,
  parts: AnswerParts,
): Promise<void> {
  try {
    const first = await firstOf(work, parts.announceAfterMs ?? ANNOUNCE_AFTER_MS);
    if (first) await atOnce(interaction, first, parts);
    else await announced(interaction, work, parts);
  } catch (error) {
    if (!isLostRace(error)) throw error;
  }
}

async function firstOf<T>(work: Promise<T>, withinMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), withinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A press is on a message, which stays as it is while nothing is said. */
const isPress = ({ type }: Respondable): boolean => type === InteractionType.MessageComponent;

const callback = (interaction: Respondable, api: Api, type: Answer, data?: object): Promise<unknown> =>
  api.answer('post', Routes.interactionCallback(interaction.id, interaction.token), {
    type,
    ...(data ? { data } : {}),
  });

async function atOnce(interaction: Respondable, shown: Shown, { api }: AnswerParts): Promise<void> {
  // A sent modal cannot open another.
  const mayOpen = interaction.type !== InteractionType.ModalSubmit;
  if (shown.show === 'modal' && mayOpen) await callback(interaction, api, Answer.Modal, shown.modal);
  else if (shown.show === 'nothing' && (isPress(interaction) || interaction.message))
    await callback(interaction, api, Answer.DeferredMessageUpdate);
  else await callback(interaction, api, Answer.ChannelMessageWithSource, privately(wordsOf(shown)));
}

const DONE: Payload = { content: 'Done.', components: [], allowed_mentions: { parse: [] } };

const wordsOf = (shown: Shown): Payload => {
  if (shown.show === 'nothing') return DONE;
  return shown.show === 'modal' ? shown.button : shown.payload;
};

async function announced(interaction: Respondable, work: Promise<Shown>, parts: AnswerParts): Promise<void> {
  const { api, application, clock } = parts;
  const quietly = isPress(interaction);
  await (quietly
    ? callback(interaction, api, Answer.DeferredMessageUpdate)
    : callback(interaction, api, Answer.DeferredChannelMessageWithSource, {
        flags: MessageFlags.Ephemeral,
      }));
  const shown = await work;
  const isOver = clock.now() - madeAt(interaction.id) > TOKEN_MS;
  if (isOver) {
    if (shown.show !== 'nothing')
      await sayDirectly(api, actorOf(interaction as APIInteraction), plainly(shown));
    return;
  }
  const original = Routes.webhookMessage(application, interaction.token, '@original');
  if (!quietly) await api.answer('patch', original, wordsOf(shown));
  else if (shown.show !== 'nothing')
    await api.answer('post', Routes.webhook(application, interaction.token), privately(wordsOf(shown)));
}

const plainly = (shown: Exclude<Shown, { show: 'nothing' }>) => ({
  summary: shown.plainly,
  blocks: [{ block: 'text', text: [shown.plainly] } as const],
});
