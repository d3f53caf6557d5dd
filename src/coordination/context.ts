/** What a use case is given: who acts, when, in which workspace, and the transaction it all commits in. */
import type { Instant, WorkingTime } from './calendar.ts';
import type { Sha256 } from './history/history.ts';
import type { Person } from './people/person.ts';
import type { Ids, Transaction } from './ports.ts';
import type { Team } from './teams/team.ts';
import type { Workspace } from './workspaces/workspace.ts';

export interface ActContext {
  readonly tx: Transaction;
  readonly workspace: Workspace;
  readonly me: Person;
  readonly now: Instant;
  /** Mine, the one joined first ahead. */
  readonly myTeams: readonly Team[];
  /** When I work: dates are read in its zone. */
  readonly myTime: WorkingTime;
  readonly ids: Ids;
  readonly sha256: Sha256;
}
