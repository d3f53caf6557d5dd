/** A round's digest as it stands when it is sent: the report is frozen, the answers are not. */
import type { Instant } from '../calendar.ts';
import type { PersonId, RoundId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Transaction } from '../ports.ts';
import { type RoundView, standupDigest } from './message.ts';
import type { Standup } from './standup.ts';
import type { ShownRound } from './store.ts';

/** Null when its standup is gone. */
export async function renderRound(tx: Transaction, id: RoundId, now: Instant): Promise<Message | null> {
  const shown = await tx.standups.shown(id);
  return shown && standupDigest(viewOf(shown, now));
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
  return viewOf({ round, standup, channel: channel?.name ?? null, answers, people }, now);
}

const viewOf = (
  {
    round,
    standup,
    channel,
    answers,
    people,
  }: Omit<ShownRound, 'round'> & { readonly round: RoundView['round'] },
  now: Instant,
): RoundView => ({
  standup,
  channel: channel ?? 'channel',
  round: {
    ...round,
    asks: round.asks.filter(({ person }) => people.some((p) => p.id === person && p.active)),
  },
  answers,
  names: new Map(people.map((p) => [p.id, p.name])),
  zone: standup.zone,
  now,
});
