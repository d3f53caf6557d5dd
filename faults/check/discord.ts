/** What a run in Discord left behind, held to the same promises: the fake's channels stand for what the platform accepted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isOf } from '../../src/adapters/discord/chat.ts';
import { keyOf } from '../../src/adapters/discord/custom-id.ts';
import { renderMessage } from '../../src/adapters/discord/render.ts';
import type { OutboxId } from '../../src/coordination/ids.ts';
import type { Message } from '../../src/coordination/message.ts';
import type { Readable } from '../rig/database.ts';
import type { RigDiscord } from '../rig/discord.ts';
import type { Tried } from '../rig/tried.ts';
import { Violation } from '../row.ts';
import { cardsNow } from './check.ts';
import { checkEffects } from './effects.ts';
import { checkCards, checkQueues } from './queues.ts';
import { checkRecords } from './records.ts';
import { untilAllSent } from './slack.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** To be asked when the queues are quiet. */
export async function checkDiscord(
  { client }: Readable,
  discord: RigDiscord,
  tried: Tried,
): Promise<string[]> {
  const taken = await takeSnapshot(client.sql, 'discord');
  const snapshot = { ...taken, ledger: ledgerOf(discord, taken.outbox) };
  const layouts = new Map(taken.outbox.map(({ id, destination }) => [id, destination as { to: string }]));
  const shown = new Map(
    [...(await cardsNow(client, taken))].map(([id, message]) => {
      const layout = layouts.get(id)?.to === 'channel' ? 'shared' : 'direct';
      return [id, asShown(renderMessage(message, layout, keyOf(id as OutboxId)).payload)];
    }),
  );
  const found = [
    ...checkRecords(snapshot),
    ...checkQueues(snapshot, {}),
    ...checkCards(snapshot, shown),
    ...checkEffects(snapshot, tried),
  ];
  return [...new Set(found)];
}

/** Waits until nothing is wrong any more; how long that took, in milliseconds. Throws what still is after `withinMs`. */
export async function untilRight(
  database: Readable,
  discord: RigDiscord,
  tried: Tried,
  withinMs: number,
): Promise<number> {
  const began = performance.now();
  for (;;) {
    await untilAllSent(database.client.sql, withinMs);
    const found = await checkDiscord(database, discord, tried);
    const tookMs = performance.now() - began;
    if (found.length === 0) return tookMs;
    // What was missed is read up server by server, message by message.
    if (tookMs > withinMs) throw new Violation(found);
    await sleep(500);
  }
}

/** People's messages, and those of Baton that are of its outbox; an answer that it gave at once is of none. */
function ledgerOf({ state }: RigDiscord, outbox: Snapshot['outbox']): Snapshot['ledger'] {
  const bot = state.application.user.id;
  const rows = [...state.messages.values()].flatMap(({ api, onlyFor, deleted }) => {
    if (onlyFor !== null || deleted) return [];
    const own = api.author.id === bot;
    if (own && api.interaction_metadata) return [];
    return [
      {
        channel: api.channel_id,
        id: api.id,
        author: own ? null : api.author.id,
        outboxId: own ? (outbox.find(({ id }) => isOf(api, id as OutboxId))?.id ?? null) : null,
        message: own ? asShown(api) : null,
      },
    ];
  });
  return rows as unknown as Snapshot['ledger'];
}

interface Shown {
  readonly content?: string;
  readonly embeds?: readonly object[];
  readonly components?: readonly object[];
}

/** Of a message, what is to be compared: Discord numbers the parts itself, and names the kind of an embed. */
const asShown = ({ content = '', embeds = [], components = [] }: Shown): Message =>
  JSON.parse(
    JSON.stringify(
      { summary: content, embeds: embeds.map((embed) => ({ ...embed, type: 'rich' })), components },
      (name, value) => (name === 'id' ? undefined : value),
    ),
  );
