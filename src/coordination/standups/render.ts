/** A round's digest as it stands when it is sent: the report is frozen, the answers are not. */
import type { Instant } from '../calendar.ts';
import type { PersonId, RoundId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Transaction } from '../ports.ts';
import { type RoundView, standupDigest } from './message.ts';
import type { Standup } from './standup.ts';

/** Null when its standup is gone. */
export async function renderRound(tx: Transaction, id: RoundId, now: Instant): Promise<Message | null> {
  const round = await tx.standups.roundById(id);
  const standup = round && (await tx.standups.byId(round.standup));
  return standup ? standupDigest(await viewOfRound(tx, standup, round, now)) : null;
}

export async function viewOfRound(
  tx: Transaction,
  standup: Standup,
  round: RoundView['round'],
  now: Instant,
): Promise<RoundView> {
  const [answers, channel] = await Promise.all([
    tx.standups.answers(standup.id, round.date),
    tx.channels.byId(standup.channel),
  ]);
  const ids = new Set<PersonId>([...answers.map((a) => a.person), ...round.asks.map((a) => a.person)]);
  const people = await tx.people.byIds([...ids]);
  return {
    standup,
    channel: channel?.name ?? 'channel',
    round: {
      ...round,
      asks: round.asks.filter(({ person }) => people.some((p) => p.id === person && p.active)),
    },
    answers,
    names: new Map(people.map((p) => [p.id, p.name])),
    zone: standup.zone,
    now,
  };
}
