/** A row of the fault matrix. */
import type { Rig } from './rig/rig.ts';

export interface Row {
  /** For `--row`. */
  readonly name: string;
  readonly fault: string;
  /** Plays the fault and holds what is left to the promises; answers with what was measured, in words. */
  run(rig: Rig): Promise<string>;
}

/** What does not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly found: readonly string[];

  constructor(found: readonly string[]) {
    super(found.join('\n'));
    this.found = found;
  }
}

/** @throws Violation when anything was found. */
export function expectNone(found: readonly string[]): void {
  if (found.length > 0) throw new Violation(found);
}

/** @throws Violation with these words unless it holds. */
export function expect(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Violation([words]);
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
