/** Promise 2: what is due was accepted by the platform, once, and what waits has its reason. */
import { canonicalJson } from '../../src/coordination/history/history.ts';
import type { Message } from '../../src/coordination/message.ts';
import { twice } from './records.ts';
import type { Snapshot } from './snapshot.ts';

export interface QueueExpectations {
  /** Keys of events that were given up, as they should be. */
  readonly poisoned?: ReadonlySet<string>;
}

export function checkQueues(snapshot: Snapshot, { poisoned = new Set() }: QueueExpectations): string[] {
  const { inbox, outbox, now } = snapshot;
  return [
    ...inbox.flatMap(({ key, state, intent, error, dueAt }) => {
      // Set for a time to come, such as a deadline: what failed has its error.
      if (state === 'pending' && error === null && dueAt > now) return [];
      if (state === 'done') return intent === null ? [] : [`the event ${key}: done, and its words are kept`];
      return state === 'dead' && poisoned.has(key) ? [] : [`the event ${key}: ${state} (${error})`];
    }),
    ...outbox.flatMap(({ dedupeKey, state, dueAt, error, wantedVersion, sentVersion }) => {
      const held = state === 'pending' && dueAt > now;
      if (held) return [];
      if (state !== 'sent') return [`the message ${dedupeKey}: ${state} (${error})`];
      return sentVersion === wantedVersion ? [] : [`the message ${dedupeKey}: sent in an older version`];
    }),
    ...checkLedger(snapshot),
  ];
}

/** Each message that is sent stands on the platform once, and nothing stands there that was not sent. */
function checkLedger({ outbox, ledger }: Snapshot): string[] {
  const posted = ledger.filter(({ author }) => author === null);
  const there = new Set(posted.map(({ channel, id }) => `${channel}/${id}`));
  const meant = new Set(outbox.map(({ id }) => id));
  return [
    ...outbox.flatMap(({ state, dedupeKey, sentChannel, sentMessage }) =>
      state !== 'sent' || there.has(`${sentChannel}/${sentMessage}`)
        ? []
        : [`the message ${dedupeKey}: sent, and not on the platform`],
    ),
    ...posted.flatMap(({ channel, id, outboxId, message }) =>
      outboxId !== null && meant.has(outboxId)
        ? []
        : [`${channel}/${id} on the platform: of no outbox row (${(message as Message | null)?.summary})`],
    ),
    ...twice(posted.flatMap(({ outboxId }) => (outboxId ? [outboxId] : []))).map(
      (id) => `the outbox row ${id}: twice on the platform`,
    ),
    ...twice(outbox.flatMap((row) => (row.sentMessage ? [`${row.sentChannel}/${row.sentMessage}`] : []))).map(
      (place) => `${place} on the platform: of two outbox rows`,
    ),
  ];
}

/** `wanted` holds, by outbox row, each card as it would be rendered now. */
export function checkCards(
  { outbox, ledger, now }: Snapshot,
  wanted: ReadonlyMap<string, Message>,
): string[] {
  const posted = new Map(ledger.map((row) => [`${row.channel}/${row.id}`, row.message]));
  return outbox.flatMap(({ id, kind, dedupeKey, state, dueAt, sentChannel, sentMessage }) => {
    if (kind !== 'card') return [];
    // For somebody who is not at work, and shown to nobody yet.
    if (state === 'pending' && sentMessage === null && dueAt > now) return [];
    const shown = posted.get(`${sentChannel}/${sentMessage}`);
    const message = wanted.get(id);
    return message && canonicalJson(shown) === canonicalJson(message)
      ? []
      : [`the card ${dedupeKey}: shows ${summary(shown)}, not ${summary(message)}`];
  });
}

const summary = (message: unknown): string => (message as Message | undefined)?.summary ?? 'nothing';
