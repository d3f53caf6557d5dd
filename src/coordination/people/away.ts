/** Someone is away for a while; what lands on them meanwhile goes to whoever stands in. */
import { type Absence, type Instant, nextWorking, type WorkingTime } from '../calendar.ts';
import type { PersonId } from '../ids.ts';

export interface Away extends Absence {
  readonly delegate: PersonId | null;
}

export const isAway = (away: Away | null | undefined, now: Instant): boolean =>
  away !== null && away !== undefined && away.from <= now && (away.to === null || now < away.to);

/** In which capacity somebody is asked: as themselves, or in the place of someone who is away. */
export type Standing = 'self' | 'delegate' | 'lead' | 'first back';

/** How someone came to be asked, in words: `their delegate`. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  self: 'themselves',
  delegate: 'their delegate',
  lead: 'their lead',
  'first back': 'the first who is back',
};

export interface Candidate {
  readonly person: PersonId;
  readonly time: WorkingTime;
  readonly away: Away | null;
}

export interface StandIn {
  readonly person: PersonId;
  readonly as: Standing;
}

/**
 * Who is asked in the place of someone: themselves unless they are away, else their delegate, else their lead; where all
 * are away, who works first again. `delegate` and `lead` are null where there is none who could be asked.
 */
export function standIn(
  self: Candidate,
  delegate: Candidate | null,
  lead: Candidate | null,
  now: Instant,
): StandIn {
  const present = (candidate: Candidate | null): boolean =>
    candidate !== null && !isAway(candidate.away, now);
  if (present(self)) return { person: self.person, as: 'self' };
  if (delegate && present(delegate)) return { person: delegate.person, as: 'delegate' };
  if (lead && present(lead)) return { person: lead.person, as: 'lead' };
  const backAt = ({ time }: Candidate): number => nextWorking(now, time) ?? Number.POSITIVE_INFINITY;
  const all = [self, delegate, lead].filter((candidate) => candidate !== null);
  const [first = self] = all.toSorted((a, b) => backAt(a) - backAt(b));
  return { person: first.person, as: first.person === self.person ? 'self' : 'first back' };
}
