import { eq } from 'drizzle-orm';
import type { ChannelId, PersonId, TeamId } from '../../../coordination/ids.ts';
import type { WeeklyHours } from '../../../coordination/people/person.ts';
import type { AccountRef } from '../../../coordination/places.ts';
import type { TeamStore } from '../../../coordination/ports.ts';
import type { Team } from '../../../coordination/teams/team.ts';
import { reader } from '../rows.ts';
import { teams } from '../schema.ts';
import type { Bound } from './bound.ts';

const readRow = reader(teams);

const MEMBERS = `array(
  select m.person_id from team_members m where m.workspace_id = t.workspace_id and m.team_id = t.id
  order by m.position, m.person_id) as members`;

/**
 * The teams of people who were loaded by their account, asked for in the same round trip: whoever acts is loaded so, and
 * their teams are wanted next. What is kept is forgotten when a team changes.
 */
export class TeamsAhead {
  readonly #known = new Map<PersonId, Promise<Team[]>>();
  readonly #at: Bound;

  constructor(at: Bound) {
    this.#at = at;
  }

  ofAccount({ platform, scope, account }: AccountRef): Promise<Team[]> {
    const found = select(
      this.#at,
      `join team_members mine on mine.workspace_id = t.workspace_id and mine.team_id = t.id
       join accounts a on a.workspace_id = mine.workspace_id and a.person_id = mine.person_id
       where a.platform = $1 and a.scope = $2 and a.account = $3
       order by mine.position, t.id`,
      [platform, scope, account],
    );
    // Whoever waits for it hears of its failure; the transaction does in any case.
    found.catch(() => {});
    return found;
  }

  keep(person: PersonId, teams: Promise<Team[]>): void {
    this.#known.set(person, teams);
  }

  of(person: PersonId): Promise<Team[]> | undefined {
    return this.#known.get(person);
  }

  forget(): void {
    this.#known.clear();
  }
}

export function teamsStore(at: Bound, ahead: TeamsAhead): TeamStore {
  return {
    byHandle: async (handle) => (await select(at, 'where t.handle = $1', [handle]))[0] ?? null,
    byIds: (ids) =>
      ids.length === 0 ? Promise.resolve([]) : select(at, 'where t.id = any($1::uuid[])', [ids]),
    all: () => select(at, 'order by t.handle'),
    of: (person) =>
      ahead.of(person) ??
      select(
        at,
        `join team_members mine on mine.workspace_id = t.workspace_id and mine.team_id = t.id
         where mine.person_id = $1 order by mine.position, t.id`,
        [person],
      ),
    async save(team) {
      ahead.forget();
      await saveTeam(at, team);
      await saveMembers(at, team);
    },
    async remove(team) {
      ahead.forget();
      await at.db.delete(teams).where(eq(teams.id, team));
    },
  };
}

async function select({ sql }: Bound, which: string, parameters: readonly unknown[] = []): Promise<Team[]> {
  const text = `select t.*, ${MEMBERS} from teams t ${which}`;
  const rows = await sql.unsafe(text, parameters as never[], { prepare: true });
  return rows.map((raw) => toTeam(readRow(raw), raw.members as PersonId[]));
}

function toTeam(row: typeof teams.$inferSelect, members: readonly PersonId[]): Team {
  return {
    id: row.id as TeamId,
    handle: row.handle,
    name: row.name,
    lead: row.leadId as PersonId | null,
    homeChannel: row.homeChannelId as ChannelId | null,
    zone: row.zone,
    hours: row.hours as WeeklyHours | null,
    members,
  };
}

async function saveTeam({ workspaceId, db }: Bound, team: Team): Promise<void> {
  const { id, handle, name, lead, homeChannel, zone, hours } = team;
  const values = { handle, name, leadId: lead, homeChannelId: homeChannel, zone, hours };
  await db
    .insert(teams)
    .values({ workspaceId, id, ...values })
    .onConflictDoUpdate({ target: [teams.workspaceId, teams.id], set: values });
}

/** Who stays keeps the place among their own teams; who joins takes the last. */
async function saveMembers({ workspaceId, sql }: Bound, { id, members }: Team): Promise<void> {
  await sql`delete from team_members where team_id = ${id} and person_id <> all(${members as PersonId[]}::uuid[])`;
  await sql`
    insert into team_members (workspace_id, team_id, person_id, position)
    select ${workspaceId}, ${id}, person,
      coalesce((select max(position) + 1 from team_members where person_id = person), 0)
    from unnest(${members as PersonId[]}::uuid[]) as person
    on conflict (workspace_id, team_id, person_id) do nothing`;
}
