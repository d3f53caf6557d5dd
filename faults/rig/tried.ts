/** What the people of the rig tried, and what they were told: the checker holds the database to it. */
import type { Reply } from '../../src/coordination/message.ts';
import type { Answered } from './playground.ts';

/**
 * `done` was said to be done, or acknowledged; `refused` was refused, and must have written nothing; of what is `unknown`
 * nobody was told, so it may have been done once.
 */
export type Outcome = 'done' | 'refused' | 'unknown';

/** What an attempt means for the records. */
export type Meaning =
  /** An item whose title holds the token. */
  | { readonly means: 'item'; readonly token: string }
  /** An item made of a message. */
  | { readonly means: 'tracked'; readonly channel: string; readonly message: string }
  /** One entry in the history of an item, of one of these acts; its words, where it has any, are the token. */
  | {
      readonly means: 'act';
      readonly item: number;
      readonly acts: readonly string[];
      readonly token: string | null;
    }
  /** The same, if it was this person's to do: nobody says so. */
  | { readonly means: 'opinion'; readonly item: number; readonly acts: readonly string[] }
  | {
      readonly means: 'source changed';
      readonly channel: string;
      readonly message: string;
      readonly note: 'edited' | 'deleted';
      /** The message was an item by then. */
      readonly tracked: boolean;
    }
  /** A reaction, on a message of the rig's own. */
  | {
      readonly means: 'reaction';
      readonly channel: string;
      readonly message: string;
      readonly emoji: string;
    };

export interface Attempt {
  readonly as: string;
  readonly meaning: Meaning;
  readonly outcome: Outcome;
  /** Milliseconds of the rig's own clock. */
  readonly began: number;
  readonly ended: number;
}

/** Every attempt of a run. */
export class Tried {
  readonly attempts: Attempt[] = [];
  readonly #counts = { done: 0, refused: 0, unknown: 0 };
  #longestMs = 0;

  /** Does it, and notes what was answered. */
  async attempt(as: string, meaning: Meaning, ask: () => Promise<Answered>): Promise<Answered> {
    const began = performance.now();
    const answered = await ask();
    this.note({ as, meaning, outcome: outcomeOf(answered, meaning), began, ended: performance.now() });
    return answered;
  }

  note(attempt: Attempt): void {
    this.attempts.push(attempt);
    this.#counts[attempt.outcome] += 1;
    this.#longestMs = Math.max(this.#longestMs, attempt.ended - attempt.began);
  }

  /** How long the most patient caller waited, in milliseconds. */
  get longestMs(): number {
    return this.#longestMs;
  }

  count(outcome: Outcome): number {
    return this.#counts[outcome];
  }
}

export function outcomeOf({ status, answer }: Answered, meaning: Meaning): Outcome {
  if (status === null || status >= 500) return 'unknown';
  if (status >= 400) return 'refused';
  const reply = answer.reply ?? {};
  if (isRefusal(reply)) return 'refused';
  return isTakenDown(reply) && meaning.means !== 'item' ? 'unknown' : 'done';
}

const isRefusal = ({ message, form, fieldErrors }: Reply): boolean =>
  message?.tone === 'warning' || form !== undefined || fieldErrors !== undefined;

/** Not done in time, so done from the inbox: it may still be refused there. */
const isTakenDown = ({ message }: Reply): boolean => message?.summary.startsWith('I have it, and') ?? false;
