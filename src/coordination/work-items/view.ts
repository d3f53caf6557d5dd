/** An item with what its cards name: people, its team, and what it waits for. */
import { type ApprovalView, approvalView } from '../approvals/view.ts';
import type { Instant, Zone } from '../calendar.ts';
import type { ItemId, ItemKey, PersonId, TeamId } from '../ids.ts';
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
  /** What was asked of it, the first ahead; those that were taken back are left out. */
  readonly approvals: readonly ApprovalView[];
  /** The team that its handoff was offered to. */
  readonly receivers: Team | null;
  /** When it is looked at. */
  readonly now: Instant;
  /** Where no reader's zone is known. */
  readonly zone: Zone;
}

export async function viewOf(
  tx: Transaction,
  item: WorkItem,
  { now, zone }: Pick<ItemView, 'now' | 'zone'>,
  shows: { readonly approvals: boolean } = { approvals: true },
): Promise<ItemView> {
  const { handoff } = item;
  const inHandoff = handoff
    ? [handoff.giver, ...handoff.asked, handoff.endedBy, ...handoff.questions.map((q) => q.by)]
    : [];
  const receiver = handoff && 'person' in handoff.receiver ? handoff.receiver.person : null;
  const named = [
    item.owner,
    item.requester,
    ...item.reviewers,
    ...item.watchers,
    receiver,
    ...inHandoff,
    ...item.snoozes.map((s) => s.person),
  ];
  const receivers = handoff && 'team' in handoff.receiver ? handoff.receiver.team : null;
  const blocks = async () => (await tx.items.relations(item.id)).filter((r) => r.kind === 'blocks');
  const [relations, teams, people, approvals] = await Promise.all([
    blocks(),
    tx.teams.byIds([item.team, receivers].filter((id): id is TeamId => id !== null)),
    tx.people.byIds([...new Set(named)].filter((id): id is PersonId => id !== null)),
    shows.approvals ? approvalsOf(tx, item, { now, zone }) : [],
  ]);
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
  return {
    item,
    people: new Map(people.map((p) => [p.id, p])),
    team: teams.find((t) => t.id === item.team) ?? null,
    receivers: teams.find((t) => t.id === receivers) ?? null,
    waitsFor: neighbours(relations.filter((r) => r.to === item.id).map((r) => r.from)),
    holdsUp: neighbours(relations.filter((r) => r.from === item.id).map((r) => r.to)),
    approvals,
    now,
    zone,
  };
}

async function approvalsOf(
  tx: Transaction,
  item: WorkItem,
  at: Pick<ItemView, 'now' | 'zone'>,
): Promise<ApprovalView[]> {
  const all = await tx.approvals.ofItem(item.id);
  const asked = all.filter((a) => a.state !== 'withdrawn').slice(-MOST_APPROVALS);
  return Promise.all(asked.map((approval) => approvalView(tx, approval, item, at)));
}

const MOST_APPROVALS = 5;

/** Blocked by a reason, or by something that has not ended. */
export const isBlocked = (view: ItemView): boolean =>
  view.item.blockedReason !== null || view.waitsFor.some((n) => !n.ended);
