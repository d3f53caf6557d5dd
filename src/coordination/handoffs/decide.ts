/** What each act makes of a handoff: total, pure functions, as those of work-items/decide.ts. */
import type { Instant } from '../calendar.ts';
import { refuse } from '../errors.ts';
import type { PersonId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import { type Decision, expectMember, expectStage, reviewersFor, UNENDED } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import { ended, type Handoff, mayAnswer, openHandoff, type Receiver, sameReceiver } from './handoff.ts';

/** What the giver says of it. */
export interface Offer {
  readonly receiver: Receiver;
  /** Who is asked to accept it, loaded: never empty, never the owner. */
  readonly asked: readonly Person[];
  readonly standIn?: Handoff['standIn'];
  readonly context: string | null;
  readonly checklist: readonly string[];
  readonly acceptBy: Handoff['acceptBy'];
}

/** Offers an item that is owned; an offer that still waits goes to the new receiver instead. */
export function offering(item: WorkItem, offer: Offer, owner: Person, now: Instant): Decision {
  expectStage(item, 'hand off', ...UNENDED);
  const before = openHandoff(item.handoff);
  if (before && sameReceiver(before.receiver, offer.receiver))
    refuse({ code: 'nothing_to_change', item: item.key });
  for (const person of offer.asked) {
    expectMember(person, 'own work');
    if ('person' in offer.receiver) reviewersFor(person, [], owner);
  }
  const handoff: Handoff = {
    number: (item.handoff?.number ?? 0) + 1,
    giver: owner.id,
    receiver: offer.receiver,
    asked: offer.asked.map((p) => p.id),
    standIn: offer.standIn ?? null,
    context: offer.context,
    checklist: offer.checklist,
    acceptBy: offer.acceptBy,
    offeredAt: now,
    state: 'offered',
    endedAt: null,
    endedBy: null,
    reason: null,
    questions: [],
  };
  return {
    act: before ? 're-targeted' : 'handed off',
    rule: 'the giver owns it until it is accepted',
    changes: { handoff },
    ...(offer.context ? { words: offer.context } : {}),
  };
}

/** `reviewers` are the item's people, loaded; `giver` answers for an agent that accepts. */
export function accepting(
  item: WorkItem,
  seen: number | undefined,
  me: Person,
  reviewers: readonly Person[],
  giver: Person,
  now: Instant,
): Decision {
  const handoff = expectOffered(item, 'accept', me.id, seen);
  return {
    act: 'accepted',
    rule: 'team' in handoff.receiver ? 'the first of the team to accept owns it' : null,
    changes: {
      owner: me.id,
      ...reviewersFor(me, reviewers, giver),
      handoff: ended(handoff, 'accepted', me.id, now),
    },
  };
}

/** Refused by whoever was asked: alone, it goes back to the giver; of several, the others are still asked. */
export function declining(
  item: WorkItem,
  seen: number | undefined,
  me: Person,
  reason: string,
  now: Instant,
): Decision {
  const handoff = expectOffered(item, 'decline', me.id, seen);
  const left = handoff.asked.filter((id) => id !== me.id);
  const base = { act: 'declined', words: reason } as const;
  return left.length > 0
    ? {
        ...base,
        rule: 'the others of the team are still asked',
        changes: { handoff: { ...handoff, asked: left } },
      }
    : {
        ...base,
        rule: 'what is declined goes back to the giver',
        changes: { handoff: ended(handoff, 'declined', me.id, now, reason) },
      };
}

export function withdrawing(item: WorkItem, me: Person, now: Instant): Decision {
  const handoff = expectOpen(item, 'withdraw');
  return { act: 'withdrawn', rule: null, changes: { handoff: ended(handoff, 'withdrawn', me.id, now) } };
}

export function asking(item: WorkItem, seen: number | undefined, me: Person, words: string): Decision {
  const handoff = expectOffered(item, 'ask about', me.id, seen);
  const questions = [...handoff.questions, { by: me.id, words, answer: null }];
  return {
    act: 'asked',
    rule: 'a question stops nobody’s clock',
    changes: { handoff: { ...handoff, questions } },
    words,
  };
}

/** Answers the question asked last that has no answer yet. */
export function answering(item: WorkItem, words: string): Decision & { readonly asker: PersonId } {
  const handoff = expectOpen(item, 'answer');
  const last = handoff.questions.findLastIndex((q) => q.answer === null);
  const question = handoff.questions[last];
  if (!question) refuse({ code: 'no_question', item: item.key });
  const questions = handoff.questions.with(last, { ...question, answer: words });
  return {
    act: 'answered',
    rule: null,
    changes: { handoff: { ...handoff, questions } },
    words,
    asker: question.by,
  };
}

function expectOpen(item: WorkItem, act: string): Handoff {
  const open = openHandoff(item.handoff);
  return open ?? refuse({ code: 'no_handoff', item: item.key, act, was: item.handoff?.state ?? null });
}

/** `seen` is the number of the offer that was answered: a later one is another. */
export function expectOffered(item: WorkItem, act: string, me: PersonId, seen?: number): Handoff {
  const handoff = expectOpen(item, act);
  if (seen !== undefined && seen !== handoff.number)
    refuse({ code: 'no_handoff', item: item.key, act, was: 're-targeted' });
  if (!mayAnswer(handoff).includes(me))
    refuse({ code: 'not_allowed', act, who: 'whoever was asked', item: item.key });
  return handoff;
}
