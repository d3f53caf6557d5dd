/** Whether the database answers: asked on a connection of its own, so that a busy pool is not taken for a dead server. */
import postgres from 'postgres';

export interface Probe {
  /** What is wrong, in words; null when the database answered in time. Asked by many at once, it asks once. */
  ask(): Promise<string | null>;
  end(): Promise<void>;
}

const WITHIN_MS = 1_000;

export function createProbe(url: string): Probe {
  let sql: postgres.Sql | null = null;
  let asking: Promise<string | null> | null = null;

  const once = async (): Promise<string | null> => {
    sql ??= postgres(url, {
      max: 1,
      fetch_types: false,
      connect_timeout: WITHIN_MS / 1_000,
      connection: { application_name: 'baton readiness' },
      onnotice: () => {},
    });
    const asked = sql;
    try {
      await within(WITHIN_MS, asked`select 1`);
      return null;
    } catch (error) {
      // A connection may be half open, and would stay so: the next question gets another.
      sql = null;
      void asked.end({ timeout: 0 });
      return wordsOf(error);
    }
  };

  return {
    ask: () => {
      asking ??= once().finally(() => {
        asking = null;
      });
      return asking;
    },
    end: async () => {
      await sql?.end({ timeout: 1 });
    },
  };
}

class NoAnswer extends Error {}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer()), ms);
  });
  work.catch(() => {});
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function wordsOf(error: unknown): string {
  if (error instanceof NoAnswer) return 'the database did not answer within a second';
  const { code } = error as { code?: string };
  return `the database cannot be reached${code ? ` (${code})` : ''}`;
}
