/** The state of a Chat SDK in memory, the quickest there can be. */
import { randomUUID } from 'node:crypto';
import type { Lock, QueueEntry, StateAdapter } from 'chat';

interface Kept {
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export function memoryState(): StateAdapter {
  const kept = new Map<string, Kept>();
  const lists = new Map<string, unknown[]>();
  const locks = new Map<string, Lock>();
  const queues = new Map<string, QueueEntry[]>();
  const subscribed = new Set<string>();
  const read = (key: string): unknown => {
    const found = kept.get(key);
    if (found && found.until > Date.now()) return found.value;
    kept.delete(key);
    return null;
  };
  const write = (key: string, value: unknown, ttl = Number.POSITIVE_INFINITY): void =>
    void kept.set(key, { value, until: Date.now() + ttl });
  return {
    connect: async () => {},
    disconnect: async () => {},
    get: async <T>(key: string) => read(key) as T | null,
    set: async (key, value, ttl) => write(key, value, ttl),
    delete: async (key) => void kept.delete(key),
    async setIfNotExists(key, value, ttl) {
      if (read(key) !== null) return false;
      write(key, value, ttl);
      return true;
    },
    async appendToList(key, value, { maxLength = Number.POSITIVE_INFINITY } = {}) {
      lists.set(key, [...(lists.get(key) ?? []), value].slice(-maxLength));
    },
    getList: async <T>(key: string) => (lists.get(key) ?? []) as T[],
    subscribe: async (thread) => void subscribed.add(thread),
    unsubscribe: async (thread) => void subscribed.delete(thread),
    isSubscribed: async (thread) => subscribed.has(thread),
    async acquireLock(threadId, ttl) {
      const held = locks.get(threadId);
      if (held && held.expiresAt > Date.now()) return null;
      const lock = { threadId, token: randomUUID(), expiresAt: Date.now() + ttl };
      locks.set(threadId, lock);
      return lock;
    },
    async extendLock({ threadId, token }, ttl) {
      const held = locks.get(threadId);
      if (held?.token !== token) return false;
      held.expiresAt = Date.now() + ttl;
      return true;
    },
    async releaseLock({ threadId, token }) {
      if (locks.get(threadId)?.token === token) locks.delete(threadId);
    },
    forceReleaseLock: async (threadId) => void locks.delete(threadId),
    async enqueue(threadId, entry, most) {
      const queue = [...(queues.get(threadId) ?? []), entry].slice(-most);
      queues.set(threadId, queue);
      return queue.length;
    },
    dequeue: async (threadId) => queues.get(threadId)?.shift() ?? null,
    queueDepth: async (threadId) => queues.get(threadId)?.length ?? 0,
  };
}
