/**
 * What each act makes of an item: total, pure functions (item, act, now) -> what changes and what is remembered. Who may
 * act was asked before (rights.ts); here only the item's own state can refuse.
 */
import type { Instant } from '../calendar.ts';
import { refuse } from '../errors.ts';
import { openHandoff, takenBack } from '../handoffs/handoff.ts';
import { canonicalJson } from '../history/history.ts';
import type { Person } from '../people/person.ts';
import { type Category, categoryOf, isEnded, ruleName, stageOf, workflowOf } from '../workflows/workflow.ts';
import { sameDue } from './due.ts';
import type { Changes, Due, ItemState, WorkItem } from './item.ts';

export interface Decision {
  readonly act: string;
  readonly rule: string | null;
  readonly changes: Changes;
  readonly words?: string;
}

export const categoryOfItem = (item: WorkItem): Category => categoryOf(workflowOf(item), item.stage);

export const isEndedItem = (item: WorkItem): boolean => isEnded(categoryOfItem(item));

export const isOverdue = (item: WorkItem, now: Instant): boolean =>
  item.due !== null && item.due.at < now && !isEndedItem(item);

function moveTo(item: WorkItem, category: Category, now: Instant): Changes {
  const stage = { stage: stageOf(workflowOf(item), category).name, stageSince: now };
  if (!isEnded(category)) return stage;
  return {
    ...stage,
    ...(openHandoff(item.handoff) ? { handoff: takenBack(item.handoff, now) } : {}),
    ...(item.snoozes.length > 0 ? { snoozes: [] } : {}),
  };
}

/** Refuses unless the item stands in one of these categories. */
export function expectStage(item: WorkItem, act: string, ...categories: readonly Category[]): void {
  if (!categories.includes(categoryOfItem(item))) {
    refuse({ code: 'wrong_stage', act, item: item.key, stage: item.stage });
  }
}

export const UNENDED = ['open', 'active', 'review'] as const;

/** Refuses a guest, and someone who left. */
export function expectMember({ name, role, active }: Person, act: string): void {
  if (role === 'guest' || !active)
    refuse({ code: 'not_allowed', act, who: `members; ${name} is ${active ? 'a guest' : 'deactivated'}` });
}

/** An agent owns an item only while a human is named to review it: the human who gave it, unless others are named. */
export function reviewersFor(owner: Person, reviewers: readonly Person[], giver: Person): Changes {
  if (owner.kind !== 'agent' || reviewers.some(answers)) return {};
  if (!answers(giver)) refuse({ code: 'agent_needs_reviewer', agent: owner.name });
  return { reviewers: [...reviewers.map((r) => r.id), giver.id] };
}

/** Whether someone can be accountable for an agent's work. */
const answers = (person: Person): boolean =>
  person.kind === 'human' && person.active && person.role !== 'guest';

/** `requester` and `reviewers` are the item's people, loaded: an agent may not be its own reviewer. */
export function claiming(
  item: WorkItem,
  me: Person,
  ownerName: string | null,
  requester: Person,
  reviewers: readonly Person[],
): Decision {
  expectStage(item, 'claim', ...UNENDED);
  if (item.owner === me.id) refuse({ code: 'nothing_to_change', item: item.key });
  if (item.owner !== null)
    refuse({ code: 'already_owned', item: item.key, owner: ownerName ?? 'someone else' });
  return {
    act: 'claimed',
    rule: null,
    changes: { owner: me.id, ...reviewersFor(me, reviewers, requester) },
  };
}

/** Gives an item to a person, on creation or by correction. */
export function ownedBy(owner: Person, reviewers: readonly Person[], giver: Person): Changes {
  expectMember(owner, 'own work');
  return { owner: owner.id, ...reviewersFor(owner, reviewers, giver) };
}

export function starting(item: WorkItem, now: Instant): Decision {
  expectStage(item, 'start', 'open');
  if (item.owner === null) refuse({ code: 'no_owner', item: item.key, act: 'start' });
  return { act: 'started', rule: null, changes: moveTo(item, 'active', now) };
}

/** With reviewers named, done moves the item to review; a reviewer's word ends it. */
export function finishing(item: WorkItem, now: Instant): Decision {
  if (item.reviewers.some((r) => r !== item.owner))
    return handingIn(item, ruleName(workflowOf(item), 'done with reviewers named is reviewed'), now);
  expectStage(item, 'done', 'open', 'active');
  if (item.owner === null) refuse({ code: 'no_owner', item: item.key, act: 'done' });
  return { act: 'done', rule: null, changes: { ...moveTo(item, 'done', now), blockedReason: null } };
}

/** Done, where `rule` asks for an approval first. */
export function handingIn(item: WorkItem, rule: string, now: Instant): Decision {
  expectStage(item, 'done', 'open', 'active');
  if (item.owner === null) refuse({ code: 'no_owner', item: item.key, act: 'done' });
  return { act: 'sent to review', rule, changes: moveTo(item, 'review', now) };
}

export function passingReview(item: WorkItem, me: Person, owner: Person | null, now: Instant): Decision {
  expectStage(item, 'finish the review of', 'review');
  if (item.owner === me.id) refuse({ code: 'own_review', item: item.key });
  if (owner?.kind === 'agent' && me.kind !== 'human')
    refuse({ code: 'agent_needs_reviewer', agent: owner.name });
  return {
    act: 'review passed',
    rule: ruleName(workflowOf(item), 'a reviewer finishes the review'),
    changes: { ...moveTo(item, 'done', now), blockedReason: null },
  };
}

/** By an approval that `done` asked for: who gave it stands there. */
export function passingGate(item: WorkItem, rule: string, now: Instant): Decision {
  expectStage(item, 'finish the review of', 'review');
  return { act: 'review passed', rule, changes: { ...moveTo(item, 'done', now), blockedReason: null } };
}

export function cancelling(item: WorkItem, words: string | undefined, now: Instant): Decision {
  expectStage(item, 'cancel', ...UNENDED);
  return {
    act: 'cancelled',
    rule: null,
    changes: { ...moveTo(item, 'cancelled', now), blockedReason: null },
    ...(words ? { words } : {}),
  };
}

export function reopening(item: WorkItem, words: string | undefined, now: Instant): Decision {
  expectStage(item, 'reopen', 'done', 'cancelled');
  return { act: 'reopened', ...takenUpAgain(item, words, now) };
}

/** From review: what was handed in is not what was asked for. */
export function sendingBack(item: WorkItem, words: string | undefined, now: Instant): Decision {
  expectStage(item, 'send back', 'review');
  return { act: 'sent back', ...takenUpAgain(item, words, now) };
}

/** Active where someone owns it, else open: work that was begun has begun. */
const takenUpAgain = (item: WorkItem, words: string | undefined, now: Instant) => ({
  rule: null,
  changes: moveTo(item, item.owner ? 'active' : 'open', now),
  ...(words ? { words } : {}),
});

export function dating(item: WorkItem, due: Due | null): Decision {
  expectStage(item, 'date', ...UNENDED);
  if (sameDue(item.due, due)) refuse({ code: 'nothing_to_change', item: item.key });
  return { act: due ? 'due moved' : 'due cleared', rule: null, changes: { due } };
}

export function blocking(item: WorkItem, reason: string): Decision {
  expectStage(item, 'block', ...UNENDED);
  return { act: 'blocked', rule: null, changes: { blockedReason: reason }, words: reason };
}

/** What of the wanted differs from what the item says. */
export const differing = (item: WorkItem, wanted: Changes): Changes =>
  Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => {
      if (name === 'due') return !sameDue(item.due, wanted.due ?? null);
      return canonicalJson(value) !== canonicalJson(item[name as keyof ItemState]);
    }),
  );

/** Only what differs is a change. Nothing that differs is refused: there is nothing to save. */
export function editing(item: WorkItem, wanted: Changes): Decision {
  const changes = differing(item, wanted);
  if (Object.keys(changes).length === 0) refuse({ code: 'nothing_to_change', item: item.key });
  return { act: 'edited', rule: null, changes };
}
