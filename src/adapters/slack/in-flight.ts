/** Work that was begun for Slack and has to come to its end before the process goes. */
export class InFlight {
  readonly #work = new Set<Promise<unknown>>();

  track<T>(work: Promise<T>): Promise<T> {
    const ended = work.then(
      () => {},
      () => {},
    );
    this.#work.add(ended);
    void ended.then(() => this.#work.delete(ended));
    return work;
  }

  /** False when something is still under way after `withinMs`. */
  async ended(withinMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), withinMs);
    });
    const all = async (): Promise<boolean> => {
      while (this.#work.size > 0) await Promise.all(this.#work);
      return true;
    };
    try {
      return await Promise.race([all(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
