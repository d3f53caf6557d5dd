/** What nudging asks of a transaction. */
import type { Instant } from '../calendar.ts';
import type { ItemId, NudgeId, OutboxId, PersonId } from '../ids.ts';
import type { Spent } from './batch.ts';
import type { Clock } from './clocks.ts';
import type { Nudge } from './nudge.ts';
import type { Policy, Rule } from './policy.ts';

/** What wakes by itself: an item, whose ladders run; a person, for whom nudges wait. Null: nothing is due any more. */
export type Wake =
  | {
      readonly kind: 'item';
      readonly id: ItemId;
      readonly dueAt: Instant | null;
      readonly clocks: readonly Clock[];
    }
  | {
      readonly kind: 'person';
      readonly id: PersonId;
      readonly dueAt: Instant | null;
      readonly spent: Spent | null;
    };

/** A nudge of an item, and what became of its message. */
export interface Told {
  readonly nudge: Nudge;
  /** `dropped`: it was answered before it was sent. */
  readonly message: 'waiting' | 'sending' | 'sent' | 'dropped' | 'dead';
  readonly at: Instant | null;
}

export interface NudgeStore {
  /** The clocks of items, as they were left; locked when `lock` is set. */
  clocks(items: readonly ItemId[], lock: boolean): Promise<ReadonlyMap<ItemId, readonly Clock[]>>;
  /** What people were sent on the last day that they were; locked, and made where there is none. */
  spent(people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Spent | null>>;
  /** Writes down when each is to be woken next, and ends its lease. */
  wake(wakes: readonly Wake[]): Promise<void>;
  /** Ends the clocks of what has ended, or is not there. */
  end(items: readonly ItemId[]): Promise<void>;
  /** Looks at all again that is someone's, or offered to them, for when they work has changed. */
  wakeItemsOf(person: PersonId, at: Instant): Promise<void>;
  /** Looks at an item again, and at what was said of its approvals, for one of them has changed. */
  approvalChanged(item: ItemId, now: Instant): Promise<void>;
  /** Whether other items of this workspace have something due. */
  moreDue(now: Instant): Promise<boolean>;
  /** Writes nudges; one of the same step, to the same person, is not written again. */
  add(nudges: readonly Nudge[]): Promise<void>;
  waiting(people: readonly PersonId[]): Promise<Nudge[]>;
  byIds(ids: readonly NudgeId[]): Promise<Nudge[]>;
  ofItem(item: ItemId): Promise<Told[]>;
  /** Notes that these were answered before they were said. */
  moot(ids: readonly NudgeId[], at: Instant): Promise<void>;
  /** Notes in which message each goes. */
  sent(said: readonly { readonly nudge: NudgeId; readonly outbox: OutboxId }[], at: Instant): Promise<void>;
  /** Notes that these were answered once they were sent: their messages are brought up to date no more. */
  answered(ids: readonly NudgeId[]): Promise<void>;
  /** The policies that hold now, one for each rule. */
  policies(): Promise<Policy[]>;
  /** A version of a policy, however old. */
  policy(rule: Rule, version: number): Promise<Policy | null>;
  /** Makes these lines the next version of a rule's policy, which is returned. */
  savePolicy(rule: Rule, lines: readonly string[], by: PersonId | null, at: Instant): Promise<Policy>;
}
