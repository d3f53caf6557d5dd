/** What somebody of Discord was answered, and what that means for the records. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Interaction } from '../../test/support/discord/interaction.ts';
import type { Meaning, Outcome } from './tried.ts';

export interface Told {
  readonly outcome: Outcome;
  readonly words: string;
}

/** Nobody waits longer for what comes after the acknowledgement. */
const PATIENCE_MS = 8_000;
/** Baton announces an answer no sooner: what was acknowledged before that is done. */
const ANNOUNCED_MS = 2_200;
/** The colour of what was refused. */
const WARNING = 0xe8a33d;

export async function answered(asked: Interaction, means: Meaning['means']): Promise<Told> {
  const began = performance.now();
  let tookMs = Number.POSITIVE_INFINITY;
  void asked.acknowledged.then(() => {
    tookMs = performance.now() - began;
  });
  const ended = await Promise.race([asked.finished, sleep(PATIENCE_MS, null, { ref: false })]);
  if (ended === null) return { outcome: 'unknown', words: '' };
  const { components, content } = ended.original?.api ?? {};
  const words = JSON.stringify([components, content]);
  return { outcome: outcomeOf(ended, words, tookMs < ANNOUNCED_MS, means), words };
}

function outcomeOf(
  { outcome }: Interaction,
  words: string,
  wasAtOnce: boolean,
  means: Meaning['means'],
): Outcome {
  if (outcome === 'modal') return 'refused';
  // The card shows it; said later than that, Baton may only have asked for time.
  if (outcome === 'quiet') return wasAtOnce ? 'done' : 'unknown';
  if (outcome === null || outcome === 'failed' || words.includes('could not answer just now'))
    return 'unknown';
  // Written down and not done in time: it may still be refused.
  if (words.includes('I have it, and')) return means === 'item' ? 'done' : 'unknown';
  return words.includes(`"accent_color":${WARNING}`) ? 'refused' : 'done';
}
