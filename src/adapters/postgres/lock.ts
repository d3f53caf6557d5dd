import type { Client } from './client.ts';
import { transact } from './guard.ts';

/**
 * Runs `work` while no other process runs work under the same key. The lock is a transaction's: it goes with a process
 * that is killed.
 */
export async function withLock<T>(client: Client, key: number, work: () => Promise<T>): Promise<T> {
  return await transact(client, { role: 'owner' }, async ({ sql }) => {
    await sql`select pg_advisory_xact_lock(${key})`;
    return await work();
  });
}
