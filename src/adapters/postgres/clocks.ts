/** The clocks in PostgreSQL, as the loop that runs them sees them: leased like the rows of the other queues. */
import type { ItemId, PersonId, StandupId, TeamId, WorkspaceId } from '../../coordination/ids.ts';
import type { ClaimedClocks, ClockQueue, RanMark } from '../../coordination/ports.ts';
import { CLOCKS, lease, type RowName, release, renew, stats, sweep } from './claim.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';

export const createClockQueue = (client: Client): ClockQueue => ({
  async claim(now, limit) {
    const groups = new Map<WorkspaceId, Group>();
    for (const { workspace, id, ahead, known } of await lease(
      client,
      CLOCKS,
      now,
      limit * CLOCKS_A_ROW,
      MOST_OF_ONE,
    )) {
      const group: Group = groups.get(workspace) ?? {
        ahead,
        items: [],
        people: [],
        standups: [],
        teams: [],
        attempts: new Map(),
      };
      groups.set(workspace, group);
      group.attempts.set(id, known.attempts as number);
      if (known.kind === 'person') group.people.push(id as PersonId);
      else if (known.kind === 'standup') group.standups.push(id as StandupId);
      else if (known.kind === 'team') group.teams.push(id as TeamId);
      else group.items.push(id as ItemId);
    }
    return [...groups].map(([workspace, group]) => ({ workspace, ...group }));
  },
  renew: (rows) => renew(client, CLOCKS, rows.flatMap(namesOf)),
  release: (rows) => release(client, CLOCKS, rows.flatMap(namesOf)),
  sweep: () => sweep(CLOCKS, client),
  stats: (now) => stats(client, CLOCKS, now),
  mark: (marks) => markFailed(client, marks),
});

interface Group {
  readonly ahead: number;
  readonly items: ItemId[];
  readonly people: PersonId[];
  readonly standups: StandupId[];
  readonly teams: TeamId[];
  readonly attempts: Map<string, number>;
}

/** A row in hand is all that is due in a workspace, which are so many on average. */
const CLOCKS_A_ROW = 25;
/** Where more is due than that, up to so many go along: run apart, they would wait for one another to be said. */
const MOST_OF_ONE = 100;

const namesOf = ({ workspace, items, people, standups, teams }: ClaimedClocks): RowName[] =>
  [...items, ...people, ...standups, ...teams].map((id) => ({ workspace, id }));

async function markFailed(client: Client, marks: readonly RanMark[]): Promise<void> {
  const failed = marks.flatMap(({ row, failed: some }) =>
    some.map(({ id, next }) => ({
      workspace: row.workspace,
      id,
      state: next.state,
      attempts: next.attempts,
      due_at: next.state === 'pending' ? new Date(next.dueAt).toISOString() : null,
    })),
  );
  if (failed.length === 0) return;
  await transact(client, { role: 'baton_claim' }, ({ sql }) =>
    sql.unsafe(
      `update clocks c set state = f.state, attempts = f.attempts, due_at = coalesce(f.due_at, c.due_at), lease_until = null
       from json_to_recordset($1::json) as f (workspace uuid, id uuid, state text, attempts int, due_at timestamptz)
       where c.workspace_id = f.workspace and c.id = f.id and c.state = 'working'`,
      [JSON.stringify(failed)],
      { prepare: true },
    ),
  );
}
