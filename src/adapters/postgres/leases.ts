/** Leases: what one process alone does at a time. They go by the database's clock, and end with a process that is killed. */
import type { Client } from './client.ts';
import { transact } from './guard.ts';

export interface Lease {
  /** How far whoever held it before had come; empty at first. */
  readonly mark: string;
}

export interface Leases {
  /** Null while another holds it. */
  take(name: string, holder: string, forMs: number): Promise<Lease | null>;
  /** Holds it for longer, and notes how far its holder has come. False when it is not the holder's any more. */
  renew(name: string, holder: string, forMs: number, mark: string): Promise<boolean>;
  /** Gives it back, so that another need not wait for its end. */
  release(name: string, holder: string, mark: string): Promise<void>;
}

/** Whoever holds a lease and does not hear in time lets it go. */
const ANSWER_WITHIN_MS = 3_000;

export const createLeases = (client: Client): Leases => ({
  take: (name, holder, forMs) =>
    transact(client, { role: 'owner', withinMs: ANSWER_WITHIN_MS }, async ({ sql }) => {
      const [row] = await sql<{ mark: string }[]>`
        insert into leases as l (name, holder, held_until, mark)
        values (${name}, ${holder}, clock_timestamp() + ${forMs} * interval '1 millisecond', '')
        on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
          where l.held_until < clock_timestamp() or l.holder = excluded.holder
        returning mark`;
      return row ? { mark: row.mark } : null;
    }),
  renew: (name, holder, forMs, mark) =>
    transact(client, { role: 'owner', withinMs: ANSWER_WITHIN_MS }, async ({ sql }) => {
      const renewed = await sql`
        update leases set held_until = clock_timestamp() + ${forMs} * interval '1 millisecond', mark = ${mark}
        where name = ${name} and holder = ${holder} and held_until > clock_timestamp()`;
      return renewed.count === 1;
    }),
  async release(name, holder, mark) {
    await transact(client, { role: 'owner' }, async ({ sql }) => {
      await sql`
        update leases set held_until = clock_timestamp(), mark = ${mark}
        where name = ${name} and holder = ${holder} and held_until > clock_timestamp()`;
    });
  },
});
