/** The words of a capture -> who, when, how urgent; what is left is the title. */
import type { Due, Priority } from '../../coordination/work-items/item.ts';
import { findDate, type Range, type SpeakerContext } from './dates.ts';
import { blankUntouched, UNTOUCHED } from './untouched.ts';

/** A person as they were mentioned: by handle, lower case, or by the platform's account. */
export type Mention = { readonly handle: string } | { readonly account: string };

export interface Words {
  /** One line; empty when nothing was left. Mentions by account stay as `<@U1>`: see `nameMentions`. */
  readonly title: string;
  /** In order; the first is the owner. */
  readonly people: readonly Mention[];
  readonly priority: Priority | null;
  readonly due: { readonly due: Due; readonly phrase: string } | null;
}
