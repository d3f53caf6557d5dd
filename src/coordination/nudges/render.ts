import type { Instant } from '../calendar.ts';
import type { Destination } from '../delivery/outbox.ts';
import type { ItemId, NudgeId } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Transaction } from '../ports.ts';
import { viewOf } from '../work-items/view.ts';
import { type NudgeView, nudgeMessage } from './message.ts';
import { stillTrue } from './still-true.ts';

/** Nudges as they are true when they are sent, to someone who may still see what they are of; null when none is. */
export async function renderNudges(
  tx: Transaction,
  ids: readonly NudgeId[],
  destination: Destination,
  now: Instant,
): Promise<Message | null> {
  const nudges = await tx.nudges.byIds(ids);
  const items = await tx.items.byIds([...new Set(nudges.map((n) => n.item))]);
  const seen = await seenBy(
    tx,
    destination,
    items.map((i) => i.id),
  );
  const { zone } = await tx.workspace();
  const views: NudgeView[] = [];
  for (const nudge of nudges) {
    const item = items.find(({ id }) => id === nudge.item);
    if (item && seen.has(item.id) && stillTrue(nudge, item))
      views.push({ nudge, view: await viewOf(tx, item, { now, zone }) });
  }
  return nudgeMessage(views);
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
