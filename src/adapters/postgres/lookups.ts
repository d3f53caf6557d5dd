/**
 * Rows looked up by their keys in the same breath travel as one statement, and each who asked is given their own of them:
 * what a statement costs is being one, more than what it asks.
 */

interface Asked<Key, Row> {
  readonly keys: readonly Key[];
  readonly answer: (rows: readonly Row[]) => void;
  readonly fail: (reason: unknown) => void;
}

export type Lookup<Key, Row> = (keys: readonly Key[]) => Promise<readonly Row[]>;

/** The lookups of one transaction. */
export class Lookups {
  readonly #waiting = new Set<() => void>();

  /** Sends what was asked by now: whatever else is sent goes after it. */
  send(): void {
    for (const send of this.#waiting) send();
  }

  /** `read` takes each key once and returns the rows of all, in an order that the rows of one keep; `isOf` tells them apart. */
  of<Key, Row>(
    read: (keys: readonly Key[]) => Promise<readonly Row[]>,
    isOf: (row: Row, keys: ReadonlySet<Key>) => boolean,
  ): Lookup<Key, Row> {
    let asked: Asked<Key, Row>[] = [];
    const send = (): void => {
      const all = asked;
      asked = [];
      this.#waiting.delete(send);
      if (all.length === 0) return;
      const keys = new Set(all.flatMap((one) => one.keys));
      read([...keys]).then(
        (rows) => {
          for (const one of all) one.answer(all.length === 1 ? rows : ownOf(rows, one.keys, isOf));
        },
        (error: unknown) => {
          for (const { fail } of all) fail(error);
        },
      );
    };
    return async (keys) => {
      if (keys.length === 0) return [];
      return new Promise((answer, fail) => {
        asked.push({ keys, answer, fail });
        if (asked.length > 1) return;
        this.#waiting.add(send);
        queueMicrotask(send);
      });
    };
  }
}

function ownOf<Key, Row>(
  rows: readonly Row[],
  keys: readonly Key[],
  isOf: (row: Row, keys: ReadonlySet<Key>) => boolean,
): readonly Row[] {
  const own = new Set(keys);
  return rows.filter((row) => isOf(row, own));
}
