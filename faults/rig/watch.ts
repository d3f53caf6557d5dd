/** Asks a Baton all the while whether it lives and whether it is ready. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Replica } from './replica.ts';

interface Seen {
  readonly at: number;
  /** What `/readyz` and `/healthz` said; 0 for no answer. */
  readonly readiness: number;
  readonly health: number;
}

const EVERY_MS = 200;
const ANSWER_MS = 5_000;

export class Watched {
  readonly #seen: Seen[] = [];
  readonly #watching: Promise<void>;
  #over = false;

  constructor(replica: Replica) {
    this.#watching = this.#watch(replica);
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.#watching;
  }

  /** Whether `/readyz` comes to say so. */
  async becomesReady(withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    while (this.#seen.at(-1)?.readiness !== 200 && performance.now() < end) await sleep(EVERY_MS);
    return this.#seen.at(-1)?.readiness === 200;
  }

  /** What `/readyz` said since an instant, while there was no database, in words. */
  untrulyReady(since: number): string[] {
    const wrong = this.#seen.filter(({ at, readiness }) => at >= since && readiness !== 503);
    return [...new Set(wrong.map(({ readiness }) => `/readyz said ${readiness} without a database`))];
  }

  /** What `/healthz` said other than that it lives. */
  get unhealthy(): number[] {
    return [...new Set(this.#seen.flatMap(({ health }) => (health === 200 ? [] : [health])))];
  }

  async #watch(replica: Replica): Promise<void> {
    const ask = async (path: string): Promise<number> =>
      (await fetch(`${replica.url}${path}`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null))
        ?.status ?? 0;
    while (!this.#over) {
      const at = performance.now();
      const [readiness, health] = await Promise.all([ask('/readyz'), ask('/healthz')]);
      this.#seen.push({ at, readiness, health });
      await sleep(EVERY_MS);
    }
  }
}
