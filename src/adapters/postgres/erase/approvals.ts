/** What is left of an item's approvals once a person is erased: that they voted stays, what they said goes. */
import { and, eq, inArray, or, type SQL } from 'drizzle-orm';
import { eraseFromApproval } from '../../../coordination/approvals/events.ts';
import { happen, type Saving } from '../../../coordination/approvals/record.ts';
import type { Entry } from '../../../coordination/history/history.ts';
import type { ItemId } from '../../../coordination/ids.ts';
import type { Erased } from '../../../coordination/people/erased.ts';
import type { Transaction } from '../../../coordination/ports.ts';
import type { Scope } from '../guard.ts';
import { historyPayloads } from '../schema.ts';

/** The words of entries, which an approval may have frozen. */
export const wordsIn = (entries: readonly Entry[]): ReadonlySet<string> =>
  new Set(
    entries.flatMap(({ payload }) =>
      Object.values(payload?.changes ?? {}).filter((value) => typeof value === 'string'),
    ),
  );

/** For an item that is locked. `theirs` are their words in it, `names` whether a payload names them. */
export async function eraseFromApprovals(
  tx: Transaction,
  { db }: Scope,
  deps: Pick<Saving, 'now' | 'ids' | 'sha256'>,
  item: ItemId,
  erased: Erased & { readonly words: ReadonlySet<string> },
  names: SQL,
): Promise<void> {
  for (const approval of await tx.approvals.ofItem(item, true)) {
    const { id, key, item: on, channel, version, head, ...facts } = approval;
    const entries = await tx.approvals.history(id);
    const left = eraseFromApproval(facts, erased);
    const gone = entries
      .filter(
        ({ actor, payload }) =>
          actor === erased.person || (left && payload?.approval && holds(payload.approval)),
      )
      .map(({ seq }) => seq);
    if (left) {
      const workspace = await tx.workspace();
      await happen({ ...deps, tx, workspace, me: null }, approval, {
        act: 'words erased',
        rule: 'a person was erased',
        event: { event: 'words erased', facts: left },
      });
    }
    const { recordId, seq } = historyPayloads;
    await db.delete(historyPayloads).where(and(eq(recordId, id), or(inArray(seq, gone), names)));
  }
}

/** What froze words of the item, or all that was said till then. */
const holds = ({ event }: { readonly event: string }): boolean =>
  event === 'asked' || event === 'revised' || event === 'words erased';
