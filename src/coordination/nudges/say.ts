/** Says what was planned: at once in channels, and to each person in one message, of all that waits for them. */
import type { Instant } from '../calendar.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { whenToTell } from '../delivery/when-to-tell.ts';
import type { NudgeId, OutboxId, PersonId } from '../ids.ts';
import type { Ids, Transaction } from '../ports.ts';
import type { WorkItem } from '../work-items/item.ts';
import { flush, type Spent } from './batch.ts';
import type { Nudge } from './nudge.ts';
import { approvalsWaiting, ownersWhoLeft, stillTrue } from './still-true.ts';
import type { Wake } from './store.ts';
import type { World } from './world.ts';

interface Saying {
  readonly tx: Transaction;
  readonly now: Instant;
  readonly ids: Ids;
  readonly world: World;
}

type Said = Parameters<Transaction['nudges']['sent']>[0][number];

export async function sayInChannels(
  { tx, now, ids, world }: Saying,
  nudges: readonly Nudge[],
): Promise<void> {
  const named = nudges.flatMap(({ channel }) => channel ?? []);
  if (named.length === 0) return;
  const channels = new Map((await tx.channels.byIds([...new Set(named)])).map((one) => [one.id, one]));
  const outgoing: Outgoing[] = [];
  const sent: Said[] = [];
  for (const { id, item, channel, anyHour, urgent } of nudges) {
    const ref = channel === null ? null : channels.get(channel)?.ref;
    if (channel === null || !ref) continue;
    const time = world.timeOfChannel(channel);
    const message: Outgoing = {
      id: ids.uuid() as OutboxId,
      dedupeKey: `nudge:${id}`,
      destination: { to: 'channel', channel: ref },
      body: { body: 'nudges', nudges: [id], item },
      dueAt: anyHour ? now : whenToTell(now, time, world.workspace.quiet, urgent),
    };
    outgoing.push(message);
    sent.push({ nudge: id, outbox: message.id });
  }
  await Promise.all([tx.outbox.add(outgoing), tx.nudges.sent(sent, now)]);
}

/** While others plan, people are looked at again after so long. */
const SOON = 1_000;

interface WhatWaits {
  readonly spent: ReadonlyMap<PersonId, Spent | null>;
  /** Nothing is said until all that is due is planned. */
  readonly isMoreDue: boolean;
  readonly waiting: readonly Nudge[];
}

export async function whatWaits(
  { tx, now }: Pick<Saying, 'tx' | 'now'>,
  people: readonly PersonId[],
): Promise<WhatWaits> {
  const [spent, isMoreDue, waiting] = await Promise.all([
    tx.nudges.spent(people),
    tx.nudges.moreDue(now),
    tx.nudges.waiting(people),
  ]);
  return { spent, isMoreDue, waiting };
}

/** One message to each person, of all that waits for them and may be said now. */
export async function sayWhatWaits(
  { tx, now, world, ids }: Saying,
  people: readonly PersonId[],
  { spent, isMoreDue, waiting }: WhatWaits,
): Promise<void> {
  if (isMoreDue) {
    await tx.nudges.wake(
      people.map((id) => ({ kind: 'person', id, dueAt: now + SOON, spent: spent.get(id) ?? null })),
    );
    return;
  }
  const [found, waits] = await Promise.all([
    tx.items.byIds([...new Set(waiting.map((n) => n.item))]),
    approvalsWaiting({ tx, now }, waiting),
  ]);
  const items = new Map(found.map((item) => [item.id, item]));
  const unowned = new Set(waiting.flatMap(({ rule, item }) => (rule === 'unowned' ? item : [])));
  const left = await ownersWhoLeft(
    tx,
    [...items.values()].filter(({ id }) => unowned.has(id)),
  );
  const wakes: Wake[] = [];
  const outgoing: Outgoing[] = [];
  const moot: NudgeId[] = [];
  const sent: Said[] = [];
  for (const person of people) {
    const mine = waiting.filter((nudge) => nudge.person === person);
    const isAlive = (nudge: Nudge): boolean => {
      const item = items.get(nudge.item);
      const open = waits.get(nudge.item) ?? [];
      return item !== undefined && stillTrue(nudge, item, left.has(item.id), open);
    };
    moot.push(...mine.filter((nudge) => !isAlive(nudge)).map(({ id }) => id));
    const decided = flush(
      mine.filter(isAlive).map(({ id, item, urgent, anyHour }) => ({
        id,
        urgent,
        anyHour,
        heldUntil: snoozedUntil(items.get(item), person),
      })),
      spent.get(person) ?? null,
      world.timeOf(person),
      world.workspace.quiet,
      now,
    );
    wakes.push({ kind: 'person', id: person, dueAt: decided.next, spent: decided.spent });
    if (decided.send.length === 0) continue;
    const one = new Set(mine.filter((n) => decided.send.includes(n.id)).map((n) => n.item));
    const message: Outgoing = {
      id: ids.uuid() as OutboxId,
      dedupeKey: `nudge:${decided.send[0]}`,
      destination: { to: 'person', person },
      body: { body: 'nudges', nudges: decided.send, item: one.size === 1 ? ([...one][0] ?? null) : null },
      dueAt: now,
    };
    outgoing.push(message);
    sent.push(...decided.send.map((nudge) => ({ nudge, outbox: message.id })));
  }
  await Promise.all([
    tx.outbox.add(outgoing),
    tx.nudges.wake(wakes),
    tx.nudges.moot(moot, now),
    tx.nudges.sent(sent, now),
  ]);
}

const snoozedUntil = (item: WorkItem | undefined, person: PersonId): Instant | null =>
  item?.snoozes.find((s) => s.person === person)?.until ?? null;
