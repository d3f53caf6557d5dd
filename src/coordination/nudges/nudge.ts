/** An unprompted message that asks one person for one act, under a rule; or a team's channel. */
import type { Instant } from '../calendar.ts';
import type { ChannelId, ItemId, NudgeId, PersonId } from '../ids.ts';
import type { Standing } from '../people/away.ts';
import type { Rule } from './policy.ts';

/** What someone is to the item that they are nudged of. */
export type Capacity =
  | 'owner'
  | 'receiver'
  | 'giver'
  | 'requester'
  | 'approver'
  | 'reviewer'
  | 'lead'
  | 'admin'
  | 'named'
  | 'team';

export interface Recipient {
  /** One of the two is null. */
  readonly person: PersonId | null;
  readonly channel: ChannelId | null;
  readonly as: Capacity;
  /** For whom they stand in, and as what. */
  readonly meant: PersonId | null;
  readonly standing: Standing;
}

export interface Nudge extends Recipient {
  readonly id: NudgeId;
  readonly item: ItemId;
  readonly rule: Rule;
  /** As it is named in the history: `handoff v1: 4h receiver`. */
  readonly step: string;
  /** The step's number, counted on where the last repeats. */
  readonly number: number;
  /** Where its clock counts from: it is the same handoff, date or silence as long as this is. */
  readonly since: Instant;
  readonly dueAt: Instant;
  /** Of an urgent item: outside the budget, and in any hour that is not quiet. */
  readonly urgent: boolean;
  readonly anyHour: boolean;
  /** Earlier steps that were never taken, and are in this one. */
  readonly collapsed: number;
  /** `answered`: sent, and its message shows that it was answered. `moot`: answered before it was said. */
  readonly state: 'waiting' | 'sent' | 'answered' | 'moot';
  readonly decidedAt: Instant | null;
}
