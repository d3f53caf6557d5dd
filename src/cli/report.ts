/** What `baton doctor` says: one line for each check, and how many failed. */
import type { Terminal } from './terminal.ts';

export class Report {
  wrong = 0;
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** What the check throws says what to do. Null when it failed. */
  async check<T>(
    what: string,
    look: () => T | Promise<T>,
    says = (found: T) => String(found),
  ): Promise<T | null> {
    try {
      const found = await look();
      await this.#terminal.out(`ok     ${what}: ${says(found)}`);
      return found;
    } catch (error) {
      this.wrong += 1;
      await this.#terminal.out(`wrong  ${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }
}
