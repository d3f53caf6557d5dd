/** What goes wrong on purpose, and what the API allows per bucket. Plain data, so that another process can set it. */
import { isProblemCode, Refusal, refusal } from './problems.ts';

export interface Fault {
  /** `POST /channels/:channel/messages`, a method alone, or `*`. */
  readonly on: string;
  /** Only where the request's path contains this. */
  readonly only?: string;
  /** The effect is taken first, and then the fault comes. */
  readonly after?: boolean;
  /** `502`; a code of the API; no answer ever; the connection reset; nothing but a delay. */
  readonly answer:
    | { readonly status: number }
    | { readonly code: number }
    | { readonly retryAfter: number; readonly global?: boolean }
    | 'hang'
    | 'drop'
    | 'pass';
  /** Milliseconds before anything else. */
  readonly delay?: number;
  /** The share of requests it befalls, 0 to 1. */
  readonly share?: number;
  /** Gone after so many. */
  readonly times?: number;
}

interface Standing {
  readonly id: number;
  readonly fault: Fault;
  left: number;
}

export class Faults {
  #standing: Standing[] = [];
  #ids = 0;
  #random: () => number;

  constructor(seed = 1) {
    this.#random = randomFrom(seed);
  }

  /** Returns its id, by which it ends. */
  add(fault: Fault): number {
    this.#ids += 1;
    this.#standing.push({ id: this.#ids, fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    return this.#ids;
  }

  end(id?: number): void {
    this.#standing = id === undefined ? [] : this.#standing.filter((s) => s.id !== id);
  }

  reseed(seed: number): void {
    this.#random = randomFrom(seed);
  }

  /** The same order from the same seed. */
  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((one) => ({ one, at: this.#random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  }

  get any(): boolean {
    return this.#standing.length > 0;
  }

  /** The first that befalls a request of this route. */
  take(method: string, route: string, path: string): Fault | null {
    for (const standing of this.#standing) {
      const { on, only, share = 1 } = standing.fault;
      if (on !== '*' && on !== method && on !== route) continue;
      if (only !== undefined && !path.includes(only)) continue;
      if (share < 1 && this.#random() >= share) continue;
      standing.left -= 1;
      if (standing.left <= 0) this.end(standing.id);
      return standing.fault;
    }
    return null;
  }
}

/** The refusal that a fault answers with. */
export function refusalOf(answer: Exclude<Fault['answer'], string>): Refusal {
  if ('retryAfter' in answer) return rateLimited(answer.retryAfter, answer.global ?? false);
  if ('code' in answer && isProblemCode(answer.code)) return refusal(answer.code);
  const status = 'status' in answer ? answer.status : 400;
  const code = 'code' in answer ? answer.code : 0;
  return new Refusal(status, { message: `${status}: as the fault has it`, code });
}

/** @param retryAfter seconds */
export function rateLimited(
  retryAfter: number,
  global: boolean,
  scope = global ? 'global' : 'user',
): Refusal {
  const body = { message: 'You are being rate limited.', retry_after: retryAfter, global, code: 0 };
  return new Refusal(429, body, {
    'retry-after': String(Math.ceil(retryAfter * 1000) / 1000),
    'x-ratelimit-scope': scope,
    ...(global ? { 'x-ratelimit-global': 'true' } : {}),
  });
}

/** 30046 comes as a rate limit, with a code of its own. @param retryAfter seconds */
export function tooManyOldEdits(retryAfter: number): Refusal {
  const { body, headers } = rateLimited(retryAfter, false);
  return new Refusal(429, { ...body, ...refusal(30046).body }, headers);
}

/** The same numbers from the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
