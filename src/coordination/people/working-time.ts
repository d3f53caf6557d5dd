import { NO_DAYS_OFF, type WorkingTime } from '../calendar.ts';
import type { PersonId } from '../ids.ts';
import type { Transaction } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import type { Away } from './away.ts';
import type { Person } from './person.ts';

/** A person's own zone and hours, else those of the team they joined first, else the workspace's; that team's days off. */
export function workingTimeOf(
  person: Person,
  teams: readonly Team[],
  workspace: Workspace,
  away: Away | null = null,
): WorkingTime {
  const team = teams[0];
  const { holidays, halfDays } = team?.daysOff ?? NO_DAYS_OFF;
  return {
    zone: person.zone ?? person.toldZone ?? team?.zone ?? workspace.zone,
    hours: person.hours ?? team?.hours ?? workspace.hours,
    holidays,
    halfDays,
    away: away && { from: away.from, to: away.to },
  };
}

/** When people work, less the time that they are away. */
export async function timesOf(
  { tx, workspace }: { readonly tx: Transaction; readonly workspace: Workspace },
  people: readonly Person[],
): Promise<ReadonlyMap<PersonId, WorkingTime>> {
  const [absences, teams] = await Promise.all([
    tx.people.absences(people.map((p) => p.id)),
    tx.teams.ofEach(people.map((p) => p.id)),
  ]);
  return new Map(
    people.map((p) => [p.id, workingTimeOf(p, teams.get(p.id) ?? [], workspace, absences.get(p.id) ?? null)]),
  );
}
