import type { Instant } from '../calendar.ts';
import type { Erased } from '../people/erased.ts';
import { ended, type Handoff, openHandoff } from './handoff.ts';

/** What is left of a handoff once a person is erased: their words go, and nobody waits for their answer any more. */
export function eraseFromHandoff(
  handoff: Handoff | null,
  { person, unnamed }: Erased,
  now: Instant,
): Handoff | null {
  if (!handoff) return null;
  const theirs = handoff.giver === person;
  const kept = (words: string | null, by: unknown): string | null =>
    words === null || by === person ? null : unnamed(words);
  const left: Handoff = {
    ...handoff,
    asked: handoff.asked.filter((id) => id !== person),
    context: kept(handoff.context, handoff.giver),
    checklist: theirs ? [] : handoff.checklist.map(unnamed),
    reason: kept(handoff.reason, handoff.endedBy),
    questions: handoff.questions
      .filter((q) => q.by !== person)
      .map((q) => ({ ...q, words: unnamed(q.words), answer: kept(q.answer, handoff.giver) })),
  };
  return openHandoff(left) && (theirs || left.asked.length === 0)
    ? ended(left, 'withdrawn', null, now)
    : left;
}
