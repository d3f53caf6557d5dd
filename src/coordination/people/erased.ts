import type { PersonId } from '../ids.ts';

/** Whom to erase, and what tells that words are about them. */
export interface Erased {
  readonly person: PersonId;
  /** Takes their name out of someone else's words. */
  readonly unnamed: (words: string) => string;
}
