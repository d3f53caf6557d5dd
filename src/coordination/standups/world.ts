/** Who takes part in a standup, where they are, and who of them is away. */
import type { Zone } from '../calendar.ts';
import type { PersonId, StandupId } from '../ids.ts';
import type { Away } from '../people/away.ts';
import type { Person } from '../people/person.ts';
import { workingTimeOf } from '../people/working-time.ts';
import type { Transaction } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import type { Standup } from './standup.ts';

export interface Participant {
  readonly person: Person;
  readonly time: ReturnType<typeof workingTimeOf>;
  readonly away: Away | null;
}

/** People, once each; agents and who was deactivated are not asked. */
export async function participantsOf(
  tx: Transaction,
  standup: Pick<Standup, 'participants' | 'channel' | 'joined' | 'left'>,
): Promise<ReadonlyMap<PersonId, Participant>> {
  const ids = [...(await namedBy(tx, standup)), ...standup.joined];
  return participantsById(tx, new Set(ids.filter((id) => !standup.left.includes(id))));
}

/** The same of several standups, in as many questions as of one. */
export async function participantsOfEach(
  tx: Transaction,
  standups: readonly Standup[],
  teams: readonly Team[],
): Promise<ReadonlyMap<StandupId, ReadonlyMap<PersonId, Participant>>> {
  const inChannels = standups.filter(({ participants }) => participants.who === 'channel');
  const members = await tx.channels.membersOfEach(inChannels.map(({ channel }) => channel));
  const idsOf = ({ participants, channel, joined, left }: Standup): PersonId[] => {
    const named =
      participants.who === 'people'
        ? participants.people
        : participants.who === 'channel'
          ? (members.get(channel) ?? [])
          : (teams.find(({ id }) => id === participants.team)?.members ?? []);
    return [...named, ...joined].filter((id) => !left.includes(id));
  };
  const ids = new Map(standups.map((standup) => [standup.id, new Set(idsOf(standup))]));
  const everyone = await participantsById(tx, new Set([...ids.values()].flatMap((some) => [...some])));
  return new Map(
    [...ids].map(([id, some]) => [
      id,
      new Map(
        [...some].flatMap((who) => {
          const found = everyone.get(who);
          return found ? [[who, found] as const] : [];
        }),
      ),
    ]),
  );
}

export async function participantsById(
  tx: Transaction,
  ids: ReadonlySet<PersonId>,
): Promise<ReadonlyMap<PersonId, Participant>> {
  const all = [...ids];
  const [people, absences, teams, workspace] = await Promise.all([
    tx.people.byIds(all),
    tx.people.absences(all),
    tx.teams.ofEach(all),
    tx.workspace(),
  ]);
  return new Map(
    people
      .filter(({ active, kind }) => active && kind === 'human')
      .map((person) => [
        person.id,
        {
          person,
          time: workingTimeOf(person, teams.get(person.id) ?? [], workspace),
          away: absences.get(person.id) ?? null,
        },
      ]),
  );
}

async function namedBy(
  tx: Transaction,
  { participants, channel }: Pick<Standup, 'participants' | 'channel'>,
): Promise<readonly PersonId[]> {
  if (participants.who === 'people') return participants.people;
  if (participants.who === 'channel') return tx.channels.members(channel);
  const [team] = await tx.teams.byIds([participants.team]);
  return team?.members ?? [];
}

/** The team whose work the digest tells of: the one that takes part, else the one that is at home in the channel. */
export function teamIn(
  teams: readonly Team[],
  { participants, channel }: Pick<Standup, 'participants' | 'channel'>,
): Team | null {
  const found =
    participants.who === 'team'
      ? teams.find(({ id }) => id === participants.team)
      : teams.find(({ homeChannel }) => homeChannel === channel);
  return found ?? null;
}

export const zonesOf = (people: ReadonlyMap<PersonId, Participant>): Map<PersonId, Zone> =>
  new Map([...people].map(([id, { time }]) => [id, time.zone]));
