/** A place where a Baton runs: when one has ended, the next starts at the same address. */
import { type BatonOptions, type BatonProcess, type Ended, freePort, startBaton } from './baton.ts';

/** What is not as usual. */
export type Odd = Pick<BatonOptions, 'wrongBy' | 'environment'>;

export class Replica {
  readonly #options: BatonOptions;
  readonly #lines: string[] = [];
  readonly #unasked: string[] = [];
  #process: BatonProcess | null = null;
  #stopping = false;

  constructor(options: BatonOptions) {
    this.#options = options;
  }

  static async at(databaseUrl: string, odd: Odd = {}): Promise<Replica> {
    return new Replica({ databaseUrl, port: await freePort(), ...odd });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  /** The Baton that runs here. Throws when none does. */
  get baton(): BatonProcess {
    if (!this.#process?.alive) throw new Error('no Baton runs here');
    return this.#process;
  }

  get alive(): boolean {
    return this.#process?.alive ?? false;
  }

  /** What the processes that ran here wrote, the last at the end. */
  get lines(): readonly string[] {
    return [...this.#lines, ...(this.#process?.lines ?? [])];
  }

  /** Ends that nobody asked for, in words. */
  get unasked(): readonly string[] {
    return this.#unasked;
  }

  /** Resolves once it is ready. */
  async start(): Promise<BatonProcess> {
    const baton = await this.launch();
    await baton.ready();
    return baton;
  }

  /** Does not wait for it to be ready. */
  async launch({ mayEnd = false } = {}): Promise<BatonProcess> {
    if (this.#process) this.#lines.push(...this.#process.lines);
    this.#stopping = mayEnd;
    const baton = await startBaton(this.#options);
    this.#process = baton;
    void baton.ended.then(({ code, signal }) => {
      if (!this.#stopping && signal !== 'SIGKILL')
        this.#unasked.push(`a Baton ended by itself: ${code ?? signal}`);
    });
    return baton;
  }

  /** Asks it to stop, as an operator does, and waits for its end. */
  async stop(): Promise<Ended> {
    this.#stopping = true;
    const { baton } = this;
    baton.signal('SIGTERM');
    return baton.ended;
  }

  async kill(): Promise<void> {
    await this.#process?.kill();
  }
}
