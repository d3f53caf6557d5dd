/** A verb of the `baton` program. */
import type { Terminal } from './terminal.ts';

/** What the process ends with. */
export const EXIT = {
  fine: 0,
  /** Something went wrong, or a check found something wrong. */
  fault: 1,
  /** Wrong arguments, configuration or surroundings: the line on standard error says how to mend it. */
  wrong: 2,
} as const;

export interface Option {
  readonly type: 'string' | 'boolean';
  /** What stands for its value in the help: `ZONE`. */
  readonly value?: string;
  readonly says: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

export type Run = (args: Arguments, terminal: Terminal) => Promise<number>;

export interface Verb {
  /** What it does, on one line. */
  readonly summary: string;
  /** What follows the verb besides options; a verb without it takes nothing. */
  readonly words?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Loaded only when it runs, so that a small verb starts fast. Answers with an exit code. */
  readonly load: () => Promise<Run>;
}

/** Wrong arguments: one line that shows how to do it right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
