/** An item with what its cards name: people, its team, and what it waits for. */
import type { Zone } from '../calendar.ts';
import type { ItemId, ItemKey, PersonId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Transaction } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import { isEndedItem } from './decide.ts';
import type { WorkItem } from './item.ts';

export interface Neighbour {
  readonly id: ItemId;
  readonly key: ItemKey;
  readonly title: string;
  readonly ended: boolean;
  /** Of a circle of its own: shown by neither key nor title to others. */
  readonly hidden: boolean;
}

export interface ItemView {
  readonly item: WorkItem;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly team: Team | null;
  readonly waitsFor: readonly Neighbour[];
  readonly holdsUp: readonly Neighbour[];
  /** Where no reader's zone is known. */
  readonly zone: Zone;
}

export async function viewOf(tx: Transaction, item: WorkItem, zone: Zone): Promise<ItemView> {
  const relations = (await tx.items.relations(item.id)).filter((r) => r.kind === 'blocks');
  const others = await tx.items.byIds(relations.map((r) => (r.from === item.id ? r.to : r.from)));
  const neighbours = (ids: readonly ItemId[]): Neighbour[] =>
    others
      .filter((o) => ids.includes(o.id))
      .map((o) => ({
        id: o.id,
        key: o.key,
        title: o.title,
        ended: isEndedItem(o),
        hidden: o.audience === 'circle' && o.sourceChannel !== item.sourceChannel,
      }));
  const named = [item.owner, item.requester, ...item.reviewers, ...item.watchers];
  const people = await tx.people.byIds([...new Set(named)].filter((id): id is PersonId => id !== null));
  return {
    item,
    people: new Map(people.map((p) => [p.id, p])),
    team: item.team ? ((await tx.teams.byIds([item.team]))[0] ?? null) : null,
    waitsFor: neighbours(relations.filter((r) => r.to === item.id).map((r) => r.from)),
    holdsUp: neighbours(relations.filter((r) => r.from === item.id).map((r) => r.to)),
    zone,
  };
}

/** Blocked by a reason, or by something that has not ended. */
export const isBlocked = (view: ItemView): boolean =>
  view.item.blockedReason !== null || view.waitsFor.some((n) => !n.ended);
