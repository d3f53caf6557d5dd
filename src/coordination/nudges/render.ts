import type { Destination } from '../delivery/outbox.ts';
import type { Moment } from '../delivery/render.ts';
import type { ItemId, NudgeId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Transaction } from '../ports.ts';
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
  ids: readonly NudgeId[],
  destination: Destination,
  { now, shown }: Moment,
): Promise<Message | null> {
  const nudges = (await tx.nudges.byIds(ids)).filter(({ state }) => state !== 'moot');
  const items = await tx.items.byIds([...new Set(nudges.map((n) => n.item))]);
  const seen = await seenBy(
    tx,
    destination,
    items.map((i) => i.id),
  );
  const left = await ownersWhoLeft(tx, items);
  const { zone } = await tx.workspace();
  const waits = await approvalsWaiting({ tx, now }, nudges);
  const waiting: NudgeView[] = [];
  const answered: (NudgeView | null)[] = [];
  const over: Nudge[] = [];
  for (const nudge of nudges) {
    const item = items.find(({ id }) => id === nudge.item);
    const open = waits.get(nudge.item) ?? [];
    const view =
      item && seen.has(item.id) ? { nudge, view: await viewOf(tx, item, { now, zone }), waits: open } : null;
    if (view && stillTrue(nudge, view.view.item, left.has(view.view.item.id), open)) waiting.push(view);
    else {
      over.push(nudge);
      answered.push(view);
    }
  }
  const overIds = over.map(({ id }) => id);
  if (!shown) {
    // Never said, so there is nothing to take back.
    if (overIds.length > 0) await tx.nudges.mark(overIds, 'moot', null, now);
    return nudgeMessage(waiting);
  }
  if (overIds.length > 0) await tx.nudges.answered(overIds);
  return answeredMessage(waiting, answered);
}

/** What a channel shows was seen to when it was planned. */
async function seenBy(
  tx: Transaction,
  destination: Destination,
  items: readonly ItemId[],
): Promise<ReadonlySet<ItemId>> {
  if (destination.to === 'channel') return new Set(items);
  const [reader] = await tx.people.byIds([destination.person]);
  if (!reader?.active) return new Set();
  return tx.items.visible(items, { person: reader.id, guest: reader.role === 'guest' });
}
