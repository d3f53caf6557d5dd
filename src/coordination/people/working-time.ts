import type { WorkingTime } from '../calendar.ts';
import type { Team } from '../teams/team.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import type { Person } from './person.ts';

/**
 * A person's own zone and hours, else those of the team they joined first, else the workspace's; a zone that their
 * platform tells goes before the team's.
 */
export function workingTimeOf(person: Person, teams: readonly Team[], workspace: Workspace): WorkingTime {
  const team = teams[0];
  return {
    zone: person.zone ?? person.toldZone ?? team?.zone ?? workspace.zone,
    hours: person.hours ?? team?.hours ?? workspace.hours,
    holidays: new Set(),
  };
}
