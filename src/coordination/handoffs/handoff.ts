/**
 * The move of accountability from one person to another. It stands on its item, which keeps the latest; the earlier ones
 * are in the history. Until it is accepted the giver owns the item.
 */
import type { Instant, Zone } from '../calendar.ts';
import type { PersonId, TeamId } from '../ids.ts';
import type { Standing } from '../people/away.ts';

export const HANDOFF_STATES = ['offered', 'accepted', 'declined', 'withdrawn', 're-targeted'] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

export type Receiver = { readonly person: PersonId } | { readonly team: TeamId };

/** A question to the giver. It stops nobody's clock. */
export interface Question {
  readonly by: PersonId;
  readonly words: string;
  readonly answer: string | null;
}

export interface Handoff {
  /** Counted per item from 1: what was said of an earlier one is known by it. */
  readonly number: number;
  /** Who owns the item until it is accepted. */
  readonly giver: PersonId;
  /** As it was named. */
  readonly receiver: Receiver;
  /** Who was asked, and may accept: the receiver, the team's members, or who stands in for them. */
  readonly asked: readonly PersonId[];
  /** As what someone was asked in the receiver's place, who was away. */
  readonly standIn?: Exclude<Standing, 'self'> | null;
  readonly context: string | null;
  readonly checklist: readonly string[];
  readonly acceptBy: { readonly at: Instant; readonly zone: Zone; readonly timed: boolean } | null;
  readonly offeredAt: Instant;
  readonly state: HandoffState;
  readonly endedAt: Instant | null;
  readonly endedBy: PersonId | null;
  /** Why it was declined. */
  readonly reason: string | null;
  readonly questions: readonly Question[];
}

/** The handoff that waits to be accepted, if one does. */
export const openHandoff = (handoff: Handoff | null): Handoff | null =>
  handoff?.state === 'offered' ? handoff : null;

export const ended = (
  handoff: Handoff,
  state: Exclude<HandoffState, 'offered'>,
  by: PersonId | null,
  now: Instant,
  reason: string | null = null,
): Handoff => ({ ...handoff, state, endedAt: now, endedBy: by, reason });

/** What ends with its item needs nobody's answer any more. */
export const takenBack = (handoff: Handoff | null, now: Instant): Handoff | null =>
  openHandoff(handoff) && handoff ? ended(handoff, 'withdrawn', null, now) : handoff;

/** Those who may accept: who was asked, and the receiver, should they be back. */
export const mayAnswer = ({ asked, receiver }: Handoff): readonly PersonId[] =>
  'person' in receiver ? [...new Set([...asked, receiver.person])] : asked;

export const sameReceiver = (one: Receiver, other: Receiver): boolean =>
  'person' in one
    ? 'person' in other && one.person === other.person
    : 'team' in other && one.team === other.team;
