/** Rate limits as buckets: https://discord.com/developers/docs/topics/rate-limits */
import { rateLimited } from './faults.ts';

export interface Limit {
  /** `POST /channels/:channel/messages`, or `*` for the global one. */
  readonly on: string;
  readonly requests: number;
  readonly perMs: number;
}

/** What the API documents or is known for. */
export const DOCUMENTED: readonly Limit[] = [
  { on: '*', requests: 50, perMs: 1000 },
  { on: 'POST /channels/:channel/messages', requests: 5, perMs: 5000 },
  { on: 'PATCH /channels/:channel/messages/:message', requests: 5, perMs: 5000 },
  { on: 'PUT /channels/:channel/messages/:message/reactions/:emoji/:user', requests: 1, perMs: 250 },
];

interface Bucket {
  left: number;
  resetAt: number;
}

/** By the computer's clock, for that is what waits. */
export class Pace {
  readonly #limits = new Map<string, Limit>();
  readonly #buckets = new Map<string, Bucket>();

  set(limits: readonly Limit[]): void {
    this.#limits.clear();
    this.#buckets.clear();
    for (const limit of limits) this.#limits.set(limit.on, limit);
  }

  get any(): boolean {
    return this.#limits.size > 0;
  }

  /**
   * Spends one request of the route's bucket, and returns the headers that tell of it.
   * @param major the channel, guild or webhook, each of which has a bucket of its own
   * @throws Refusal 429
   */
  spend(route: string, major: string, free: boolean): Record<string, string> {
    const everywhere = this.#limits.get('*');
    // Interactions are not bound by the bot's global limit.
    if (everywhere && !free) {
      const bucket = this.#bucket('*', everywhere);
      if (bucket.left === 0) throw rateLimited(inSeconds(bucket), true);
      bucket.left -= 1;
    }
    const limit = this.#limits.get(route);
    if (!limit) return {};
    const bucket = this.#bucket(`${route} ${major}`, limit);
    const headers = (): Record<string, string> => ({
      'x-ratelimit-limit': String(limit.requests),
      'x-ratelimit-remaining': String(bucket.left),
      'x-ratelimit-reset': String(bucket.resetAt / 1000),
      'x-ratelimit-reset-after': String(inSeconds(bucket)),
      'x-ratelimit-bucket': hashOf(route),
    });
    if (bucket.left === 0) {
      const refused = rateLimited(inSeconds(bucket), false);
      Object.assign(refused.headers, headers());
      throw refused;
    }
    bucket.left -= 1;
    return headers();
  }

  #bucket(key: string, limit: Limit): Bucket {
    const now = Date.now();
    let bucket = this.#buckets.get(key);
    if (!bucket || bucket.resetAt <= now) {
      bucket = { left: limit.requests, resetAt: now + limit.perMs };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}

const inSeconds = ({ resetAt }: Bucket): number => Math.max(1, resetAt - Date.now()) / 1000;

/** A name of 32 digits for a bucket, the same for the same route. */
function hashOf(route: string): string {
  let hash = 7n;
  for (const char of route) hash = (hash * 1_000_003n + BigInt(char.codePointAt(0) ?? 0)) % (1n << 128n);
  return hash.toString(16).padStart(32, '0');
}
