/** The outbox, worked off: rendered, looked for where unsure, paced, sent, and what became of it decided. */
import { storable } from '../../commands/storable.ts';
import type { Instant } from '../../coordination/calendar.ts';
import {
  afterFailedLook,
  afterLook,
  afterSend,
  exhausted,
  mustLook,
  type Next,
  putBack,
} from '../../coordination/delivery/after-send.ts';
import { closed } from '../../coordination/delivery/closed.ts';
import type { Outcome } from '../../coordination/delivery/outbox.ts';
import { asWritten, type Prepared } from '../../coordination/delivery/prepare.ts';
import { followPerson } from '../../coordination/people/meet.ts';
import type { Profile } from '../../coordination/people/profile.ts';
import type { AccountRef, MessageRef } from '../../coordination/places.ts';
import {
  type Address,
  type Chat,
  type ClaimedMessage,
  NotNow,
  type OutboxQueue,
  type SentMark,
} from '../../coordination/ports.ts';
import type { LoopDeps } from './deps.ts';
import type { Work } from './queue-loop.ts';
import { type Renderer, renderer } from './rendering.ts';
import { destinationOf, Turns } from './turns.ts';

const MOST_IN_HAND = 500;
/** A send without an answer by then may have been accepted. */
const ANSWER_WITHIN_MS = 8_000;

interface Desk extends LoopDeps {
  readonly turns: Turns;
  readonly render: Renderer;
}

export function sending(queue: OutboxQueue, deps: LoopDeps): Work<ClaimedMessage, SentMark> {
  const desk: Desk = { ...deps, turns: new Turns(deps.pacing), render: renderer(deps) };
  return {
    queue,
    most: MOST_IN_HAND,
    marked: () => deps.failpoint('outbox:marked'),
    lane: destinationOf,
    enter(row) {
      const away = desk.turns.enter(row, deps.clock.now());
      return away === null ? null : { row, next: putBack(row, away + row.ahead) };
    },
    async do(row, closing) {
      await deps.failpoint('outbox:claimed');
      const next = await send(row, desk, closing).catch((error: unknown) => faulted(error, row, desk));
      desk.turns.leave(row, deps.clock.now());
      return next && { row, next };
    },
  };
}

/** A fault of ours, not the platform's: tried again like a refusal that may pass. */
function faulted(error: unknown, row: ClaimedMessage, desk: Desk): Next {
  desk.log.error({ err: error, outbox: row.id, workspace: row.workspace }, 'a message could not be sent');
  return decided({ outcome: 'again', reason: String(error) }, row, desk);
}

const decided = (outcome: Outcome, row: ClaimedMessage, desk: Desk): Next =>
  afterSend(outcome, row, nowOf(row, desk), desk.chance());

/** Null when it was not begun before `closing`. */
async function send(row: ClaimedMessage, desk: Desk, closing: AbortSignal): Promise<Next | null> {
  const given = exhausted(row);
  if (given) return given;
  const prepared = asWritten(row.body, row.destination) ?? (await desk.render(row, closing));
  if (prepared === null) return null;
  await desk.failpoint('outbox:rendered');
  if (!prepared.ready) {
    if (prepared.because === 'moot') return { state: 'dropped' };
    const reason = prepared.because === 'closed' ? prepared.reason : 'no account';
    return refused({ reason, closed: prepared.because === 'closed' }, null, null, row, desk);
  }
  const chat = desk.chats.get(platformOf(prepared.address));
  if (!chat) return decided({ outcome: 'uninstalled', reason: 'this platform is not served' }, row, desk);
  const found = mustLook(row) ? await looked(chat, prepared.address, row, desk) : null;
  if (found) return found;
  const away = await desk.turns.take(row, () => desk.clock.now(), closing);
  if (away !== null) return putBack({ ...row, unsure: false }, away + row.ahead);
  const outcome = await answered(chat, prepared, row);
  await desk.failpoint('outbox:sent');
  noted(outcome, row, chat, desk);
  if (outcome.outcome === 'sent' && row.sent === null)
    await seed(chat, outcome.ref, prepared.seeds, row, desk);
  return outcome.outcome === 'refused'
    ? refused(outcome, prepared, chat, row, desk)
    : decided(outcome, row, desk);
}

/** A kindness, not a promise: a request without them is answered all the same. */
async function seed(
  chat: Chat,
  ref: MessageRef,
  seeds: readonly string[],
  row: ClaimedMessage,
  desk: Desk,
): Promise<void> {
  for (const emoji of seeds)
    await chat.react(ref, emoji).catch((error: unknown) => {
      desk.log.warn(
        { err: error, outbox: row.id, workspace: row.workspace },
        'a reaction could not be given',
      );
    });
}

/** What was to be said at a destination that is closed is said elsewhere, before this is given up. */
async function refused(
  { reason, closed: isClosed }: Pick<Extract<Outcome, { outcome: 'refused' }>, 'reason' | 'closed'>,
  prepared: Extract<Prepared, { ready: true }> | null,
  chat: Chat | null,
  row: ClaimedMessage,
  desk: Desk,
): Promise<Next> {
  if (isClosed) {
    const account = prepared?.address.to === 'account' ? prepared.address.account : null;
    const profile = account && chat ? await profileOf(chat, account) : null;
    await desk.store.transact(row.workspace, async (tx) => {
      const ctx = { tx, ids: desk.ids, now: nowOf(row, desk) };
      if (account && profile) await followPerson(ctx, account, profile);
      await closed(ctx, { row, message: prepared?.message ?? null, account, reason });
    });
  }
  return decided({ outcome: 'refused', reason, closed: isClosed }, row, desk);
}

/** Who takes no message may have left, of which not every platform tells. Null where nothing is known. */
const profileOf = (chat: Chat, account: AccountRef): Promise<Profile | null> =>
  chat.person(account).then(storable, () => null);

/** Null when it is to be sent. */
async function looked(chat: Chat, address: Address, row: ClaimedMessage, desk: Desk): Promise<Next | null> {
  try {
    return afterLook(await chat.find(address, row.id), row);
  } catch (error) {
    if (error instanceof NotNow) return putBack(row, nowOf(row, desk) + error.after);
    return afterFailedLook(String(error), row, nowOf(row, desk), desk.chance());
  }
}

async function answered(
  chat: Chat,
  { message, address }: Extract<Prepared, { ready: true }>,
  row: ClaimedMessage,
): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Outcome>((resolve) => {
    const reason = `no answer within ${ANSWER_WITHIN_MS / 1_000} s`;
    timer = setTimeout(() => resolve({ outcome: 'unknown', reason }), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([chat.send(address, message, row.id, row.sent), silence]);
  } catch (error) {
    return { outcome: 'unknown', reason: String(error) };
  } finally {
    clearTimeout(timer);
  }
}

function noted(outcome: Outcome, row: ClaimedMessage, chat: Chat, desk: Desk): void {
  const now = desk.clock.now();
  if (outcome.outcome === 'wait') desk.turns.hold(row, now + outcome.after, now);
  const lateness = Math.max(0, nowOf(row, desk) - row.dueAt);
  const { platform } = chat;
  desk.watch.delivered({ platform, outcome: outcome.outcome, what: row.body.body, lateness });
}

/** The workspace's own time, in which its rows are due. */
const nowOf = (row: ClaimedMessage, { clock }: LoopDeps): Instant => clock.now() + row.ahead;

const platformOf = (address: Address) =>
  address.to === 'account' ? address.account.platform : address.channel.platform;
