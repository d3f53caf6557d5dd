/**
 * Whose turn it is to be sent, at each destination and each installation. A message whose turn is some way off goes back
 * to the outbox until then, so that a busy channel takes no room from the others; it keeps its place in the line.
 */
import type { Instant } from '../../coordination/calendar.ts';
import { afterTurn, held, type PACING, type Paced, turnOf } from '../../coordination/delivery/pacing.ts';
import type { ClaimedMessage } from '../../coordination/ports.ts';

/** A turn within so many milliseconds is waited for in hand. */
const IN_HAND_MS = 2_000;
/** A message that was put back and is this late was sent by another process. */
const LOST_MS = 60_000;
const MOST_LINES = 10_000;

/** What is paced: with the messages in hand, and those put back, each with its turn. */
class Line {
  paced: Paced;
  inHand = 0;
  readonly away = new Map<string, Instant>();

  constructor(pace: number) {
    this.paced = { free: 0, pace };
  }

  /**
   * When the next turn is, for one that stands behind all others or, having been put back, behind those in hand and those
   * that came back before it and were put back once more.
   */
  turn(id: string, now: Instant): Instant {
    for (const [other, at] of this.away) if (at < now - LOST_MS) this.away.delete(other);
    return turnOf(
      this.paced,
      this.inHand + (this.away.has(id) ? this.#putBackBefore(id, now) : this.away.size),
      now,
    );
  }

  /** Whoever was put back keeps their place among the others. */
  #putBackBefore(id: string, now: Instant): number {
    let before = 0;
    for (const [other, at] of this.away) {
      if (other === id) return before;
      if (at > now) before += 1;
    }
    return before;
  }

  isIdle(now: Instant): boolean {
    return this.inHand === 0 && this.away.size === 0 && this.paced.free <= now;
  }
}

export const destinationOf = ({ workspace, destination: to }: ClaimedMessage): string =>
  to.to === 'person'
    ? `${workspace} ${to.person}`
    : `${to.channel.platform} ${to.channel.scope} ${to.channel.channel}`;

/** A line that a message stands in, with its turn there. */
interface Place {
  readonly line: Line;
  readonly at: Instant;
}

/** Notes a message as put back in the lines where its turn is far off, and tells it; null when there is none. */
function putBack(
  { id }: ClaimedMessage,
  places: readonly Place[],
  isFar: (place: Place) => boolean,
): Instant | null {
  const far = places.filter(isFar);
  if (far.length === 0) return null;
  for (const { line, at } of far) line.away.set(id, at);
  return Math.max(...far.map(({ at }) => at));
}

const pause = (ms: number, closing: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      closing.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    closing.addEventListener('abort', over);
  });

export class Turns {
  readonly #lines = new Map<string, Line>();
  readonly #pacing: typeof PACING;

  constructor(pacing: typeof PACING) {
    this.#pacing = pacing;
  }

  /** Takes a message in hand, to be given back with `leave`; or tells when its turn is, if it is to be put back. */
  enter(row: ClaimedMessage, now: Instant): Instant | null {
    const lines = this.#of(row, now);
    const places = lines.map((line) => ({ line, at: line.turn(row.id, now) }));
    const away = putBack(row, places, ({ at }) => at - now > IN_HAND_MS);
    if (away !== null) return away;
    for (const line of lines) {
      line.away.delete(row.id);
      line.inHand += 1;
    }
    return null;
  }

  leave(row: ClaimedMessage, now: Instant): void {
    for (const line of this.#of(row, now)) line.inHand -= 1;
  }

  /**
   * Waits for the turn of a message in hand and takes it. When it has come to be too far off meanwhile, or is still to
   * come at `closing`, it is not taken and told instead.
   */
  async take(row: ClaimedMessage, now: () => Instant, closing: AbortSignal): Promise<Instant | null> {
    for (;;) {
      const start = now();
      const lines = this.#of(row, start);
      const places = lines.map((line) => ({ line, at: turnOf(line.paced, line.away.size, start) }));
      const patience = closing.aborted ? 0 : IN_HAND_MS;
      const away = putBack(row, places, ({ line }) => line.paced.free - start > patience);
      if (away !== null) return away;
      const at = Math.max(start, ...lines.map(({ paced }) => paced.free));
      if (at <= start) {
        for (const line of lines) line.paced = afterTurn(line.paced, start);
        return null;
      }
      await pause(at - start, closing);
    }
  }

  /** The platform asked to be left alone: its destination is, and the message goes first then. */
  hold(row: ClaimedMessage, until: Instant, now: Instant): void {
    const [destination] = this.#of(row, now);
    if (!destination) return;
    destination.paced = held(destination.paced, until);
    destination.away.set(row.id, until);
  }

  /** The line of the destination, and that of the installation. */
  #of(row: ClaimedMessage, now: Instant): Line[] {
    if (!row.installation) return [];
    const { platform, scope } = row.installation;
    const pacing = this.#pacing[platform];
    return [
      this.#line(destinationOf(row), pacing.destination, now),
      this.#line(`${platform} ${scope}`, pacing.installation, now),
    ];
  }

  #line(name: string, pace: number, now: Instant): Line {
    const known = this.#lines.get(name);
    if (known) return known;
    if (this.#lines.size >= MOST_LINES) {
      for (const [other, line] of this.#lines) if (line.isIdle(now)) this.#lines.delete(other);
    }
    const line = new Line(pace);
    this.#lines.set(name, line);
    return line;
  }
}
