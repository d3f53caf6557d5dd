/** The history of one record, first entry first. */
import { and, asc, eq } from 'drizzle-orm';
import type { Entry, RecordId } from '../../../coordination/history/history.ts';
import { history, historyPayloads } from '../schema.ts';
import type { Bound } from './bound.ts';
import { toEntry } from './item-rows.ts';

export async function readHistory(at: Pick<Bound, 'db'>, record: RecordId): Promise<Entry[]> {
  const samePlace = and(eq(historyPayloads.recordId, history.recordId), eq(historyPayloads.seq, history.seq));
  const rows = await at.db
    .select()
    .from(history)
    .leftJoin(historyPayloads, samePlace)
    .where(eq(history.recordId, record))
    .orderBy(asc(history.seq));
  return rows.map((row) => toEntry(row.history, row.history_payloads));
}
