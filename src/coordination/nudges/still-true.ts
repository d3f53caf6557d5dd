import { mayAnswer, openHandoff } from '../handoffs/handoff.ts';
import { isEndedItem } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import type { Nudge } from './nudge.ts';

/** Whether what a nudge asks for is still to be done: an escalation ends the instant it is answered, anywhere. */
export function stillTrue(
  nudge: Pick<Nudge, 'rule' | 'since' | 'as' | 'person' | 'meant'>,
  item: WorkItem,
): boolean {
  if (isEndedItem(item)) return false;
  const { rule, since } = nudge;
  switch (rule) {
    case 'handoff': {
      const handoff = openHandoff(item.handoff);
      if (handoff?.offeredAt !== since) return false;
      const asked = nudge.meant ?? nudge.person;
      return nudge.as !== 'receiver' || (asked !== null && mayAnswer(handoff).includes(asked));
    }
    case 'due':
      return item.due?.at === since && (nudge.as !== 'owner' || item.owner === (nudge.meant ?? nudge.person));
    case 'stalled':
      return item.owner !== null && item.updatedAt === since;
    case 'unowned':
      return item.owner === null && item.stageSince === since;
  }
}
