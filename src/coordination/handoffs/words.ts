/** Who gives an item to whom, in words. */
import type { Span, Text } from '../message.ts';
import { STANDING_WORDS } from '../people/away.ts';
import type { ItemView } from '../work-items/view.ts';
import { person } from '../work-items/words.ts';
import type { Handoff } from './handoff.ts';

/** `Ana → Lena`, or the team. */
export function giverToReceiver(view: ItemView, handoff: Handoff): Text {
  const { giver, receiver } = handoff;
  const to: Span = 'person' in receiver ? person(view, receiver.person) : (view.receivers?.name ?? 'a team');
  return [person(view, giver), ' → ', to, ...inTheirPlace(view, handoff)];
}

/** Who was asked for a receiver who is away, and as what. */
export function inTheirPlace(view: ItemView, handoff: Handoff): Text {
  const {
    asked: [first],
    standIn,
  } = handoff;
  if (!standIn || !first) return [];
  return [` (${absence(view, handoff)}, so `, person(view, first), ` was asked: ${STANDING_WORDS[standIn]})`];
}

/** Why a receiver does not answer themselves. */
export const absence = ({ people }: ItemView, { receiver }: Handoff): string =>
  'person' in receiver && people.get(receiver.person)?.active === false ? 'not here any more' : 'away';
