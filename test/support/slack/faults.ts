/** What goes wrong, as a test orders it: errors, silence, lost answers, slowness and rate limits. */

export interface Fault {
  /** `chat.postMessage`, `response_url`, or `*` for all. */
  readonly method: string;
  readonly team?: string;
  readonly channel?: string;
  /** How many calls it strikes; all, until it is lifted, when unset. */
  readonly times?: number;
  /** The share of calls it strikes, from 0 to 1; each of them when unset. */
  readonly share?: number;
  readonly does: FaultKind;
}

export type FaultKind =
  /** Answers `{ok: false, error}`. */
  | { readonly error: string }
  /** Answers with this status and no JSON. */
  | { readonly status: number }
  /** 429 with `Retry-After` in seconds. */
  | { readonly retryAfter: number }
  /** Never answers; does nothing. */
  | { readonly hang: true }
  /** Does what is asked and then breaks the connection instead of answering. */
  | { readonly loseAnswer: true }
  /** Breaks the connection and does nothing. */
  | { readonly refuse: true }
  /** Answers this many milliseconds later. */
  | { readonly delay: number };

/** At most `burst` posts at once in a channel, and one more every `everyMs`. */
export interface Pace {
  readonly everyMs: number;
  readonly burst: number;
}

export interface Faults {
  /** The fault that strikes this call, if one does. */
  strike(method: string, team: string | undefined, channel: string | undefined): FaultKind | null;
  /** Seconds to wait, where posting to this channel now is too fast. */
  tooFast(team: string, channel: string): number | null;
  add(fault: Fault): void;
  setPace(pace: Pace | null): void;
  clear(): void;
}

export function createFaults(seed = 1): Faults {
  const chance = randomFrom(seed);
  let faults: { fault: Fault; left: number }[] = [];
  let pace: Pace | null = null;
  /** Channel → the time at which all its allowance is there again. */
  const fullAt = new Map<string, number>();
  return {
    strike(method, team, channel) {
      if (faults.length === 0) return null;
      const hit = faults.find(
        ({ fault: f, left }) =>
          left > 0 &&
          (f.method === '*' || f.method === method) &&
          (f.team === undefined || f.team === team) &&
          (f.channel === undefined || f.channel === channel) &&
          (f.share === undefined || chance() < f.share),
      );
      if (!hit) return null;
      hit.left--;
      return hit.fault.does;
    },
    tooFast(team, channel) {
      if (!pace) return null;
      const key = `${team} ${channel}`;
      const now = Date.now();
      const full = Math.max(now, fullAt.get(key) ?? 0);
      const over = full + pace.everyMs - now - pace.burst * pace.everyMs;
      if (over > 0) return Math.ceil(over / 1000);
      fullAt.set(key, full + pace.everyMs);
      return null;
    },
    add: (fault) => void faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    setPace(next) {
      pace = next;
      fullAt.clear();
    },
    clear() {
      faults = [];
      pace = null;
      fullAt.clear();
    },
  };
}

/** Mulberry32: the same seed, the same run. */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
