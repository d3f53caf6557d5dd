/** What was read of late, so that it is not read again for each event. */

const MOST = 1_000;
const REMEMBERED_MS = 60_000;

/** Remembers the last ones asked for, for a minute unless told otherwise; never what was not there, nor what failed. */
export function remembered<T>(
  read: (key: string) => Promise<T | null>,
  now: () => number = () => performance.now(),
  forMs = REMEMBERED_MS,
): { get(key: string): Promise<T | null>; forget(key: string): void } {
  // In the order of their last use.
  const known = new Map<string, { readonly until: number; readonly value: T }>();
  return {
    async get(key) {
      const found = known.get(key);
      if (found && found.until > now()) {
        known.delete(key);
        known.set(key, found);
        return found.value;
      }
      const value = await read(key);
      known.delete(key);
      if (value === null) return null;
      known.set(key, { until: now() + forMs, value });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return value;
    },
    forget: (key) => void known.delete(key),
  };
}
