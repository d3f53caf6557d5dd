/** A time by which something has to be over. */
export class Deadline {
  isPast = false;
  /** Called once, when the time has come. */
  onpast: () => void = () => {};
  #until: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param ms from now; null for never. */
  constructor(ms: number | null) {
    this.#until = performance.now() + (ms ?? 0);
    if (ms !== null) this.#timer = setTimeout(() => this.#ring(), ms);
  }

  /** Puts it off until `ms` from now. */
  extend(ms: number): void {
    this.#until = performance.now() + ms;
    this.#timer ??= setTimeout(() => this.#ring(), ms);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #ring(): void {
    const left = this.#until - performance.now();
    if (left > 1) {
      this.#timer = setTimeout(() => this.#ring(), left);
      return;
    }
    this.isPast = true;
    this.onpast();
  }
}
