/** Lets at most so many do a thing at once; the others wait in line. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function gate(most: number): Gate {
  const waiting: (() => void)[] = [];
  let within = 0;
  return async (work) => {
    if (within >= most) await new Promise<void>((enter) => waiting.push(enter));
    else within += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Who is next takes the place over.
      if (next) next();
      else within -= 1;
    }
  };
}
