/** Dates in people's words: a whole phrase (`friday 5pm`), or one inside other words (`ship the terms by Friday 5pm`). */
import type { Problem } from '../../coordination/errors.ts';
import type { Due } from '../../coordination/work-items/item.ts';
import { findCandidates } from './candidates.ts';
import { readPhrase, type SpeakerContext } from './phrase.ts';

export type { SpeakerContext } from './phrase.ts';

/** Reads words that are a date and nothing else, in the speaker's zone. A date alone is the end of their working day. */
export function readDate(
  words: string,
  context: SpeakerContext,
): { readonly due: Due } | { readonly problem: Extract<Problem, { code: 'past_date' | 'unreadable_date' }> } {
  const due = readPhrase(words, context);
  if (due === null) return { problem: { code: 'unreadable_date', words } };
  if (due === 'past') return { problem: { code: 'past_date', words } };
  return { due };
}

/** Where a phrase stands in its text: from `start` to before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Reading a phrase costs most, so no text has more of its candidates read. */
const MOST_READ = 8;

export interface FoundDate {
  readonly due: Due;
  /** With the words that lead to it: "by Friday 5pm". */
  readonly phrase: Range;
}

/**
 * The due date inside free words; null when there is none. One that is led to ("by", "due") goes before others, then the
 * first does. Words that only look like dates are left alone, as is what stands in code and links, or has gone by.
 */
export const findDate = (text: string, context: SpeakerContext): FoundDate | null =>
  searchDate(text, context).found;

/** As `findDate`; where it finds none, `past` is a phrase that says something was due at a time that has gone by. */
export function searchDate(
  text: string,
  context: SpeakerContext,
): { readonly found: FoundDate | null; readonly past: Range | null } {
  let past: Range | null = null;
  for (const { start, end, led } of findCandidates(text, MOST_READ)) {
    const due = readPhrase(text.slice(start, end), context);
    if (due === 'past' && led) past ??= { start, end };
    else if (due !== null && due !== 'past') return { found: { due, phrase: { start, end } }, past: null };
  }
  return { found: null, past };
}
