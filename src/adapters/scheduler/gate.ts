/** Lets at most so many do a thing at once; the others wait in line. Null for who still waits when it is closed. */
export type Gate = <T>(work: () => Promise<T>, closing?: AbortSignal) => Promise<T | null>;

export function gate(most: number): Gate {
  const waiting = new Set<(entered: boolean) => void>();
  let within = 0;
  const entered = async (closing: AbortSignal | undefined): Promise<boolean> => {
    if (closing?.aborted) return false;
    if (within < most) {
      within += 1;
      return true;
    }
    return new Promise((resolve) => {
      const leave = (): void => settle(false);
      const settle = (mayEnter: boolean): void => {
        waiting.delete(settle);
        closing?.removeEventListener('abort', leave);
        resolve(mayEnter);
      };
      waiting.add(settle);
      closing?.addEventListener('abort', leave);
    });
  };
  return async (work, closing) => {
    if (!(await entered(closing))) return null;
    try {
      return await work();
    } finally {
      const [next] = waiting;
      // Who is next takes the place over.
      if (next) next(true);
      else within -= 1;
    }
  };
}
