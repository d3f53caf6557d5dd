/** What can happen to an approval: its history holds one of these an entry, and played in order they make it. */
import type { Instant } from '../calendar.ts';
import type { PersonId } from '../ids.ts';
import type { Erased } from '../people/erased.ts';
import type { Due } from '../work-items/item.ts';
import type { ApprovalFacts, ApprovalState, EndedWith, Revision, Seat, StandIn, Vote } from './approval.ts';

export type ApprovalEvent =
  | { readonly event: 'asked'; readonly facts: ApprovalFacts }
  | { readonly event: 'voted'; readonly vote: Vote }
  | { readonly event: 'unvoted'; readonly person: PersonId }
  /** Asked anew: what was answered before no longer counts. */
  | {
      readonly event: 'revised';
      readonly revision: Revision;
      readonly deadline: Due;
      /** Where others are asked. */
      readonly seats?: readonly Seat[];
    }
  | { readonly event: 'extended'; readonly deadline: Due }
  | { readonly event: 'escalated'; readonly standIns: readonly StandIn[]; readonly deadline: Due }
  | {
      readonly event: 'ended';
      readonly state: Exclude<ApprovalState, 'pending'>;
      readonly at: Instant;
      readonly closing: NonNullable<ApprovalFacts['closing']>;
      readonly with?: EndedWith;
    }
  | { readonly event: 'read'; readonly unread: boolean }
  | { readonly event: 'words erased'; readonly facts: ApprovalFacts };

/** One answer of a person to a revision stands: the last. */
const without = (votes: readonly Vote[], person: PersonId, revision: number): Vote[] =>
  votes.filter((v) => v.person !== person || v.revision !== revision);

/** To be answered, again or still. */
const open = (facts: ApprovalFacts, deadline: Due): ApprovalFacts => ({
  ...facts,
  deadline,
  state: 'pending',
  endedAt: null,
  closing: null,
  endedWith: null,
});

export function after(facts: ApprovalFacts, event: ApprovalEvent): ApprovalFacts {
  const { number } = facts.revisions.at(-1) ?? { number: 0 };
  switch (event.event) {
    case 'asked':
    case 'words erased':
      return event.facts;
    case 'voted':
      return { ...facts, votes: [...without(facts.votes, event.vote.person, number), event.vote] };
    case 'unvoted':
      return { ...facts, votes: without(facts.votes, event.person, number) };
    case 'revised':
      return {
        ...open(facts, event.deadline),
        ...(event.seats ? { seats: event.seats, standIns: [] } : {}),
        revisions: [...facts.revisions, event.revision],
        unread: false,
      };
    case 'extended':
      return open(facts, event.deadline);
    case 'escalated':
      return {
        ...open(facts, event.deadline),
        standIns: [...(facts.standIns ?? []), ...event.standIns],
      };
    case 'ended': {
      const { state, at, closing, with: endedWith = null } = event;
      return { ...facts, state, endedAt: at, closing, endedWith, unread: false };
    }
    case 'read':
      return { ...facts, unread: event.unread };
  }
}

/** The approval as its whole history makes it; null where a part of that was erased. */
export function replayApproval(events: readonly (ApprovalEvent | null)[]): ApprovalFacts | null {
  let facts: ApprovalFacts | null = null;
  for (const event of events) {
    if (event === null) return null;
    if (event.event === 'asked') facts = event.facts;
    else if (facts) facts = after(facts, event);
  }
  return facts;
}

/** What is left once a person is erased, whose words in the item are `words`: that they voted stays, what they said goes; null where nothing was theirs. */
export function eraseFromApproval(
  facts: ApprovalFacts,
  { person, unnamed, words: theirs }: Erased & { readonly words: ReadonlySet<string> },
): ApprovalFacts | null {
  const kept = (words: string, by: PersonId | null): string =>
    by === person || theirs.has(words) ? 'Erased' : unnamed(words);
  const left: ApprovalFacts = {
    ...facts,
    revisions: facts.revisions.map((r) => ({
      ...r,
      text: kept(r.text, r.by),
      fields: Object.fromEntries(Object.entries(r.fields).map(([name, words]) => [name, kept(words, r.by)])),
      links: r.by === person ? [] : r.links,
    })),
    votes: facts.votes.map((v) => ({
      ...v,
      reason: v.reason === null || v.person === person ? null : unnamed(v.reason),
    })),
  };
  return JSON.stringify(left) === JSON.stringify(facts) ? null : left;
}
