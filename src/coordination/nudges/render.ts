import type { Moment } from '../delivery/moment.ts';
import type { Body, Destination } from '../delivery/outbox.ts';
import type { ItemId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Person } from '../people/person.ts';
import type { Transaction } from '../ports.ts';
import type { WorkItem } from '../work-items/item.ts';
import { viewOf } from '../work-items/view.ts';
import { answeredMessage } from './answered-message.ts';
import { type NudgeView, nudgeMessage } from './message.ts';
import type { Nudge } from './nudge.ts';
import { approvalsWaiting, ownersWhoLeft, stillTrue } from './still-true.ts';

/**
 * Nudges as they are true when they are sent, to someone who may still see what they are of; null when none is. Shown
 * before, they tell what became of those that were answered since.
 */
export async function renderNudges(
  tx: Transaction,
  { nudges: ids, item: only }: Extract<Body, { body: 'nudges' }>,
  destination: Destination,
  { now, shown }: Moment,
): Promise<Message | null> {
  const [all, [reader], { zone }, known] = await Promise.all([
    tx.nudges.byIds(ids),
    tx.people.byIds(destination.to === 'channel' ? [] : [destination.person]),
    tx.workspace(),
    // Most messages are of one item, and name it.
    tx.items.byIds(only ? [only] : []),
  ]);
  const nudges = all.filter(({ state }) => state !== 'moot');
  const items = only ? known : await tx.items.byIds([...new Set(nudges.map((n) => n.item))]);
  const unowned = new Set(nudges.flatMap(({ rule, item }) => (rule === 'unowned' ? item : [])));
  const [seen, left, waits] = await Promise.all([
    seenBy(tx, destination, reader, items),
    ownersWhoLeft(
      tx,
      items.filter(({ id }) => unowned.has(id)),
    ),
    approvalsWaiting({ tx, now }, nudges),
  ]);
  const waiting: NudgeView[] = [];
  const answered: (NudgeView | null)[] = [];
  const over: Nudge[] = [];
  for (const nudge of nudges) {
    const item = items.find(({ id }) => id === nudge.item);
    const open = waits.get(nudge.item) ?? [];
    const view =
      item && seen.has(item.id)
        ? {
            nudge,
            view: await viewOf(tx, item, { now, zone }, { approvals: nudge.rule === 'approval' }),
            waits: open,
          }
        : null;
    if (view && stillTrue(nudge, view.view.item, left.has(view.view.item.id), open)) waiting.push(view);
    else {
      over.push(nudge);
      answered.push(view);
    }
  }
  const overIds = over.map(({ id }) => id);
  if (!shown) {
    // Never said, so there is nothing to take back.
    await tx.nudges.moot(overIds, now);
    return nudgeMessage(waiting);
  }
  if (overIds.length > 0) await tx.nudges.answered(overIds);
  return answeredMessage(waiting, answered);
}

/** What a channel shows was seen to when it was planned. */
async function seenBy(
  tx: Transaction,
  destination: Destination,
  reader: Person | undefined,
  items: readonly WorkItem[],
): Promise<ReadonlySet<ItemId>> {
  const ids = items.map(({ id }) => id);
  if (destination.to === 'channel') return new Set(ids);
  if (!reader?.active) return new Set();
  const guest = reader.role === 'guest';
  // What all but guests may see needs no looking up.
  const open = guest ? [] : items.filter(({ audience }) => audience === 'workspace').map(({ id }) => id);
  const others = ids.filter((id) => !open.includes(id));
  return new Set([...open, ...(await tx.items.visible(others, { person: reader.id, guest }))]);
}
