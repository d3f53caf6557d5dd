/** Who may answer now, from stored records: never the requester, a guest, an agent or someone who left. */
import type { Instant } from '../calendar.ts';
import type { PersonId, TeamId } from '../ids.ts';
import { type Away, isAway } from '../people/away.ts';
import type { Person } from '../people/person.ts';
import type { ApprovalFacts } from './approval.ts';
import type { Voter } from './tally.ts';

export interface Records {
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly members: ReadonlyMap<TeamId, readonly PersonId[]>;
  readonly absences: ReadonlyMap<PersonId, Away>;
  /** Whose work it is, where that is what they approve: they do not. */
  readonly owner: PersonId | null;
}

/** What of an approval says who may answer. */
export type Entitling = Pick<ApprovalFacts, 'seats' | 'standIns' | 'requester' | 'delegates' | 'gate'>;

/** Whether someone may answer at all. */
export const canVote = (person: Person | undefined): boolean =>
  person?.active === true && person.kind === 'human' && person.role !== 'guest';

export function entitled(
  { seats, standIns = [], requester, delegates }: Entitling,
  { people, members, absences, owner }: Records,
  now: Instant,
): Voter[][] {
  const able = (id: PersonId): boolean => id !== requester && id !== owner && canVote(people.get(id));
  const standsIn = (id: PersonId): Voter[] => {
    const away = absences.get(id);
    const delegate = delegates && isAway(away, now) ? away?.delegate : null;
    return delegate && delegate !== id && able(delegate) ? [{ person: delegate, for: id }] : [];
  };
  return seats.map((seat, i) => {
    const own = ('person' in seat ? [seat.person] : (members.get(seat.team) ?? [])).filter(able);
    const voters: Voter[] = own.map((person) => ({ person, for: null }));
    const asked = standIns.filter((s) => s.seat === i && able(s.person));
    const leads = asked.map(({ person }): Voter => ({ person, for: 'person' in seat ? seat.person : null }));
    return [...voters, ...[...own.flatMap(standsIn), ...leads].filter((v) => !own.includes(v.person))];
  });
}
