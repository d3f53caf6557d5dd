/** What a run in Slack left behind, held to the same promises: the fake's channels stand for what the platform accepted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { renderMessage } from '../../src/adapters/slack/render.ts';
import type { Message } from '../../src/coordination/message.ts';
import type { Readable, Sql } from '../rig/database.ts';
import type { RigSlack } from '../rig/slack.ts';
import type { Tried } from '../rig/tried.ts';
import { cardsNow, untilQuiet } from './check.ts';
import { checkEffects } from './effects.ts';
import { checkCards, checkQueues } from './queues.ts';
import { checkRecords } from './records.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

export interface SlackExpectations {
  /** Slack was silent: a whisper may have been sent twice without an answer. */
  readonly silence?: boolean;
}

/** To be asked when the queues are quiet and every event was delivered. */
export async function checkSlack(
  { client }: Readable,
  slack: RigSlack,
  tried: Tried,
  { silence = false }: SlackExpectations = {},
): Promise<string[]> {
  const taken = await takeSnapshot(client.sql, 'slack');
  const outbox = taken.outbox.filter((row) => isLasting(row) && !(silence && isGivenUp(row)));
  const snapshot = { ...taken, ledger: ledgerOf(slack), outbox };
  const shown = new Map(
    [...(await cardsNow(client, taken))].map(([id, message]) => [id, asShown(renderMessage(message))]),
  );
  const { refusals } = slack.ledger;
  const found = [
    ...slack.core.delivery.givenUp.map((event) => `Slack gave an event up: ${JSON.stringify(event.event)}`),
    ...refusals.map(
      ({ via, error, details }) => `Slack refused what ${via} said: ${error} ${details.join()}`,
    ),
    ...checkRecords(snapshot),
    ...checkQueues(snapshot, {}),
    ...checkCards(snapshot, shown),
    ...checkEffects(snapshot, tried),
  ];
  return [...new Set(found)];
}

/** Slack is sent a message a second in each channel: what waits for its turn is waited for too. Throws after `withinMs`. */
export async function untilAllSent(sql: Sql, withinMs: number): Promise<number> {
  const began = performance.now();
  for (;;) {
    const tookMs = await untilQuiet(sql, withinMs).then(() => performance.now() - began);
    const [waiting] = await sql<{ rows: number }[]>`
      select count(*)::int as rows from outbox o join workspaces w on w.id = o.workspace_id
      where o.state = 'pending'
        and o.due_at <= now() + w.clock_offset * interval '1 millisecond' + interval '2 minutes'`;
    if (waiting?.rows === 0) return tookMs;
    if (tookMs > withinMs) throw new Error(`${waiting?.rows} messages still wait after ${tookMs} ms`);
    await sleep(200);
  }
}

type Row = Snapshot['outbox'][number];

const isWhisper = ({ destination }: Row): boolean =>
  (destination as { to?: string } | null)?.to === 'whisper';

/** What one person alone was shown stands in no history of Slack's. */
const isLasting = (row: Row): boolean => !isWhisper(row) || row.state !== 'sent';

/** So it cannot be looked for either: it is said once more at most, and then an operator sees that nobody knows. */
const isGivenUp = (row: Row): boolean =>
  isWhisper(row) &&
  row.state === 'dead' &&
  row.unanswered === 2 &&
  row.error === 'sent twice without an answer, and not found';

/** People's messages, and those of Baton that are of its outbox; an answer that it gave at once is of none. */
function ledgerOf(slack: RigSlack): Snapshot['ledger'] {
  const [team] = slack.state.teams.values();
  const rows = [...(team?.channels.values() ?? [])].flatMap((channel) =>
    [...channel.messages.values()].flatMap(({ message, onlyFor }) => {
      const id = message.metadata?.event_payload.id;
      const own = message.user === team?.botUser;
      if (onlyFor !== null || (own && id === undefined)) return [];
      return [
        {
          channel: channel.id,
          id: message.ts,
          author: own ? null : message.user,
          outboxId: id ?? null,
          message: own ? asShown(message) : null,
        },
      ];
    }),
  );
  return rows as unknown as Snapshot['ledger'];
}

/** Of a message, what is to be compared: Slack names the blocks itself. */
const asShown = ({ text, blocks = [] }: { text?: string; blocks?: readonly object[] }): Message =>
  JSON.parse(
    JSON.stringify({ summary: text, blocks }, (name, value) => (name === 'block_id' ? undefined : value)),
  );
