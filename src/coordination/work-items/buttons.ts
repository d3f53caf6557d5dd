/** What can be pressed on an item: by its state, the likeliest first. */
import { isPending } from '../approvals/approval.ts';
import { openHandoff } from '../handoffs/handoff.ts';
import { formatItemKey } from '../ids.ts';
import type { Action, Button } from '../message.ts';
import { categoryOfItem } from './decide.ts';
import type { WorkItem } from './item.ts';
import { type ItemView, isBlocked } from './view.ts';

export function buttons(view: ItemView): readonly Button[] {
  const { item } = view;
  const button = (label: string, verb: string, style?: 'primary' | 'danger'): Button => ({
    label,
    action: actionOn(item, verb),
    ...(style ? { style } : {}),
  });
  const edit = button('Edit', 'edit');
  const category = categoryOfItem(item);
  if (category === 'done' || category === 'cancelled')
    return [
      button('Reopen', 'reopen'),
      { label: 'History', action: actionOn(item, 'show', { view: 'history' }) },
    ];
  if (category === 'review')
    return [
      button(isAsked(view) ? 'Approve' : 'Finish review', 'done', 'primary'),
      button('Send back', 'reopen'),
      edit,
    ];
  if (!item.owner) return [button('Claim', 'claim', 'primary'), edit];
  const hold = isBlocked(view) ? button('Unblock', 'unblock') : button('Block', 'block');
  if (openHandoff(item.handoff))
    return [
      button('Accept', 'handoff accept', 'primary'),
      button('Decline', 'handoff decline'),
      button('Take back', 'handoff withdraw'),
      button('Done', 'done'),
      edit,
    ];
  const handOff = button('Hand off', 'handoff give');
  // Five are shown well: approval is asked of what was begun.
  return category === 'open'
    ? [button('Start', 'start', 'primary'), button('Done', 'done'), handOff, hold, edit]
    : [button('Done', 'done', 'primary'), handOff, hold, edit, button('Ask approval', 'approval ask')];
}

/** Whether `done` asked for an approval that is still to be given. */
const isAsked = ({ approvals }: ItemView): boolean =>
  approvals.some(({ approval }) => approval.gate && isPending(approval));

/** What answers an offer: of this number, and of no later one. */
export const offerButtons = (item: WorkItem, number: number): readonly Button[] => {
  const answer = (verb: string): Action => actionOn(item, `handoff ${verb}`, { number: String(number) });
  return [
    { label: 'Accept', style: 'primary', action: answer('accept') },
    { label: 'Decline', action: answer('decline') },
    { label: 'Ask', action: answer('ask') },
  ];
};

/** A verb on an item. */
export const actionOn = (
  item: WorkItem,
  verb: string,
  options: Readonly<Record<string, string>> = {},
): Action => ({ verb, options: { item: formatItemKey(item.key), ...options } });
