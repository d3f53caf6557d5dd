/** The outbox, worked off: looked for where unsure, paced, rendered, sent, and what became of it decided. */
import {
  afterFailedLook,
  afterLook,
  afterSend,
  exhausted,
  type Next,
} from '../../coordination/delivery/after-send.ts';
import type { Outcome } from '../../coordination/delivery/outbox.ts';
import { type Free, nextTurn, PACING } from '../../coordination/delivery/pacing.ts';
import { asWritten, type Prepared, prepare } from '../../coordination/delivery/prepare.ts';
import type { Address, Chat, ClaimedMessage, OutboxQueue, SentMark } from '../../coordination/ports.ts';
import type { LoopDeps } from './loops.ts';
import type { Work } from './queue-loop.ts';

const MOST_IN_HAND = 500;
/** A send without an answer by then may have been accepted. */
const ANSWER_WITHIN_MS = 8_000;
/** A turn further ahead is waited for in the outbox, not in hand. */
const WAIT_IN_HAND_MS = 2_000;

export function sending(queue: OutboxQueue, deps: LoopDeps): Work<ClaimedMessage, SentMark> {
  const turns = new Turns();
  return {
    queue,
    most: MOST_IN_HAND,
    marked: () => deps.failpoint('outbox:marked'),
    lane: ({ workspace, destination: d }) =>
      d.to === 'channel' ? `${workspace} ${d.channel.channel} ${d.thread ?? ''}` : `${workspace} ${d.person}`,
    async do(row) {
      await deps.failpoint('outbox:claimed');
      const next = await sent(row, deps, turns).catch((error: unknown) => faulted(error, row, deps));
      return { row, next };
    },
  };
}

/** A fault of ours, not the platform's: tried again like a refusal that may pass. */
function faulted(error: unknown, row: ClaimedMessage, deps: LoopDeps): Next {
  deps.log.error({ err: error, outbox: row.id, workspace: row.workspace }, 'a message could not be sent');
  return afterSend({ outcome: 'again', reason: String(error) }, row, nowOf(row, deps), deps.chance());
}

async function sent(row: ClaimedMessage, deps: LoopDeps, turns: Turns): Promise<Next> {
  const given = exhausted(row);
  if (given) return given;
  const prepared =
    asWritten(row.body, row.destination) ??
    (await deps.store.transact(row.workspace, (tx) => prepare(tx, row.body, row.destination)));
  await deps.failpoint('outbox:rendered');
  if (!prepared.ready) {
    return prepared.because === 'moot'
      ? { state: 'dropped' }
      : afterSend({ outcome: 'refused', reason: 'no account' }, row, 0, 0);
  }
  const chat = deps.chats.get(platformOf(prepared.address));
  if (!chat) return afterSend({ outcome: 'uninstalled', reason: 'this platform is not served' }, row, 0, 0);
  const found = row.unsure ? await looked(chat, prepared.address, row, deps) : null;
  if (found) return found;
  const at = turns.next(prepared.address, deps.clock.now());
  const wait = at - deps.clock.now();
  if (wait > WAIT_IN_HAND_MS) {
    return afterSend({ outcome: 'wait', after: wait }, row, nowOf(row, deps), 0);
  }
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  const outcome = await answered(chat, prepared, row);
  await deps.failpoint('outbox:sent');
  const now = nowOf(row, deps);
  deps.watch.delivered({
    platform: chat.platform,
    outcome: outcome.outcome,
    lateness: Math.max(0, now - row.dueAt),
  });
  return afterSend(outcome, row, now, deps.chance());
}

/** Null when it is to be sent. */
async function looked(
  chat: Chat,
  address: Address,
  row: ClaimedMessage,
  deps: LoopDeps,
): Promise<Next | null> {
  try {
    return afterLook(await chat.find(address, row.id), row);
  } catch (error) {
    return afterFailedLook(String(error), row, nowOf(row, deps), deps.chance());
  }
}

async function answered(
  chat: Chat,
  { message, address }: Extract<Prepared, { ready: true }>,
  row: ClaimedMessage,
): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Outcome>((resolve) => {
    timer = setTimeout(
      () => resolve({ outcome: 'unknown', reason: 'no answer within 8 s' }),
      ANSWER_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([chat.send(address, message, row.id, row.sent), silence]);
  } catch (error) {
    return { outcome: 'unknown', reason: String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** The workspace's own time, in which its rows are due. */
const nowOf = (row: ClaimedMessage, deps: LoopDeps): number => deps.clock.now() + row.ahead;

const platformOf = (address: Address) =>
  address.to === 'account' ? address.account.platform : address.channel.platform;

/** Whose turn is when, per destination and per installation; what is past is forgotten. */
class Turns {
  readonly #free = new Map<string, number>();

  next(address: Address, now: number): number {
    const { platform, scope } = address.to === 'account' ? address.account : address.channel;
    const destination = `${platform} ${scope} ${address.to === 'account' ? address.account.account : address.channel.channel}`;
    const installation = `${platform} ${scope}`;
    const free: Free = {
      destination: this.#free.get(destination) ?? 0,
      installation: this.#free.get(installation) ?? 0,
    };
    const turn = nextTurn(free, PACING[platform], now);
    this.#forget(now);
    this.#free.set(destination, turn.free.destination);
    this.#free.set(installation, turn.free.installation);
    return turn.at;
  }

  #forget(now: number): void {
    if (this.#free.size < 10_000) return;
    for (const [name, at] of this.#free) if (at <= now) this.#free.delete(name);
  }
}
