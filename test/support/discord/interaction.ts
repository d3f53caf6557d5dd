/** An interaction, and which answers it takes: https://discord.com/developers/docs/interactions/receiving-and-responding */
import {
  InteractionResponseType as Answer,
  type APIUser,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import type { MessageBody } from './limits/message.ts';
import type { ModalBody } from './limits/modal.ts';
import { invalid } from './problems.ts';
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

export interface Asked {
  readonly type: InteractionType;
  readonly user: APIUser;
  readonly channel: HeldChannel;
  readonly data: object;
  readonly source?: HeldMessage | null;
}

export interface Callback {
  readonly type: Answer;
  readonly data?: MessageBody & { readonly choices?: readonly Choice[] };
}

export const isLoading = ({ api }: HeldMessage): boolean => ((api.flags ?? 0) & MessageFlags.Loading) !== 0;

const COMMON: readonly Answer[] = [Answer.ChannelMessageWithSource, Answer.DeferredChannelMessageWithSource];
const UPDATES: readonly Answer[] = [Answer.DeferredMessageUpdate, Answer.UpdateMessage];

/** @throws Refusal 50035 when the interaction takes no such answer */
export function allow({ type, source }: Interaction, answer: Answer): void {
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
