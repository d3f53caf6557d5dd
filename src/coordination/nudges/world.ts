/** Who is who, and when they work: all that planning asks of a workspace, loaded for many items at once. */
import { type Instant, NO_DAYS_OFF, type WorkingTime } from '../calendar.ts';
import type { ChannelId, PersonId, TeamId } from '../ids.ts';
import { type Away, type Candidate, isAway, type Standing, standIn } from '../people/away.ts';
import type { Person } from '../people/person.ts';
import { workingTimeOf } from '../people/working-time.ts';
import type { Transaction } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import type { WorkItem } from '../work-items/item.ts';
import type { Workspace } from '../workspaces/workspace.ts';

export interface World {
  readonly now: Instant;
  readonly workspace: Workspace;
  readonly admins: readonly Person[];
  person(id: PersonId): Person | null;
  byHandle(handle: string): Person | null;
  /** Whether someone was deactivated. */
  left(id: PersonId | null): boolean;
  isAway(id: PersonId): boolean;
  timeOf(id: PersonId): WorkingTime;
  /** When someone who is away is back; null: they are not, or nobody knows. */
  backAt(id: PersonId): Instant | null;
  teamsOf(id: PersonId): readonly Team[];
  team(id: TeamId | null): Team | null;
  /** When a team works; without one, the workspace. */
  timeOfTeam(id: TeamId | null): WorkingTime;
  /**
   * The time that a clock runs in: that of whoever is to act, who stands in for someone away. Being away stops no clock:
   * what it brings waits for them, where nobody stands in.
   */
  clockTime(whose: { readonly person: PersonId } | { readonly team: TeamId | null }): WorkingTime;
  /** When those work whose home channel it is. */
  timeOfChannel(channel: ChannelId): WorkingTime;
  /** Who is asked in someone's place; `except` never is. */
  routed(id: PersonId, except: PersonId | null): { readonly person: PersonId; readonly as: Standing };
}

export async function loadWorld(
  tx: Transaction,
  workspace: Workspace,
  now: Instant,
  items: readonly WorkItem[],
  others: readonly PersonId[],
  handles: readonly string[],
): Promise<World> {
  const [teams, admins, named] = await Promise.all([
    tx.teams.all(),
    tx.people.admins(),
    tx.people.byHandles(handles),
  ]);
  const leads = teams.flatMap((t) => (t.lead ? [t.lead] : []));
  const first = new Set([...items.flatMap(peopleOf), ...others, ...leads, ...admins.map((p) => p.id)]);
  for (const { id } of named) first.add(id);
  const known = await knownOf(tx, [...first]);
  const delegates = [...known.absences.values()]
    .map(({ delegate }) => delegate)
    .filter((id): id is PersonId => id !== null && !first.has(id));
  const more = delegates.length > 0 ? await knownOf(tx, [...new Set(delegates)]) : null;
  const people = [...known.people, ...(more?.people ?? [])];
  const teamsOfEach = new Map([...known.teamsOfEach, ...(more?.teamsOfEach ?? [])]);
  const absences = new Map([...known.absences, ...(more?.absences ?? [])]);
  return worldOf({ now, workspace, admins, people, teams, teamsOfEach, absences });
}

async function knownOf(tx: Transaction, ids: readonly PersonId[]) {
  const [people, teamsOfEach, absences] = await Promise.all([
    tx.people.byIds(ids),
    tx.teams.ofEach(ids),
    tx.people.absences(ids),
  ]);
  return { people, teamsOfEach, absences };
}

function peopleOf({ owner, requester, reviewers, handoff }: WorkItem): PersonId[] {
  const inHandoff =
    handoff?.state === 'offered'
      ? [handoff.giver, ...handoff.asked, ...('person' in handoff.receiver ? [handoff.receiver.person] : [])]
      : [];
  return [...(owner ? [owner] : []), requester, ...reviewers, ...inHandoff];
}

export interface WorldData {
  readonly now: Instant;
  readonly workspace: Workspace;
  readonly admins: readonly Person[];
  readonly people: readonly Person[];
  readonly teams: readonly Team[];
  readonly teamsOfEach: ReadonlyMap<PersonId, readonly Team[]>;
  readonly absences: ReadonlyMap<PersonId, Away>;
}

export function worldOf(data: WorldData): World {
  const { now, workspace, admins, teams, teamsOfEach, absences } = data;
  const people = new Map(data.people.map((p) => [p.id, p]));
  const left = (id: PersonId | null): boolean => id !== null && people.get(id)?.active === false;
  const times = new Map<PersonId, WorkingTime>();
  const team = (id: TeamId | null): Team | null => teams.find((t) => t.id === id) ?? null;
  const teamsOf = (id: PersonId): readonly Team[] => teamsOfEach.get(id) ?? [];
  const timeOfTeam = (id: TeamId | null): WorkingTime => {
    const found = team(id);
    const { holidays, halfDays } = found?.daysOff ?? NO_DAYS_OFF;
    const zone = found?.zone ?? workspace.zone;
    return { zone, hours: found?.hours ?? workspace.hours, holidays, halfDays, away: null };
  };
  const timeOf = (id: PersonId): WorkingTime => {
    const known = times.get(id);
    if (known) return known;
    const person = people.get(id);
    if (!person) return timeOfTeam(null);
    const time = workingTimeOf(person, teamsOf(id), workspace, absences.get(id) ?? null);
    times.set(id, time);
    return time;
  };
  const able = (id: PersonId | null | undefined, except: PersonId | null): Candidate | null => {
    const person = id && id !== except ? people.get(id) : undefined;
    if (!person?.active || person.role === 'guest') return null;
    return { person: person.id, time: timeOf(person.id), away: absences.get(person.id) ?? null };
  };
  /** Who was deactivated is away, and not coming back. */
  const awayOf = (id: PersonId): Away | null => {
    const away = absences.get(id) ?? null;
    return left(id) ? { from: 0, to: null, delegate: away?.delegate ?? null } : away;
  };
  const routed: World['routed'] = (id, except) => {
    const away = awayOf(id);
    if (!isAway(away, now)) return { person: id, as: 'self' };
    const lead = teamsOf(id).find((t) => t.lead !== null && t.lead !== id)?.lead;
    const self = { person: id, time: { ...timeOf(id), away }, away };
    return standIn(self, able(away?.delegate, except), able(lead, except), now);
  };
  return {
    now,
    workspace,
    admins,
    person: (id) => people.get(id) ?? null,
    left,
    isAway: (id) => isAway(awayOf(id), now),
    byHandle: (handle) => data.people.find((p) => p.handle === handle) ?? null,
    timeOf,
    backAt(id) {
      const away = absences.get(id) ?? null;
      return away && isAway(away, now) ? away.to : null;
    },
    teamsOf,
    team,
    timeOfTeam,
    clockTime: (whose) =>
      'team' in whose ? timeOfTeam(whose.team) : { ...timeOf(routed(whose.person, null).person), away: null },
    timeOfChannel: (channel) => timeOfTeam(teams.find((t) => t.homeChannel === channel)?.id ?? null),
    routed,
  };
}
