/** An approval with what its messages name, as it stands at an instant. */
import type { Instant, Zone } from '../calendar.ts';
import type { PersonId, TeamId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Transaction } from '../ports.ts';
import type { WorkItem } from '../work-items/item.ts';
import { type Approval, namedIn } from './approval.ts';
import { entitled } from './entitled.ts';
import { recordsOf } from './record.ts';
import { type Tally, tallyOf, type Voter } from './tally.ts';

export interface ApprovalView {
  readonly approval: Approval;
  readonly item: Pick<WorkItem, 'key' | 'title'>;
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly teams: ReadonlyMap<TeamId, string>;
  readonly seats: readonly (readonly Voter[])[];
  readonly tally: Tally;
  readonly zone: Zone;
}

export async function approvalView(
  tx: Transaction,
  approval: Approval,
  item: WorkItem,
  { now, zone }: { readonly now: Instant; readonly zone: Zone },
): Promise<ApprovalView> {
  const records = await recordsOf(tx, approval);
  const seats = approval.closing ?? entitled(approval, records, now);
  const teams = await tx.teams.byIds(approval.seats.flatMap((s) => ('team' in s ? [s.team] : [])));
  const more = await tx.people.byIds(namedIn(approval).filter((id) => !records.people.has(id)));
  return {
    approval,
    item,
    people: new Map([...records.people, ...more.map((p) => [p.id, p] as const)]),
    teams: new Map(teams.map((t) => [t.id, t.name])),
    seats,
    tally: tallyOf(approval, seats, Math.min(now, approval.endedAt ?? now)),
    zone,
  };
}
