/** Reads what a run left behind and holds it to the promises of docs/reliability.md. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../src/adapters/postgres/client.ts';
import { createStore } from '../../src/adapters/postgres/store.ts';
import type { Body, Destination } from '../../src/coordination/delivery/outbox.ts';
import { render } from '../../src/coordination/delivery/render.ts';
import type { Message } from '../../src/coordination/message.ts';
import type { Readable, Sql } from '../rig/database.ts';
import type { Tried } from '../rig/tried.ts';
import { checkEffects } from './effects.ts';
import { checkCards, checkQueues, type QueueExpectations } from './queues.ts';
import { checkRecords } from './records.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** What does not hold, in words; empty when all does. To be asked when the queues are quiet. */
export async function check(
  { client }: Readable,
  tried: Tried,
  expectations: QueueExpectations = {},
): Promise<string[]> {
  const snapshot = await takeSnapshot(client.sql);
  const found = [
    ...checkRecords(snapshot),
    ...checkQueues(snapshot, expectations),
    ...checkCards(snapshot, await cardsNow(client, snapshot)),
    ...checkEffects(snapshot, tried),
  ];
  return [...new Set(found)];
}

/** Each card as the product renders it from the record as it stands. */
export async function cardsNow(
  client: Client,
  { workspace, outbox, now }: Snapshot,
): Promise<Map<string, Message>> {
  const cards = new Map<string, Message>();
  await createStore(client).transact(workspace, async (tx) => {
    for (const { id, kind, body, destination } of outbox) {
      if (kind !== 'card') continue;
      const card = await render(tx, body as Body, destination as Destination, { now, shown: true });
      if (card) cards.set(id, card);
    }
  });
  return cards;
}

/** Where nothing is promised but that it ends. */
const LONG_MS = 30_000;

/** Waits until nothing that is due is left; how long that took, in milliseconds. Throws after `withinMs`. */
export async function untilQuiet(sql: Sql, withinMs = LONG_MS): Promise<number> {
  const began = performance.now();
  for (;;) {
    const waiting = await unfinished(sql);
    const tookMs = performance.now() - began;
    if (waiting.length === 0) return tookMs;
    if (tookMs > withinMs)
      throw new Error(`not finished after ${Math.round(tookMs / 1000)} s: ${waiting.slice(0, 5).join('; ')}`);
    await sleep(50);
  }
}

async function unfinished(sql: Sql): Promise<string[]> {
  const rows = await sql<{ what: string }[]>`
    select 'the event ' || i.key || ' ' || i.state || coalesce(' ' || i.error, '') as what
    from inbox i join workspaces w on w.id = i.workspace_id
    where i.state = 'working' or (i.state = 'pending'
      and (i.error is not null or i.due_at <= now() + w.clock_offset * interval '1 millisecond' + interval '1 minute'))
    union all
    select 'the message ' || o.dedupe_key || ' ' || o.state || coalesce(' ' || o.error, '')
    from outbox o join workspaces w on w.id = o.workspace_id
    where o.state in ('sending', 'unknown')
      or (o.state = 'pending' and o.due_at <= now() + w.clock_offset * interval '1 millisecond')`;
  return rows.map(({ what }) => what);
}
