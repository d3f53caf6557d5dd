import type { Queue } from '../../coordination/ports.ts';

export interface Pulse<Whole> {
  readonly queue: Whole;
  /** Milliseconds since the queue was last spoken to and answered. */
  silence(): number;
}

/** A queue that remembers when it was last worked on: whether the loop that works it off is alive. */
export function withPulse<Row, Mark>(queue: Queue<Row, Mark>): Pulse<Queue<Row, Mark>> {
  let heard = performance.now();
  const noting = async <T>(answer: Promise<T>): Promise<T> => {
    const answered = await answer;
    heard = performance.now();
    return answered;
  };
  return {
    queue: {
      ...queue,
      claim: (now, limit) => noting(queue.claim(now, limit)),
      renew: (rows) => noting(queue.renew(rows)),
      mark: (marks) => noting(queue.mark(marks)),
    },
    silence: () => performance.now() - heard,
  };
}
