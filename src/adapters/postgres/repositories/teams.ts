import { eq } from 'drizzle-orm';
import type { Gate } from '../../../coordination/approvals/rule.ts';
import { NO_DAYS_OFF } from '../../../coordination/calendar.ts';
import type { ChannelId, PersonId, TeamId } from '../../../coordination/ids.ts';
import type { WeeklyHours } from '../../../coordination/people/person.ts';
import type { Holidays, TeamStore } from '../../../coordination/ports.ts';
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

const TEAMS_OF_EACH = `
  select mine.person_id, t.*, ${MEMBERS}
  from team_members mine join teams t on t.workspace_id = mine.workspace_id and t.id = mine.team_id
  where mine.person_id = any($1::uuid[]) order by mine.position, t.id`;

/**
 * The teams of people who were loaded with them: whoever acts is, and their teams are wanted next. Forgotten when a team
 * changes.
 */
export class TeamsAhead {
  readonly #holidays: Holidays;
  readonly #known = new Map<PersonId, readonly Team[]>();

  constructor(holidays: Holidays) {
    this.#holidays = holidays;
  }

  keep(person: PersonId, rows: readonly unknown[]): void {
    this.#known.set(
      person,
      rows.map((raw) => toTeam(raw, this.#holidays)),
    );
  }

  of(person: PersonId): readonly Team[] | undefined {
    return this.#known.get(person);
  }

  forget(): void {
    this.#known.clear();
  }
}

export function teamsStore(at: Bound, ahead: TeamsAhead, holidays: Holidays): TeamStore {
  const load = async (text: string, parameters: readonly unknown[]): Promise<Team[]> =>
    (await at.sql.unsafe(text, parameters as never[], { prepare: true })).map((raw) => toTeam(raw, holidays));
  const select = (which: string, parameters: readonly unknown[] = []): Promise<Team[]> =>
    load(`select t.*, ${MEMBERS} from teams t ${which}`, parameters);
  return {
    byHandle: async (handle) => (await select('where t.handle = $1', [handle]))[0] ?? null,
    byIds: async (ids) => (ids.length === 0 ? [] : select('where t.id = any($1::uuid[])', [ids])),
    all: () => select('order by t.handle'),
    async of(person) {
      const known = ahead.of(person);
      return known ? [...known] : load(teamsOf('$1'), [person]);
    },
    async ofEach(people) {
      const rows = await at.sql.unsafe(TEAMS_OF_EACH, [people as PersonId[]], { prepare: true });
      const found = new Map<PersonId, Team[]>(people.map((id) => [id, []]));
      for (const raw of rows) found.get(raw.person_id)?.push(toTeam(raw, holidays));
      return found;
    },
    async save(team) {
      ahead.forget();
      await saveTeam(at, team);
      await saveMembers(at, team);
    },
    isRegion: (code) => holidays.isRegion(code),
    async remove(team) {
      ahead.forget();
      await at.db.delete(teams).where(eq(teams.id, team));
    },
  };
}

function toTeam(raw: unknown, holidays: Holidays): Team {
  const row = readRow(raw);
  return {
    id: row.id as TeamId,
    handle: row.handle,
    name: row.name,
    lead: row.leadId as PersonId | null,
    homeChannel: row.homeChannelId as ChannelId | null,
    zone: row.zone,
    hours: row.hours as WeeklyHours | null,
    region: row.region,
    gate: row.gate as Gate | null,
    daysOff: row.region === null ? NO_DAYS_OFF : holidays.daysOff(row.region),
    members: (raw as { readonly members: PersonId[] }).members,
  };
}

type Saved = Parameters<TeamStore['save']>[0];

async function saveTeam({ workspaceId, db }: Bound, team: Saved): Promise<void> {
  const { id, handle, name, lead, homeChannel, zone, hours, region, gate } = team;
  const values = { handle, name, leadId: lead, homeChannelId: homeChannel, zone, hours, region, gate };
  await db
    .insert(teams)
    .values({ workspaceId, id, ...values })
    .onConflictDoUpdate({ target: [teams.workspaceId, teams.id], set: values });
}

/** Who stays keeps the place among their own teams; who joins takes the last. */
async function saveMembers({ workspaceId, sql }: Bound, { id, members }: Saved): Promise<void> {
  await sql`delete from team_members where team_id = ${id} and person_id <> all(${members as PersonId[]}::uuid[])`;
  await sql`
    insert into team_members (workspace_id, team_id, person_id, position)
    select ${workspaceId}, ${id}, person,
      coalesce((select max(position) + 1 from team_members where person_id = person), 0)
    from unnest(${members as PersonId[]}::uuid[]) as person
    on conflict (workspace_id, team_id, person_id) do nothing`;
}
