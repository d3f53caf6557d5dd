/** Items that a person is erased from. */
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Instant } from '../../../coordination/calendar.ts';
import type { Entry, Sha256 } from '../../../coordination/history/history.ts';
import type { ItemId, WorkspaceId } from '../../../coordination/ids.ts';
import { eraseFrom } from '../../../coordination/people/erase.ts';
import type { Ids } from '../../../coordination/ports.ts';
import type { WorkItem } from '../../../coordination/work-items/item.ts';
import type { Scope } from '../guard.ts';
import * as t from '../schema.ts';
import { transactionOf } from '../store.ts';
import { eraseFromApprovals, wordsIn } from './approvals.ts';
import { namedIn, type Traces, unnamedBy } from './traces.ts';

export interface Erasing {
  readonly workspace: WorkspaceId;
  readonly now: Instant;
  readonly ids: Ids;
  readonly sha256: Sha256;
}

/** Items that are theirs in any way, hold their words or name them; in the order of their ids. */
export async function touchedItems({ db }: Scope, traces: Traces): Promise<ItemId[]> {
  const { person, accounts, directs } = traces;
  const { approvals: a, workItems: i, history: h, historyPayloads: p } = t;
  const acted = db.select({ id: h.recordId }).from(h).where(eq(h.actorId, person));
  const named = db.select({ id: p.recordId }).from(p).where(namedIn(p.payload, traces));
  const asked = db
    .select({ id: a.itemId })
    .from(a)
    .where(
      or(
        eq(a.requesterId, person),
        sql`${person} = any(${a.askedIds})`,
        inArray(a.id, acted),
        inArray(a.id, named),
        namedIn(a.facts, traces),
      ),
    );
  const rows = await db
    .select({ id: i.id })
    .from(i)
    .where(
      or(
        eq(i.ownerId, person),
        eq(i.requesterId, person),
        sql`${person} = any(${i.reviewerIds} || ${i.watcherIds} || ${i.offeredIds})`,
        inArray(i.sourceMessageChannel, [...directs]),
        inArray(i.id, acted),
        inArray(i.id, named),
        inArray(i.id, asked),
        inArray(i.sourceAuthor, [...accounts]),
        ...[
          i.title,
          i.purpose,
          i.outcome,
          i.scope,
          i.cadence,
          i.blockedReason,
          i.quote,
          i.links,
          i.handoff,
        ].map((column) => namedIn(column, traces)),
      ),
    )
    .orderBy(i.id);
  return rows.map(({ id }) => id as ItemId);
}

export async function eraseFromItems(
  scope: Scope,
  deps: Erasing,
  traces: Traces,
  ids: readonly ItemId[],
): Promise<void> {
  const tx = transactionOf({ ...scope, workspaceId: deps.workspace });
  const erased = { person: traces.person, unnamed: unnamedBy(traces) };
  for (const item of await tx.items.byIds(ids, true)) {
    const entries = await tx.items.history(item.id);
    const isTheirs = theirEntries(traces, item);
    const left = eraseFrom(deps, item, entries, erased, isTheirs);
    const source = item.source !== null && traces.directs.includes(item.source.channel) ? null : item.source;
    const sourceAuthor = traces.accounts.includes(item.sourceAuthor ?? '') ? null : item.sourceAuthor;
    if (left) await tx.items.update({ ...left.item, source, sourceAuthor }, [left.entry], []);
    else await tx.outbox.refreshCards(item.id, deps.now);
    const theirs = entries.filter((entry) => isTheirs(entry));
    const gone = theirs.map(({ seq }) => seq);
    const { recordId, seq, payload } = t.historyPayloads;
    const words = wordsIn(theirs);
    await eraseFromApprovals(tx, scope, deps, item.id, { ...erased, words }, namedIn(payload, traces));
    const wordless = or(inArray(seq, gone), namedIn(payload, traces));
    await scope.db.delete(t.historyPayloads).where(and(eq(recordId, item.id), wordless));
  }
}

/** What they did; and the capture of a message of theirs, whoever captured it. */
function theirEntries(traces: Traces, { source, sourceAuthor }: WorkItem): (entry: Entry) => boolean {
  const captured =
    (source !== null && traces.directs.includes(source.channel)) ||
    (sourceAuthor !== null && traces.accounts.includes(sourceAuthor));
  return ({ actor, seq }) => actor === traces.person || (captured && seq === 1);
}
