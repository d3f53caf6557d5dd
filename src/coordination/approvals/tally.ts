/**
 * What votes come to: a pure, total function of the rule, the seats, who is entitled now, the votes and the time. The
 * order in which votes came changes nothing.
 */
import type { Instant } from '../calendar.ts';
import type { PersonId } from '../ids.ts';
import { type ApprovalFacts, type ApprovalState, latest, type Vote } from './approval.ts';
import type { Rule } from './rule.ts';

/** Who may answer for a seat now, as themselves or for someone. */
export interface Voter {
  readonly person: PersonId;
  readonly for: PersonId | null;
}

export interface Asked {
  readonly rule: Rule;
  /** For each seat, in order, who may answer for it now. */
  readonly seats: readonly (readonly Voter[])[];
  /** The revision that is asked. */
  readonly revision: number;
  readonly votes: readonly Vote[];
  readonly deadline: Instant;
}

export interface Tally {
  readonly outcome: Exclude<ApprovalState, 'withdrawn'>;
  /** How many seats must approve. */
  readonly needed: number;
  /** How many have. */
  readonly given: number;
  /** For each seat the vote that fills it, where one does. */
  readonly filled: readonly (Vote | null)[];
  /** The votes that count. */
  readonly counted: readonly Vote[];
  /** Seats that can be answered now: of a sequence, the first that has not approved. */
  readonly open: readonly number[];
  /** False when too few are left who could approve, though nobody rejected it. */
  readonly reachable: boolean;
}

export function neededOf(rule: Rule, seats: number): number {
  if (rule.rule === 'any') return 1;
  return rule.rule === 'count' ? rule.need : seats;
}

export function tally({ rule, seats, revision, votes, deadline }: Asked, now: Instant): Tally {
  const entitled = new Set(seats.flatMap((voters) => voters.map((v) => v.person)));
  const counted = votes.filter(
    (v) => v.revision === revision && v.at < deadline && v.at <= now && entitled.has(v.person),
  );
  const saying = (answer: Vote['answer']) =>
    new Set(counted.filter((v) => v.answer === answer).map((v) => v.person));
  const approving = saying('approve');
  const rejecting = saying('reject');
  const needed = neededOf(rule, seats.length);
  const fillers =
    rule.rule === 'sequence'
      ? prefix(seats, (p) => approving.has(p))
      : matching(seats, (p) => approving.has(p));
  const given = fillers.filter((p) => p !== null).length;
  const could = (may: (person: PersonId) => boolean): boolean => size(matching(seats, may)) >= needed;
  const reachable = could(() => true);
  const outcome = ((): Tally['outcome'] => {
    if (given >= needed) return 'approved';
    if (reachable && !could((p) => !rejecting.has(p))) return 'rejected';
    return now >= deadline ? 'lapsed' : 'pending';
  })();
  const empty = seats.map((_, i) => i).filter((i) => fillers[i] === null);
  return {
    outcome,
    needed,
    given,
    filled: seats.map((_, i) => counted.find((v) => v.person === fillers[i]) ?? null),
    counted,
    open: rule.rule === 'sequence' ? empty.slice(0, 1) : empty,
    reachable,
  };
}

/** What the votes of an approval come to, where these may answer for its seats. */
export const tallyOf = (approval: ApprovalFacts, seats: Asked['seats'], now: Instant): Tally =>
  tally(
    {
      rule: approval.rule,
      seats,
      revision: latest(approval).number,
      votes: approval.votes,
      deadline: approval.deadline.at,
    },
    now,
  );

/** Of those entitled, who answered. */
export const closingOf = ({ votes }: ApprovalFacts, seats: Asked['seats']): Voter[][] =>
  seats.map((voters) => voters.filter(({ person }) => votes.some((v) => v.person === person)));

type Fillers = readonly (PersonId | null)[];
const size = (fillers: Fillers): number => fillers.filter((p) => p !== null).length;

/** The most seats that can be filled with one person each and none twice (Kuhn's augmenting paths). */
function matching(seats: Asked['seats'], may: (person: PersonId) => boolean): Fillers {
  const seatOf = new Map<PersonId, number>();
  const place = (seat: number, tried: Set<PersonId>): boolean => {
    for (const { person } of seats[seat] ?? []) {
      if (!may(person) || tried.has(person)) continue;
      tried.add(person);
      const taken = seatOf.get(person);
      if (taken === undefined || place(taken, tried)) {
        seatOf.set(person, seat);
        return true;
      }
    }
    return false;
  };
  for (const seat of seats.keys()) place(seat, new Set());
  const fillers: (PersonId | null)[] = seats.map(() => null);
  for (const [person, seat] of seatOf) fillers[seat] = person;
  return fillers;
}

/** As many of the first seats as can all be filled at once. */
function prefix(seats: Asked['seats'], may: (person: PersonId) => boolean): Fillers {
  for (let length = seats.length; length > 0; length -= 1) {
    const fillers = matching(seats.slice(0, length), may);
    if (size(fillers) === length) return seats.map((_, i) => fillers[i] ?? null);
  }
  return seats.map(() => null);
}
