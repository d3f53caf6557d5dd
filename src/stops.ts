import type { Log } from './adapters/log/log.ts';

/** Stops a part within so many milliseconds. */
type Stop = (withinMs: number) => Promise<void>;

/** What was started, and how each is stopped: the last first, and each even when another could not be. */
export class Stops {
  readonly #log: Log;
  readonly #stops: { readonly name: string; readonly stop: Stop; readonly announce: () => void }[] = [];
  #all: Promise<void> | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  get begun(): boolean {
    return this.#all !== null;
  }

  /** `announce` is called before anything is stopped: for what is to take nothing new meanwhile. */
  push(name: string, stop: Stop, announce: () => void = () => {}): void {
    this.#stops.push({ name, stop, announce });
  }

  /** All together take `withinMs`; asked twice, they are stopped once. */
  all(withinMs: number): Promise<void> {
    this.#all ??= this.#inReverse(performance.now() + withinMs);
    return this.#all;
  }

  async #inReverse(end: number): Promise<void> {
    for (const { announce } of this.#stops) announce();
    for (let next = this.#stops.pop(); next; next = this.#stops.pop()) {
      try {
        await next.stop(Math.max(0, end - performance.now()));
      } catch (error) {
        this.#log.error({ err: error }, `${next.name} did not stop as it should`);
      }
    }
  }
}
