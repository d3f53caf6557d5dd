/**
 * How far everything that happened has been written down, as an id of Discord's: all that is older is in the inbox. The
 * next connection takes it up from there.
 */
import type { Instant } from '../../coordination/calendar.ts';
import type { InFlight } from './in-flight.ts';

const EPOCH_MS = 1_420_070_400_000;
/** Clocks differ, and what is on its way has not been heard. */
const BEHIND_MS = 10_000;

export const idAt = (at: Instant): string => String(BigInt(Math.max(0, Math.floor(at) - EPOCH_MS)) << 22n);

export class Progress {
  readonly #inFlight: InFlight;
  #heardAt: Instant | null = null;
  #from: string;
  #catchingUp = 0;

  /** `from`: how far the process before came; empty when there was none, and then everything begins `now`. */
  constructor(from: string, inFlight: InFlight, now: Instant) {
    this.#from = from || idAt(now - BEHIND_MS);
    this.#inFlight = inFlight;
  }

  /** The connection lives. */
  heard(at: Instant): void {
    this.#heardAt = Math.max(this.#heardAt ?? at, at);
  }

  get mark(): string {
    if (this.#catchingUp > 0 || this.#heardAt === null) return this.#from;
    return idAt(this.#inFlight.since(this.#heardAt) - BEHIND_MS);
  }

  /** A new session: nothing that was missed is sent again, and until it was read up, nothing counts as heard. */
  hold(): { readonly from: string; release(): void } {
    this.#from = this.mark;
    this.#catchingUp += 1;
    let held = true;
    return {
      from: this.#from,
      release: () => {
        if (held) this.#catchingUp -= 1;
        held = false;
      },
    };
  }
}
