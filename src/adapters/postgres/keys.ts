/** The keys of new items, taken in blocks that grow while they are used up quickly: one at a time when it is quiet. */
import type { ItemKey, WorkspaceId } from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { transactAlone } from './guard.ts';

const MOST = 32;
/** A block used up within so many milliseconds is followed by one of twice its size. */
const QUICK_MS = 250;

/**
 * Keys for any number of workspaces. They are taken beside the pool, because they are asked for within transactions
 * that hold its connections. What a process held when it ended is a gap.
 */
export class ItemKeys {
  readonly #client: Client;
  readonly #held = new Map<WorkspaceId, Block>();

  constructor(client: Client) {
    this.#client = client;
  }

  next(workspace: WorkspaceId): Promise<ItemKey> {
    let block = this.#held.get(workspace);
    if (!block) {
      block = new Block((count) => take(this.#client, workspace, count));
      this.#held.set(workspace, block);
    }
    return block.next();
  }

  /** Drops what is held of a workspace that was emptied and counts anew. */
  forget(workspace: WorkspaceId): void {
    this.#held.delete(workspace);
  }
}

class Block {
  readonly #take: (count: number) => Promise<ItemKey>;
  #keys: ItemKey[] = [];
  #waiting = 0;
  #taking: Promise<void> | null = null;
  #size = 0;
  #takenAt = Number.NEGATIVE_INFINITY;

  constructor(take: (count: number) => Promise<ItemKey>) {
    this.#take = take;
  }

  async next(): Promise<ItemKey> {
    this.#waiting += 1;
    try {
      for (;;) {
        const key = this.#keys.shift();
        if (key !== undefined) return key;
        this.#taking ??= this.#refill().finally(() => {
          this.#taking = null;
        });
        await this.#taking;
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  async #refill(): Promise<void> {
    const quick = performance.now() - this.#takenAt < QUICK_MS;
    this.#size = Math.min(MOST, Math.max(quick ? this.#size * 2 : 1, this.#waiting));
    const last = await this.#take(this.#size);
    this.#takenAt = performance.now();
    this.#keys = Array.from({ length: this.#size }, (_, i) => last - this.#size + 1 + i);
  }
}

/**
 * The last of `count` new keys. They need not reach the disk: an item whose commit does comes later in the log than its
 * key.
 */
async function take(client: Client, workspaceId: WorkspaceId, count: number): Promise<ItemKey> {
  const [row] = await transactAlone(client, { role: 'baton_app', workspaceId, beside: true }, (sql) => {
    sql`set local synchronous_commit = off`.execute();
    return sql<{ last: ItemKey }[]>`
      update workspaces set last_item_key = last_item_key + ${count} returning last_item_key as last`;
  });
  if (!row) throw new Error('keys were asked for of a workspace that does not exist');
  return row.last;
}
