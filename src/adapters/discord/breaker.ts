/**
 * Discord bans an address for 10,000 answers of 401, 403 or 429 within ten minutes. Long before that, nothing is asked
 * for a while. Pure: instants are passed in.
 * https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
 */
import type { Instant } from '../../coordination/calendar.ts';

const WINDOW_MS = 10 * 60_000;
const MOST_FORBIDDEN = 1_000;
/** A token that is refused stays so until somebody acts. */
const REST_MS = 60_000;

export class Breaker {
  #forbidden: Instant[] = [];
  #openUntil: Instant = 0;
  #reason = '';

  note(status: number, now: Instant): void {
    if (status === 401) this.#open('Discord refuses the token (401)', now);
    if (status !== 403 && status !== 429) return;
    this.#forbidden = [...this.#forbidden.filter((at) => at > now - WINDOW_MS), now];
    if (this.#forbidden.length < MOST_FORBIDDEN) return;
    this.#forbidden = [];
    this.#open(`Discord refused ${MOST_FORBIDDEN} requests within ten minutes`, now);
  }

  /** Why nothing may be asked now, and for how many milliseconds; null while all is well. */
  stop(now: Instant): { readonly reason: string; readonly after: number } | null {
    return now < this.#openUntil ? { reason: this.#reason, after: this.#openUntil - now } : null;
  }

  #open(reason: string, now: Instant): void {
    this.#reason = reason;
    this.#openUntil = now + REST_MS;
  }
}
