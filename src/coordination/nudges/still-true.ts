import type { Waits } from '../approvals/approval.ts';
import { waitsOf } from '../approvals/waiting.ts';
import type { Instant } from '../calendar.ts';
import { type Handoff, mayAnswer, openHandoff } from '../handoffs/handoff.ts';
import type { ItemId } from '../ids.ts';
import type { Transaction } from '../ports.ts';
import { isEndedItem } from '../work-items/decide.ts';
import type { Changes, WorkItem } from '../work-items/item.ts';
import type { Nudge } from './nudge.ts';
import type { Rule } from './policy.ts';

/** Whether what a nudge asks for is still to be done: an escalation ends the instant it is answered, anywhere. */
export function stillTrue(
  nudge: Pick<Nudge, 'rule' | 'since' | 'as' | 'person' | 'meant'>,
  item: WorkItem,
  ownerLeft = false,
  waits: readonly Waits[] = [],
): boolean {
  if (isEndedItem(item)) return false;
  const { rule, since } = nudge;
  switch (rule) {
    case 'handoff':
    case 'acceptance': {
      const handoff = openHandoff(item.handoff);
      if (!handoff || countedFrom(handoff, rule) !== since) return false;
      const asked = nudge.meant ?? nudge.person;
      return nudge.as !== 'receiver' || (asked !== null && mayAnswer(handoff).includes(asked));
    }
    case 'due':
      return item.due?.at === since && (nudge.as !== 'owner' || item.owner === (nudge.meant ?? nudge.person));
    case 'stalled':
      return item.owner !== null && item.updatedAt === since;
    case 'approval':
      return waits.some(
        ({ approval, asked }) =>
          approval.deadline.at === since &&
          (nudge.as !== 'approver' || (nudge.person !== null && asked.includes(nudge.person))),
      );
    case 'unowned':
      return ownerLeft || (item.owner === null && item.stageSince === since);
  }
}

/** What a nudge of this handoff counts from: tells it from the one before. */
export const countedFrom = (handoff: Handoff, rule: 'handoff' | 'acceptance'): Instant | undefined =>
  rule === 'handoff' ? handoff.offeredAt : handoff.acceptBy?.at;

/** What is still to be answered of the items that these nudge of an approval. */
export function approvalsWaiting(
  at: { readonly tx: Transaction; readonly now: Instant },
  nudges: readonly Pick<Nudge, 'rule' | 'item'>[],
): Promise<ReadonlyMap<ItemId, readonly Waits[]>> {
  const items = nudges.flatMap(({ rule, item }) => (rule === 'approval' ? item : []));
  return waitsOf(at, [...new Set(items)]);
}

/** Whose nudges a change of these fields may answer; any change tells that something happens. */
export function rulesConcernedBy(changed: readonly (keyof Changes)[]): readonly Rule[] {
  const any = (...fields: readonly (keyof Changes)[]) => fields.some((field) => changed.includes(field));
  return [
    'stalled',
    ...(any('handoff', 'stage') ? (['handoff', 'acceptance'] as const) : []),
    ...(any('due', 'owner', 'stage') ? (['due'] as const) : []),
    ...(any('owner', 'stage') ? (['unowned'] as const) : []),
  ];
}

/** Of these items, those whose owner was deactivated. */
export async function ownersWhoLeft(
  tx: Transaction,
  items: readonly WorkItem[],
): Promise<ReadonlySet<ItemId>> {
  const owners = await tx.people.byIds([...new Set(items.flatMap(({ owner }) => owner ?? []))]);
  const left = new Set(owners.filter(({ active }) => !active).map(({ id }) => id));
  return new Set(items.flatMap(({ id, owner }) => (owner && left.has(owner) ? id : [])));
}
