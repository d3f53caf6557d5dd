const SHORTEST_MS = 1_000;
const LONGEST_MS = 10 * 60_000;

/**
 * How long to wait after the `attempts`th failure, in milliseconds: doubled each time, from one second to ten minutes.
 * `chance`, from 0 up to 1, spreads those who failed together over the second half of the wait.
 */
export function backoff(attempts: number, chance: number): number {
  const full = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(attempts - 1, 30));
  return Math.round(full * (0.5 + chance / 2));
}
