/** One client's session: it numbers its events and keeps the latest, to send again what a lost socket missed. */
import type { WebSocket } from 'ws';

const KEPT = 4000;

export class Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: number;
  readonly shards: number;
  seq = 0;
  #socket: WebSocket | null;
  /** The latest events; the last one is number `seq`. */
  #sent: string[] = [];

  constructor(id: string, intents: number, [shard, shards]: readonly [number, number], socket: WebSocket) {
    this.id = id;
    this.intents = intents;
    this.shard = shard;
    this.shards = shards;
    this.#socket = socket;
  }

  get socket(): WebSocket | null {
    return this.#socket;
  }

  /** @param d JSON already, for many sessions are sent the same */
  dispatch(t: string, d: string): void {
    this.seq += 1;
    const event = `{"op":0,"t":"${t}","s":${this.seq},"d":${d}}`;
    if (this.#sent.length >= 2 * KEPT) this.#sent = this.#sent.slice(-KEPT);
    this.#sent.push(event);
    this.#socket?.send(event);
  }

  /** Whether all events after `seq` are still there. */
  replays(seq: number): boolean {
    return seq <= this.seq && this.seq - seq <= this.#sent.length;
  }

  attach(socket: WebSocket, seq: number): void {
    if (this.#socket !== socket) this.#socket?.terminate();
    this.#socket = socket;
    const missed = this.seq - seq;
    for (const event of missed > 0 ? this.#sent.slice(-missed) : []) socket.send(event);
  }

  detach(): void {
    this.#socket = null;
  }
}
