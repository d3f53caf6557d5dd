/** What Discord took, apart from what it answered: an effect stands here even when its response was lost. */

export interface Effect {
  /** Milliseconds since 1970, by the fake's clock. */
  readonly at: number;
  readonly kind:
    | 'message'
    | 'edit'
    | 'delete'
    | 'reaction'
    | 'unreaction'
    | 'direct'
    | 'command'
    | 'acknowledged'
    | 'autocomplete'
    | 'modal';
  readonly channel: string | null;
  readonly message: string | null;
  /** The interaction that it answers. */
  readonly interaction: string | null;
  /** What was said or done, as it was sent. */
  readonly body: unknown;
  /** The users that it notified; `everyone` among them for everyone. */
  readonly rang: readonly string[];
  /** A message with an enforced nonce that was there already has no second effect: it counts its repeats. */
  repeats: number;
}

export interface Request {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** 0: no response was sent. */
  readonly status: number;
  readonly code: number | null;
}

const KEPT_REQUESTS = 20_000;

export class Ledger {
  readonly effects: Effect[] = [];
  /** The latest; `counts` has them all. */
  readonly requests: Request[] = [];
  /** By method and route. */
  readonly counts = new Map<string, number>();
  /** Requests answered or lost, ever. */
  total = 0;
  /** 401, 403 and 429: 10,000 in ten minutes ban an address. */
  invalid = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(kind: Effect['kind'], of: Partial<Omit<Effect, 'at' | 'kind'>>): Effect {
    const effect: Effect = {
      at: this.#now(),
      kind,
      channel: null,
      message: null,
      interaction: null,
      body: null,
      rang: [],
      repeats: 0,
      ...of,
    };
    this.effects.push(effect);
    return effect;
  }

  answered(route: string, method: string, path: string, status: number, code: number | null): void {
    this.total += 1;
    this.counts.set(route, (this.counts.get(route) ?? 0) + 1);
    if (status === 401 || status === 403 || status === 429) this.invalid += 1;
    if (this.requests.length >= KEPT_REQUESTS) this.requests.splice(0, KEPT_REQUESTS / 2);
    this.requests.push({ at: this.#now(), method, path, status, code });
  }

  /** Messages that people could read, in the order they were taken. */
  messages(): readonly Effect[] {
    return this.effects.filter((e) => e.kind === 'message');
  }

  clear(): void {
    this.effects.length = 0;
    this.requests.length = 0;
    this.counts.clear();
    this.invalid = 0;
  }
}
