import type { Client } from './client.ts';

/**
 * Runs `work` while no other process runs work under the same key. The lock is a connection's: it goes with a process
 * that is killed.
 */
export async function withLock<T>(client: Client, key: number, work: () => Promise<T>): Promise<T> {
  const connection = await client.sql.reserve();
  try {
    await connection`select pg_advisory_lock(${key})`;
    try {
      return await work();
    } finally {
      await connection`select pg_advisory_unlock(${key})`;
    }
  } finally {
    connection.release();
  }
}
