/** Who may do what to an item: product.md's table of roles, as one pure function of stored records. */
import { mayAnswer, openHandoff } from '../handoffs/handoff.ts';
import type { Person } from '../people/person.ts';
import type { ItemState } from './item.ts';

export const ITEM_ACTS = [
  'claim',
  'start',
  'done',
  'hand off',
  'ask approval of',
  'finish the review of',
  'send back',
  'cancel',
  'reopen',
  'edit',
  'date',
  'block',
  'unblock',
  'snooze',
] as const;
export type ItemAct = (typeof ITEM_ACTS)[number];

/** What someone is to an item. `lead` leads the item's team or a team of its owner. */
export type Relationship = 'owner' | 'requester' | 'reviewer' | 'lead' | 'member';

const MAY: Readonly<Record<ItemAct, readonly Relationship[]>> = {
  claim: ['member'],
  start: ['owner', 'lead'],
  done: ['owner', 'lead'],
  'hand off': ['owner', 'lead'],
  'ask approval of': ['owner', 'requester', 'lead'],
  'finish the review of': ['reviewer', 'lead'],
  'send back': ['owner', 'requester', 'reviewer', 'lead'],
  cancel: ['owner', 'requester', 'lead'],
  reopen: ['owner', 'requester', 'lead'],
  edit: ['owner', 'requester', 'lead'],
  date: ['owner', 'requester', 'lead'],
  block: ['owner', 'requester', 'lead'],
  unblock: ['owner', 'requester', 'lead'],
  snooze: ['owner', 'requester', 'reviewer', 'lead'],
};

/** Whom a refusal names: `its owner, its requester or a lead of the team`. */
export function whoMay(act: ItemAct): string {
  const names = MAY[act].map((r) =>
    r === 'lead' ? 'a lead of the team' : r === 'member' ? 'a member' : `its ${r}`,
  );
  return names.join(', ').replace(/, ([^,]+)$/, ' or $1');
}

export function relationshipsOf(person: Person, item: ItemState, leads: boolean): readonly Relationship[] {
  if (!person.active || person.role === 'guest') return [];
  const all: Relationship[] = ['member'];
  if (item.owner === person.id) all.push('owner');
  if (item.requester === person.id) all.push('requester');
  if (item.reviewers.includes(person.id) && item.owner !== person.id) all.push('reviewer');
  if (leads) all.push('lead');
  return all;
}

export const may = (act: ItemAct, relationships: readonly Relationship[]): boolean =>
  MAY[act].some((r) => relationships.includes(r));

const offeredTo = ({ handoff }: ItemState): readonly Person['id'][] => {
  const open = openHandoff(handoff);
  return open ? mayAnswer(open) : [];
};

/** The twin, in words of the domain, of the filter that every query carries (`Viewer` in ports.ts). */
export function canSee(
  item: ItemState,
  viewer: { readonly person: Person['id']; readonly guest: boolean },
  inSourceChannel: boolean,
): boolean {
  const inCircle =
    inSourceChannel ||
    item.owner === viewer.person ||
    item.requester === viewer.person ||
    item.reviewers.includes(viewer.person) ||
    item.watchers.includes(viewer.person) ||
    offeredTo(item).includes(viewer.person);
  return inCircle || (item.audience === 'workspace' && !viewer.guest);
}
