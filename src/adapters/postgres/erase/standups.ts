/** Standups that a person is erased from. */
import { and, eq, sql } from 'drizzle-orm';
import type { RoundId } from '../../../coordination/ids.ts';
import type { Answer } from '../../../coordination/standups/standup.ts';
import type { Scope } from '../guard.ts';
import * as t from '../schema.ts';
import { transactionOf } from '../store.ts';
import type { Erasing } from './items.ts';
import { namedIn, type Traces, unnamedBy } from './traces.ts';

/** What they answered goes, and their name from what others did; digests of those rounds are written anew. */
export async function forgetStandups(
  scope: Scope,
  { workspace: workspaceId, now }: Pick<Erasing, 'workspace' | 'now'>,
  traces: Traces,
): Promise<void> {
  const { db } = scope;
  const { standups: s, standupRounds: r, standupAnswers: a } = t;
  const unnamed = unnamedBy(traces);
  const theirs = await db
    .delete(a)
    .where(eq(a.personId, traces.person))
    .returning({ standup: a.standupId, date: a.date });
  const of = await db.select().from(a).where(namedIn(a.words, traces));
  for (const { standupId, date, personId, words } of of) {
    const left = (words as Answer['words']).map((w) => ({
      question: unnamed(w.question),
      answer: unnamed(w.answer),
    }));
    const same = and(eq(a.standupId, standupId), eq(a.date, date), eq(a.personId, personId));
    await db.update(a).set({ words: left }).where(same);
  }
  for (const { id, questions } of await db.select().from(s).where(namedIn(s.questions, traces))) {
    const left = (questions as readonly string[]).map(unnamed);
    await db.update(s).set({ questions: left }).where(eq(s.id, id));
  }
  const named = sql`(position(${traces.name} in ${r.report}::text) > 0 or ${namedIn(r.report, traces)})`;
  const reported = await db
    .update(r)
    .set({ report: null })
    .where(named)
    .returning({ standup: r.standupId, date: r.date });
  const changed = [...theirs, ...of.map((one) => ({ standup: one.standupId, date: one.date })), ...reported];
  for (const { standup, date } of changed) {
    const [round] = await db
      .select()
      .from(r)
      .where(and(eq(r.standupId, standup), eq(r.date, date)));
    if (round) await transactionOf({ ...scope, workspaceId }).outbox.refreshCards(round.id as RoundId, now);
  }
}
