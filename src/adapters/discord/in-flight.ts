/** Work that was begun for Discord, and has to come to its end before the process goes. */
export class InFlight {
  readonly #work = new Map<Promise<unknown>, number>();

  /** `at`: when what it is about happened. */
  track<T>(at: number, work: Promise<T>): Promise<T> {
    const ended = work.then(
      () => {},
      () => {},
    );
    this.#work.set(ended, at);
    void ended.then(() => this.#work.delete(ended));
    return work;
  }

  /** Everything that happened before is written down; `now` where nothing is under way. */
  since(now: number): number {
    return Math.min(now, ...this.#work.values());
  }

  /** False when something is still under way after `withinMs`. */
  async ended(withinMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), withinMs);
    });
    const all = async (): Promise<boolean> => {
      while (this.#work.size > 0) await Promise.all(this.#work.keys());
      return true;
    };
    try {
      return await Promise.race([all(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
