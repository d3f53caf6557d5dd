/**
 * A question to named approvers: what they are asked, by which rule it is decided, and what they answered. It stands on
 * an item and has a history of its own, from which it can be rebuilt.
 */
import type { Instant } from '../calendar.ts';
import type { ApprovalId, ApprovalKey, ChannelId, ItemId, PersonId, TeamId } from '../ids.ts';
import type { Due, Link } from '../work-items/item.ts';
import type { Rule } from './rule.ts';

/** Who is asked: a person, or a team, for which any one of its members answers. */
export type Seat = { readonly person: PersonId } | { readonly team: TeamId };

export const ANSWERS = ['approve', 'reject', 'changes'] as const;
export type Answer = (typeof ANSWERS)[number];

/** One standing answer of a person; of one who withdrew it there is none. */
export interface Vote {
  readonly person: PersonId;
  /** Whom they stand in for. */
  readonly for: PersonId | null;
  readonly answer: Answer;
  /** The revision they saw. */
  readonly revision: number;
  readonly at: Instant;
  /** A reaction is a state that can go unseen; a press is not. */
  readonly by: 'reaction' | 'press';
  /** Why; null when it was not said, or was erased. */
  readonly reason: string | null;
}

/** What was asked, word for word. It never changes: changed words are the next revision. */
export interface Revision {
  readonly number: number;
  readonly text: string;
  /** Of the item, as they were. */
  readonly fields: Readonly<Record<string, string>>;
  readonly links: readonly Link[];
  readonly at: Instant;
  /** Who changed the words; null when nobody is known to have. */
  readonly by: PersonId | null;
}

/** Someone's lead, asked when they did not answer. */
export interface StandIn {
  readonly seat: number;
  readonly person: PersonId;
}

/** An approval of an item ends with it, and one that `done` asked for when that is sent back. */
export type EndedWith = 'done' | 'cancelled' | 'sent back';

export const APPROVAL_STATES = ['pending', 'approved', 'rejected', 'lapsed', 'withdrawn'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** What an act can change. Every value is in the history, so that it is rebuilt from there. */
export interface ApprovalFacts {
  readonly requester: PersonId;
  readonly rule: Rule;
  readonly ruleVersion: number;
  /** In the order of a sequence. */
  readonly seats: readonly Seat[];
  /** Who was asked beside a seat that did not answer, by its place. */
  readonly standIns?: readonly StandIn[] | undefined;
  readonly delegates: boolean;
  readonly deadline: Due;
  readonly state: ApprovalState;
  /** When it was decided, lapsed or was withdrawn. */
  readonly endedAt: Instant | null;
  /** What became of its item, where it ended with that. */
  readonly endedWith?: EndedWith | null | undefined;
  readonly revisions: readonly Revision[];
  /** For each seat who answered for it when it ended: who is entitled since changes nothing. */
  readonly closing: readonly (readonly Pick<Vote, 'person' | 'for'>[])[] | null;
  /** The standing answers to every revision: those to earlier ones no longer count. */
  readonly votes: readonly Vote[];
  /** Set while reactions would decide and cannot be read. */
  readonly unread: boolean;
  /** Asked by `done`: its item is finished when it is given. */
  readonly gate: boolean;
}

export interface Approval extends ApprovalFacts {
  readonly id: ApprovalId;
  readonly key: ApprovalKey;
  readonly item: ItemId;
  /** Where it is asked in public; null: of each approver alone. */
  readonly channel: ChannelId | null;
  readonly version: number;
  readonly head: { readonly seq: number; readonly hash: string };
}

/** An approval that is still to be answered, and by whom. */
export interface Waits {
  readonly approval: Approval;
  readonly asked: readonly PersonId[];
}

export const latest = ({ revisions }: Pick<ApprovalFacts, 'revisions'>): Revision => {
  const last = revisions.at(-1);
  if (!last) throw new Error('an approval without a revision');
  return last;
};

export const isPending = ({ state }: Pick<ApprovalFacts, 'state'>): boolean => state === 'pending';

/** Everyone who is named, for whom it is not a secret. */
export const namedIn = ({ requester, seats, standIns = [], votes }: ApprovalFacts): PersonId[] => [
  ...new Set([
    requester,
    ...seats.flatMap((s) => ('person' in s ? [s.person] : [])),
    ...standIns.map((s) => s.person),
    ...votes.flatMap((v) => (v.for ? [v.person, v.for] : [v.person])),
  ]),
];
