/** When a standup asks whom, and what it does next: pure, of people, zones and instants. */
import {
  type Instant,
  instantAt,
  type LocalDate,
  localDate,
  type WorkingTime,
  type Zone,
} from '../calendar.ts';
import { type Away, isAway } from '../people/away.ts';
import { type Occurrence, occurrences } from '../schedule.ts';
import type { Ask, AskState, Round, Standup } from './standup.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** What is late by that much runs once and says so; what is older is skipped. */
export const CATCH_UP_MS = 2 * HOUR;
/** An answer that comes later than that is of no use to anyone. */
export const LATE_FOR_MS = 24 * HOUR;
/** So long before they are asked, people may answer. */
export const EARLY_BY_MS = 24 * HOUR;
/** Of an outage, however long, so many rounds are recorded. */
const MOST_MISSED = 60;

type Timed = Pick<Standup, 'rule' | 'zone' | 'clock' | 'since'>;

/** When someone is asked on a date: the standup's time by the channel's clock, or by theirs. */
export const promptAt = ({ rule, zone, clock }: Timed, date: LocalDate, theirs: Zone): Instant =>
  instantAt(date, rule.minute, clock === 'each' ? theirs : zone);

export interface Asked {
  readonly at: Instant;
  readonly now: Instant;
  readonly time: Pick<WorkingTime, 'zone' | 'holidays'>;
  readonly away: Away | null;
  readonly skipsHolidays: boolean;
  readonly answered: boolean;
}

/** What is to become of asking a person who is due at `at`. */
export function shouldAsk({ at, now, time, away, skipsHolidays, answered }: Asked): AskState | 'ask' {
  if (now < at) return 'waiting';
  if (answered) return 'early';
  if (skipsHolidays && time.holidays.has(localDate(at, time.zone))) return 'holiday';
  if (isAway(away, now)) return 'away';
  return now - at > CATCH_UP_MS ? 'missed' : 'ask';
}

/** A round to come: when its first person is asked, and its time by the channel's clock. */
export interface Coming extends Occurrence {
  readonly opensAt: Instant;
}

/** The next round after those that are known, which may be due already; null for a standup that is paused. */
export function nextRound(
  standup: Timed & Pick<Standup, 'paused'>,
  last: LocalDate | null,
  now: Instant,
  zones: Iterable<Zone>,
): Coming | null {
  if (standup.paused) return null;
  const from = Math.max(standup.since, now - CATCH_UP_MS);
  // A round may be known for today and for tomorrow already, where people are asked by their own clocks.
  const [found] = occurrences(standup.rule, standup.zone, from, 1, { after: last });
  if (!found) return null;
  const each = [...new Set(zones)].map((zone) => promptAt(standup, found.date, zone));
  return { ...found, opensAt: Math.max(standup.since, Math.min(found.at, ...each)) };
}

/** Occurrences that nobody ran and that are too old to run now, the oldest first. */
export function missedRounds(
  standup: Timed & Pick<Standup, 'paused'>,
  last: LocalDate | null,
  now: Instant,
): Occurrence[] {
  if (standup.paused) return [];
  const { rule, zone, since } = standup;
  return occurrences(rule, zone, since, MOST_MISSED, { after: last, until: now - CATCH_UP_MS - 1 });
}

/** Who is asked when. What is begun late gives as much time for answers as any other. */
export function asksOf(
  standup: Timed & Pick<Standup, 'window'>,
  date: LocalDate,
  people: ReadonlyMap<Ask['person'], Zone>,
  now: Instant,
): Ask[] {
  return [...people].map(([person, zone]) => {
    const at = promptAt(standup, date, zone);
    return { person, at, closes: Math.max(at, now) + standup.window * MINUTE, state: 'waiting' };
  });
}

/** When the digest of a round is due that is begun at `now`. */
export const postsAt = ({ window }: Pick<Standup, 'window'>, at: Instant, now: Instant): Instant =>
  Math.max(at, now) + window * MINUTE;

/** When something is next to be done: a digest, someone to ask, the round to come; null for nothing. */
export function nextDue(
  rounds: readonly Pick<Round, 'state' | 'postsAt' | 'asks'>[],
  next: Coming | null,
): Instant | null {
  const alive = rounds.filter(({ state }) => state !== 'skipped');
  const due = [
    ...alive.filter(({ state }) => state === 'open').map((round) => round.postsAt),
    ...alive.flatMap(({ asks }) => asks.filter(({ state }) => state === 'waiting').map(({ at }) => at)),
    ...(next ? [next.opensAt] : []),
  ];
  return due.length > 0 ? Math.min(...due) : null;
}

/** Whether an answer now is in time, late, or past all use; before the person is asked it is early, and in time. */
export function timing(closes: Instant, now: Instant): 'in time' | 'late' | 'over' {
  if (now <= closes) return 'in time';
  return now - closes <= LATE_FOR_MS ? 'late' : 'over';
}

export interface Answerable {
  readonly date: LocalDate;
  readonly closes: Instant;
}

/**
 * The round that words without a date are for: the one that is going on for this person; else today's, late, while they
 * have said nothing to it; else the next, within a day.
 */
export function roundToAnswer(
  standup: Timed & Pick<Standup, 'paused' | 'window'>,
  rounds: readonly Pick<Round, 'date' | 'asks' | 'postsAt' | 'state'>[],
  me: { readonly person: Ask['person']; readonly zone: Zone; readonly answered: ReadonlySet<LocalDate> },
  now: Instant,
): Answerable | null {
  const mine = rounds
    .filter(({ state }) => state !== 'skipped')
    .map(({ date, asks, postsAt: posts }) => {
      const ask = asks.find(({ person }) => person === me.person);
      const at = ask?.at ?? promptAt(standup, date, me.zone);
      return { date, at, closes: ask?.closes ?? posts };
    })
    .toSorted((a, b) => b.at - a.at);
  const going = mine.find(({ at, closes }) => at <= now && now <= closes);
  if (going) return going;
  const late = mine.find(
    ({ date, at, closes }) =>
      at <= now && !me.answered.has(date) && sameDay(at, now, me.zone) && timing(closes, now) === 'late',
  );
  if (late) return late;
  const known = mine.findLast(({ at }) => at > now);
  if (known) return known.at - now <= EARLY_BY_MS ? known : null;
  const last =
    rounds
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? null;
  const next = nextRound(standup, last, now, []);
  if (!next) return null;
  const at = promptAt(standup, next.date, me.zone);
  return at - now > EARLY_BY_MS ? null : { date: next.date, closes: at + standup.window * MINUTE };
}

const sameDay = (a: Instant, b: Instant, zone: Zone): boolean => localDate(a, zone) === localDate(b, zone);
