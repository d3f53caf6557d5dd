const READ_UP_WITHIN_MS = 60_000;

/** One session with the gateway: what was missed before it is read up, server by server. */
export class Session {
  /** Tells it from other sessions. */
  readonly name: string;
  /** What is older was taken down; empty when nothing ever was. */
  readonly from: string;
  readonly #awaited: Set<string>;
  readonly #ended: () => void;

  /** `ended` is called when every server was read up, or is not to be had. */
  constructor(name: string, from: string, servers: readonly string[], ended: () => void) {
    this.name = name;
    this.from = from;
    this.#awaited = new Set(servers);
    this.#ended = ended;
    if (servers.length === 0) ended();
    else setTimeout(ended, READ_UP_WITHIN_MS).unref();
  }

  settled(server: string): void {
    this.#awaited.delete(server);
    if (this.#awaited.size === 0) this.#ended();
  }
}
