/**
 * A question to named approvers: what they are asked, by which rule it is decided, and what they answered. It stands on
 * an item and has a history of its own, from which it can be rebuilt.
 */
import type { Instant } from '../calendar.ts';
import type { ApprovalId, ApprovalKey, ChannelId, ItemId, PersonId, TeamId } from '../ids.ts';
import type { Due, Link } from '../work-items/item.ts';

/** Grows when the same words of a rule come to mean something else. */
export const RULE_VERSION = 1;

/** How many of the seats must approve; in sequence, each seat is asked once the one before has approved. */
export type Rule =
  | { readonly rule: 'any' }
  | { readonly rule: 'all' }
  | { readonly rule: 'count'; readonly need: number }
  | { readonly rule: 'sequence' };

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

export const APPROVAL_STATES = ['pending', 'approved', 'rejected', 'lapsed', 'withdrawn'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** What an act can change. Every value is in the history, so that it is rebuilt from there. */
export interface ApprovalFacts {
  readonly requester: PersonId;
  readonly rule: Rule;
  readonly ruleVersion: number;
  /** In the order of a sequence. */
  readonly seats: readonly Seat[];
  readonly delegates: boolean;
  readonly deadline: Due;
  readonly state: ApprovalState;
  /** When it was decided, lapsed or was withdrawn. */
  readonly endedAt: Instant | null;
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

export const latest = ({ revisions }: Pick<ApprovalFacts, 'revisions'>): Revision => {
  const last = revisions.at(-1);
  if (!last) throw new Error('an approval without a revision');
  return last;
};

export const isPending = ({ state }: Pick<ApprovalFacts, 'state'>): boolean => state === 'pending';

/** Everyone who is named, for whom it is not a secret. */
export const namedIn = ({ requester, seats, votes }: ApprovalFacts): PersonId[] => [
  ...new Set([
    requester,
    ...seats.flatMap((s) => ('person' in s ? [s.person] : [])),
    ...votes.flatMap((v) => (v.for ? [v.person, v.for] : [v.person])),
  ]),
];

/** The rule in words: `2 of 3`. */
export function ruleWords(rule: Rule, seats: number): string {
  if (rule.rule === 'any') return seats === 1 ? 'one approver' : `any one of ${seats}`;
  if (rule.rule === 'all') return seats === 1 ? 'one approver' : `all ${seats}`;
  return rule.rule === 'sequence' ? `all ${seats}, one after another` : `${rule.need} of ${seats}`;
}
