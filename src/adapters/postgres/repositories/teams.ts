import { eq } from 'drizzle-orm';
import type { ChannelId, PersonId, TeamId } from '../../../coordination/ids.ts';
import type { WeeklyHours } from '../../../coordination/people/person.ts';
import type { TeamStore } from '../../../coordination/ports.ts';
import type { Team } from '../../../coordination/teams/team.ts';
import { reader } from '../rows.ts';
import { teams } from '../schema.ts';
import type { Bound } from './bound.ts';

const readRow = reader(teams);

const MEMBERS = `array(
  select m.person_id from team_members m where m.workspace_id = t.workspace_id and m.team_id = t.id
  order by m.position, m.person_id) as members`;

/** The teams of a person in the order of joining, as SQL; `whose` names the person. */
export const teamsOf = (whose: string): string => `
  select t.*, ${MEMBERS}
  from team_members mine join teams t on t.workspace_id = mine.workspace_id and t.id = mine.team_id
  where mine.person_id = ${whose} order by mine.position, t.id`;

/**
 * The teams of people who were loaded with them: whoever acts is, and their teams are wanted next. Forgotten when a team
 * changes.
 */
export class TeamsAhead {
  readonly #known = new Map<PersonId, readonly Team[]>();

  keep(person: PersonId, rows: readonly unknown[]): void {
    this.#known.set(person, rows.map(toTeam));
  }

  of(person: PersonId): readonly Team[] | undefined {
    return this.#known.get(person);
  }

  forget(): void {
    this.#known.clear();
  }
}

export function teamsStore(at: Bound, ahead: TeamsAhead): TeamStore {
  return {
    byHandle: async (handle) => (await select(at, 'where t.handle = $1', [handle]))[0] ?? null,
    byIds: async (ids) => (ids.length === 0 ? [] : select(at, 'where t.id = any($1::uuid[])', [ids])),
    all: () => select(at, 'order by t.handle'),
    async of(person) {
      const known = ahead.of(person);
      return known ? [...known] : load(at, teamsOf('$1'), [person]);
    },
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

const select = (at: Bound, which: string, parameters: readonly unknown[] = []): Promise<Team[]> =>
  load(at, `select t.*, ${MEMBERS} from teams t ${which}`, parameters);

const load = async ({ sql }: Bound, text: string, parameters: readonly unknown[]): Promise<Team[]> =>
  (await sql.unsafe(text, parameters as never[], { prepare: true })).map(toTeam);

function toTeam(raw: unknown): Team {
  const row = readRow(raw);
  return {
    id: row.id as TeamId,
    handle: row.handle,
    name: row.name,
    lead: row.leadId as PersonId | null,
    homeChannel: row.homeChannelId as ChannelId | null,
    zone: row.zone,
    hours: row.hours as WeeklyHours | null,
    members: (raw as { readonly members: PersonId[] }).members,
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
