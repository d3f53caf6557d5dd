/** What this browser remembers between visits. A browser that keeps nothing loses no more than that. */
import type { ReadMarks } from '../model/unread.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Memory {
  readonly theme: Theme;
  /** Whether single letters are shortcuts outside text fields. */
  readonly letters: boolean;
  readonly welcomed: boolean;
  /** Private messages put away, by id; the newest 300. */
  readonly dismissed: readonly string[];
  readonly read: ReadMarks;
}

const KEY = 'baton.playground';

export function recall(now: number): Memory {
  const start: Memory = {
    theme: 'auto',
    letters: true,
    welcomed: false,
    dismissed: [],
    read: { since: now, marks: {} },
  };
  try {
    return { ...start, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return start;
  }
}

export function remember(memory: Memory): void {
  const { theme, letters, welcomed, dismissed, read } = memory;
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify({ theme, letters, welcomed, dismissed: dismissed.slice(-300), read }),
    );
  } catch {
    // Storage is full or forbidden: the page works without.
  }
}
