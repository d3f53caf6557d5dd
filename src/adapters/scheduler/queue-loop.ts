/**
 * One queue of rows with a due time, worked off: claimed in batches under a lease, done lane by lane, marked in batches.
 * A lane is what must go in order (a destination, a channel); lanes go beside one another, so that a slow one holds up
 * no other. While rows are in hand their lease is renewed.
 */
import { setMaxListeners } from 'node:events';
import type { Instant } from '../../coordination/calendar.ts';
import type { Queue } from '../../coordination/ports.ts';

export interface Work<Row, Mark> {
  readonly queue: Queue<Row, Mark>;
  /** Rows of one lane are done one after another, in the order of their claim. */
  lane(row: Row): string;
  /** Takes a row in hand; or tells what becomes of one that is not to be held now. */
  enter(row: Row): Mark | null;
  /** What became of the row; null when it was not begun before `closing`, and is to be given back. Must not reject. */
  do(row: Row, closing: AbortSignal): Promise<Mark | null>;
  /** Runs after a batch was marked. */
  marked(): void | Promise<void>;
  /** Rows in hand at once, at most. */
  readonly most: number;
}

export interface LoopHost {
  now(): Instant;
  /** Told of a queue that cannot be reached; the next tick tries again. */
  failed(error: unknown): void;
}

/** A loop whose rows do not matter. */
export type Loop = Pick<QueueLoop<unknown, unknown>, 'taken' | 'wake' | 'idle' | 'renew' | 'close'>;

const WRITE_AGAIN_MS = 500;
/** Between two claims: what comes in quick succession is claimed together. */
const BREATH_MS = 5;

export class QueueLoop<Row, Mark> {
  readonly #work: Work<Row, Mark>;
  readonly #host: LoopHost;
  /** The first row of a lane is the one that is being done. */
  readonly #lanes = new Map<string, Row[]>();
  readonly #inHand = new Set<Row>();
  #done: { readonly row: Row; readonly mark: Mark }[] = [];
  #unbegun: Row[] = [];
  /** Room kept for rows that are yet to be written. */
  #kept = 0;
  /** Written under a lease during a claim, which may bring rows that come first. */
  #early: Row[] = [];
  /** There may be rows that wait for room. */
  #isBehind = false;
  #turning: Promise<void> | null = null;
  #flushing: Promise<void> | null = null;
  #wanted = false;
  readonly #closing = new AbortController();
  #taken = 0;
  #claimed = Number.NEGATIVE_INFINITY;
  #quiet: (() => void)[] = [];

  constructor(work: Work<Row, Mark>, host: LoopHost) {
    this.#work = work;
    this.#host = host;
    // Each row in hand may listen.
    setMaxListeners(0, this.#closing.signal);
  }

  /** How many rows were ever claimed: whether a turn found anything. */
  get taken(): number {
    return this.#taken;
  }

  /** Looks for due rows, now or as soon as the turn that is going on has ended; and writes what could not be written. */
  wake(): void {
    this.#wanted = true;
    this.#flush();
    this.#turning ??= this.#turn().finally(() => {
      this.#turning = null;
      this.#takeEarly();
      if (this.#wanted && this.#room > 0 && !this.#isClosing) this.wake();
      this.#settle();
    });
  }

  /**
   * Keeps room for a row that is yet to be written under a lease, and is done without a claim. To be told the row, or
   * null where it was not written. Null while rows that came before may be waiting.
   */
  hold(): ((row: Row | null) => void) | null {
    if (this.#isClosing || this.#isBehind || this.#room <= 0) return null;
    this.#kept += 1;
    return (row) => {
      this.#kept -= 1;
      if (row !== null) {
        this.#taken += 1;
        this.#inHand.add(row);
        this.#early.push(row);
        if (!this.#turning) this.#takeEarly();
      }
      this.#settle();
    };
  }

  /** Resolves when nothing that was claimed is left to do or to mark. */
  async idle(): Promise<void> {
    while (!this.#isIdle) await new Promise<void>((resolve) => this.#quiet.push(resolve));
  }

  async renew(): Promise<void> {
    if (this.#inHand.size > 0) await this.#tried(() => this.#work.queue.renew([...this.#inHand]));
  }

  /** Claims nothing more, gives back at once what was not begun, and finishes the rest. */
  close(): void {
    this.#closing.abort();
    for (const rows of this.#lanes.values()) this.#giveBack(rows.splice(1));
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  get #room(): number {
    return this.#work.most - this.#inHand.size - this.#kept;
  }

  get #isIdle(): boolean {
    return !this.#turning && !this.#flushing && this.#inHand.size + this.#kept === 0;
  }

  #settle(): void {
    if (!this.#isIdle) return;
    for (const resolve of this.#quiet.splice(0)) resolve();
  }

  async #turn(): Promise<void> {
    while (this.#wanted && !this.#isClosing) {
      const room = this.#room;
      // The next mark makes room, and looks again.
      this.#isBehind = room <= 0;
      if (this.#isBehind) return;
      await this.#breath();
      this.#wanted = false;
      const rows = await this.#tried(() => this.#work.queue.claim(this.#host.now(), room));
      if (!rows || rows.length === 0) return;
      this.#taken += rows.length;
      // A full batch: there may be more.
      this.#isBehind = rows.length >= room;
      if (this.#isBehind) this.#wanted = true;
      for (const row of rows) this.#inHand.add(row);
      if (this.#isClosing) this.#giveBack(rows);
      else for (const row of rows) this.#take(row);
      this.#takeEarly();
    }
  }

  #takeEarly(): void {
    const rows = this.#early.splice(0);
    if (rows.length === 0) return;
    if (this.#isClosing || this.#isBehind) this.#giveBack(rows);
    else for (const row of rows) this.#take(row);
  }

  async #breath(): Promise<void> {
    const left = BREATH_MS - (performance.now() - this.#claimed);
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    this.#claimed = performance.now();
  }

  #take(row: Row): void {
    const mark = this.#work.enter(row);
    if (mark !== null) {
      this.#end(row, mark);
      return;
    }
    const name = this.#work.lane(row);
    const lane = this.#lanes.get(name);
    if (lane) lane.push(row);
    else {
      const rows = [row];
      this.#lanes.set(name, rows);
      void this.#follow(name, rows);
    }
  }

  async #follow(name: string, rows: Row[]): Promise<void> {
    for (let row = rows[0]; row !== undefined; row = rows[0]) {
      const mark = await this.#work.do(row, this.#closing.signal);
      rows.shift();
      if (mark === null) this.#giveBack([row]);
      else this.#end(row, mark);
    }
    this.#lanes.delete(name);
  }

  #end(row: Row, mark: Mark): void {
    this.#done.push({ row, mark });
    this.#flush();
  }

  #giveBack(rows: readonly Row[]): void {
    this.#unbegun.push(...rows);
    this.#flush();
  }

  get #isToWrite(): boolean {
    return this.#done.length > 0 || this.#unbegun.length > 0;
  }

  #flush(): void {
    if (!this.#isToWrite) return;
    this.#flushing ??= this.#writeAll().finally(() => {
      this.#flushing = null;
      if (this.#wanted && !this.#isClosing) this.wake();
      this.#settle();
    });
  }

  /** Writes what became of rows, together with what ends in the same breath. What cannot be written now is kept. */
  async #writeAll(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#isToWrite) {
      const written = await Promise.all([this.#mark(), this.#release()]);
      if (written.every((one) => one)) continue;
      // While the loop runs, the next tick tries again.
      if (!this.#isClosing) return;
      await new Promise((resolve) => setTimeout(resolve, WRITE_AGAIN_MS));
    }
  }

  async #mark(): Promise<boolean> {
    const batch = this.#done;
    if (batch.length === 0) return true;
    this.#done = [];
    const marks = batch.map(({ mark }) => mark);
    if (!(await this.#tried(() => this.#work.queue.mark(marks).then(() => true)))) {
      this.#done.unshift(...batch);
      return false;
    }
    for (const { row } of batch) this.#inHand.delete(row);
    await this.#work.marked();
    return true;
  }

  async #release(): Promise<boolean> {
    const rows = this.#unbegun;
    if (rows.length === 0) return true;
    this.#unbegun = [];
    if (!(await this.#tried(() => this.#work.queue.release(rows).then(() => true)))) {
      this.#unbegun.unshift(...rows);
      return false;
    }
    for (const row of rows) this.#inHand.delete(row);
    return true;
  }

  async #tried<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#host.failed(error);
      return undefined;
    }
  }
}
