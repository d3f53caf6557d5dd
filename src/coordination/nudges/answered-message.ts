/** A nudge once it was answered: its message says so in the place where it asked, and asks no more. */
import { isPending, latest } from '../approvals/approval.ts';
import { formatItemKey, type PersonId } from '../ids.ts';
import type { Block, Message, Span, Text } from '../message.ts';
import { isEndedItem } from '../work-items/decide.ts';
import type { ItemView } from '../work-items/view.ts';
import { dueSpan, person, stageWords } from '../work-items/words.ts';
import { type NudgeView, nudgeMessage } from './message.ts';
import type { Nudge } from './nudge.ts';
import { countedFrom } from './still-true.ts';

/** `waiting` are those that are still true. Of `answered`, null is what its reader may see no more. */
export function answeredMessage(
  waiting: readonly NudgeView[],
  answered: readonly (NudgeView | null)[],
): Message | null {
  const [first = null] = answered;
  const still = nudgeMessage(waiting);
  if (answered.length === 0) return still && { ...still, inPlaceOnly: true };
  const lines = answered.map((one): { readonly text: Text } => ({
    text: one
      ? [{ bold: formatItemKey(one.view.item.key) }, ` · ${one.view.item.title} `, ...becameOf(one)]
      : ['What you were asked here is no longer yours to see.'],
  }));
  const done: Block =
    lines.length === 1 && lines[0]
      ? { block: 'text', text: lines[0].text }
      : { block: 'list', items: lines.slice(0, SHOWN_ANSWERED) };
  if (still) return { ...still, blocks: [...still.blocks, { block: 'divider' }, done], inPlaceOnly: true };
  const name = first ? `${formatItemKey(first.view.item.key)} ${first.view.item.title}` : 'This';
  return {
    summary: answered.length === 1 ? `${name}: answered` : `All ${answered.length} are answered`,
    blocks: [done],
    inPlaceOnly: true,
  };
}

const SHOWN_ANSWERED = 20;

/** What answered it, in a few words. */
function becameOf({ nudge, view }: NudgeView): Text {
  const { item } = view;
  if (isEndedItem(item)) return [`is ${stageWords(item).toLowerCase()}.`];
  const owner: Text = item.owner
    ? ['is ', possessive(view, item.owner, nudge), ' now.']
    : ['is nobody’s now.'];
  switch (nudge.rule) {
    case 'handoff':
    case 'acceptance': {
      const { handoff } = item;
      if (!handoff || countedFrom(handoff, nudge.rule) !== nudge.since) return ['was offered anew since.'];
      if (handoff.state === 'offered') return ['is asked of someone else now.'];
      const by: Text = handoff.endedBy ? [' by ', person(view, handoff.endedBy)] : [];
      return [`was ${handoff.state === 'withdrawn' ? 'taken back' : handoff.state}`, ...by, '.'];
    }
    case 'due':
      if (nudge.as === 'owner' && item.owner !== (nudge.meant ?? nudge.person)) return owner;
      return item.due ? ['is due ', dueSpan(item.due), ' now.'] : ['has no date any more.'];
    case 'stalled':
      return ['has moved on.'];
    case 'unowned':
      return owner;
    case 'approval':
      return [becameOfApproval(nudge, view)];
  }
}

function becameOfApproval({ since, person: reader }: Nudge, { approvals }: ItemView): string {
  const approval = approvals.map((a) => a.approval).find((a) => a.deadline.at === since);
  if (!approval) return 'is not asked like this any more.';
  if (!isPending(approval)) return `is ${approval.state}.`;
  const { number } = latest(approval);
  const isMine = approval.votes.some((v) => v.person === reader && v.revision === number);
  return isMine ? 'has your answer.' : 'waits for others now.';
}

const possessive = (view: ItemView, owner: PersonId, { person: reader }: Nudge): Span =>
  owner === reader ? 'yours' : `${view.people.get(owner)?.name ?? 'someone'}’s`;
