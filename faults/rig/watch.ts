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

  /** Answers of `/readyz` after an instant that were not what was true, in words. */
  untrue(truth: 'ready' | 'not ready', since: number): string[] {
    const wanted = truth === 'ready' ? 200 : 503;
    const wrong = this.#seen.filter(({ at, readiness }) => at >= since && readiness !== wanted);
    return [...new Set(wrong.map(({ readiness }) => `/readyz said ${readiness} while it was ${truth}`))];
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
