/** How a thing is measured against another: by turns, several times over, and the middle one of each counts. */
import type { Client } from '../src/adapters/postgres/client.ts';

export interface Bench {
  /** Little data and few rounds: to see that it runs, not how fast. */
  readonly quick: boolean;
  /** Makes a database of its own: migrated, and without a row. */
  database(): Promise<Database>;
}

export interface Database {
  readonly url: string;
  readonly client: Client;
  drop(): Promise<void>;
}

/** One line of the table. */
export interface Comparison {
  readonly work: string;
  readonly against: string;
  readonly measured: Measured;
  readonly bound: Bound;
}

/** What the ratio of ours to theirs has to be; null where it is only told. */
export type Bound = { readonly atLeast: number } | { readonly atMost: number } | null;

export interface Measured {
  readonly ours: number;
  readonly theirs: number;
  readonly unit: '/s' | 'ms' | 'MB';
}

/** Something to be known that is held to nothing. */
export interface Figure {
  readonly work: string;
  readonly figure: string;
}

/** A line of the table, or several, with the data they need. */
export interface Row {
  readonly name: string;
  run(bench: Bench): Promise<readonly (Comparison | Figure)[]>;
}

/** How many things are under way at once wherever a rate is measured. */
export const AT_ONCE = 16;

/** Does `work` `count` times, 16 at a time. Times a second. */
export async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun++ < count) await work();
  };
  const took = await time(() => Promise.all(Array.from({ length: AT_ONCE }, worker)));
  return (count / took) * 1_000;
}

/** Milliseconds. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Does `work` `times` times, one after another; the middle of what each returns. */
export async function middleOf(times: number, work: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let n = 0; n < times; n += 1) all.push(await work());
  return median(all);
}

/**
 * Measures both by turns, so that what the machine does besides meets both alike. The first round of each warms up and
 * does not count.
 */
export async function compare(
  { quick }: Bench,
  unit: Measured['unit'],
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
  rounds = quick ? 1 : 7,
): Promise<Measured> {
  const our: number[] = [];
  const their: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [mine, other] = [await ours(), await theirs()];
    if (round === 0) continue;
    our.push(mine);
    their.push(other);
  }
  return { ours: median(our), theirs: median(their), unit };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const below = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  const above = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return (below + above) / 2;
}
