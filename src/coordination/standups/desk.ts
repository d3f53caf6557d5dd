/** What running the standups of a workspace reads and writes: each kind of it for all of them at once. */
import {
  addDays,
  addWorkingDays,
  type Instant,
  type LocalDate,
  localDate,
  NO_DAYS_OFF,
} from '../calendar.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { collect } from '../digests/collect.ts';
import { digest, NONE } from '../digests/digest.ts';
import { NEEDS } from '../digests/parts.ts';
import type { ChannelId, PersonId, RoundId, StandupId } from '../ids.ts';
import type { Channel, Ids, Transaction, Viewer } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import type { Answer, Report, Round, Standup } from './standup.ts';
import { type Participant, participantsOfEach, teamIn } from './world.ts';

export interface StandupContext {
  readonly tx: Transaction;
  readonly now: Instant;
  readonly ids: Ids;
}

export interface Desk extends StandupContext {
  /** The latest, the newest first. */
  rounds(standup: Standup): readonly Round[];
  participants(standup: Standup): ReadonlyMap<PersonId, Participant>;
  /** To a round of the last days. */
  answers(standup: Standup, date: LocalDate): readonly Answer[];
  channel(standup: Standup): Channel | null;
  /** What needs someone and what was done, as everyone may see it. */
  report(standup: Standup): Promise<Report>;
  say(outgoing: readonly Outgoing[]): void;
  save(round: Round): void;
  wake(standup: StandupId, dueAt: Instant | null): void;
  refresh(round: RoundId): void;
  /** Writes it all. */
  close(): Promise<void>;
}

/** Rounds that may be open at once, and a few that were. */
export const LATEST = 6;
/** Of the thirty lines of a digest, those for what needs someone. */
const REPORT_LINES = 16;
/** Nobody answers a round that is older. */
const ANSWERED_DAYS = 4;
/** What a channel shows is what everyone may see. */
const EVERYONE: Viewer = { person: '00000000-0000-0000-0000-000000000000' as PersonId, guest: false };

/** The standups are locked. */
export async function openDesk(ctx: StandupContext, standups: readonly Standup[]): Promise<Desk> {
  const { tx, now } = ctx;
  const all = standups.map(({ id }) => id);
  const since = addDays(localDate(now, 'UTC'), -ANSWERED_DAYS);
  const [rounds, answers, channels, teams] = await Promise.all([
    tx.standups.roundsOfEach(all, LATEST),
    tx.standups.answersSince(all, since),
    tx.channels.byIds([...new Set(standups.map(({ channel }) => channel))]),
    tx.teams.all(),
  ]);
  const people = await participantsOfEach(tx, standups, teams);
  const channelOf = new Map<ChannelId, Channel>(channels.map((one) => [one.id, one]));
  const answersTo = new Map<string, Answer[]>();
  for (const { standup, answer } of answers) {
    const name = `${standup} ${answer.date}`;
    answersTo.set(name, [...(answersTo.get(name) ?? []), answer]);
  }
  const reports = new Map<string, Promise<Report>>();
  const outgoing: Outgoing[] = [];
  const saved = new Map<string, Round>();
  const wakes = new Map<StandupId, Instant | null>();
  const refreshed = new Set<RoundId>();
  const desk: Desk = {
    ...ctx,
    rounds: ({ id }) => rounds.get(id) ?? [],
    participants: ({ id }) => people.get(id) ?? new Map(),
    answers: ({ id }, date) => answersTo.get(`${id} ${date}`) ?? [],
    channel: ({ channel }) => channelOf.get(channel) ?? null,
    report(standup) {
      const team = teamIn(teams, standup);
      const last = desk.rounds(standup).find(({ postedAt }) => postedAt !== null)?.postedAt ?? null;
      const name = JSON.stringify([team?.id, standup.looks, standup.zone, last]);
      const known = reports.get(name) ?? reportOf(ctx, standup, EVERYONE, team, last);
      reports.set(name, known);
      return known;
    },
    say: (more) => void outgoing.push(...more),
    save: (round) => void saved.set(`${round.standup} ${round.date}`, round),
    wake: (id, dueAt) => void wakes.set(id, dueAt),
    refresh: (id) => void refreshed.add(id),
    async close() {
      await Promise.all([
        tx.standups.saveRounds([...saved.values()]),
        outgoing.length > 0 && tx.outbox.add(outgoing),
        tx.standups.wakeEach(wakes),
        ...[...refreshed].map((id) => tx.outbox.refreshCards(id, now)),
      ]);
    },
  };
  return desk;
}

/** What needs someone and what was done since the digest before, as `viewer` may see it. */
export async function reportOf(
  { tx, now }: StandupContext,
  standup: Standup,
  viewer: Viewer,
  team: Team | null,
  last: Instant | null,
): Promise<Report> {
  if (standup.looks === 'answers') return { blocks: [], quiet: true };
  const workspace = await tx.workspace();
  const days = team?.daysOff ?? NO_DAYS_OFF;
  const time = { zone: standup.zone, hours: team?.hours ?? workspace.hours, ...days, away: null };
  const since = last ?? addWorkingDays(now, -1, time) ?? now;
  const found = await collect({ tx, team, of: team?.name ?? workspace.name, viewer, now, since, time });
  const view = standup.looks === 'all' ? found : { ...found, done: NONE, active: NONE };
  const told = [...NEEDS.map((need) => view.needs[need]), view.done];
  const quiet = view.same.length === 0 && told.every(({ items }) => items.length === 0);
  // Who is away stands with who was asked; the digest of a standup has a heading of its own.
  const { blocks } = digest({ ...view, away: [] }, REPORT_LINES);
  return { blocks: blocks.filter(({ block }) => block !== 'heading'), quiet };
}
