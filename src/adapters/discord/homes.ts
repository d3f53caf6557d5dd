/**
 * Whose a direct message is: it belongs to no server, and a person may be in several. Discord tells who is a member
 * where; what was chosen last holds.
 */
import type { Clock } from '../../coordination/ports.ts';
import type { Servers } from './servers.ts';

const REMEMBERED_MS = 10 * 60_000;
/** Someone who writes to Baton directly is looked for in no more servers than this. */
const MOST_LOOKED = 100;

export class Homes {
  readonly #servers: Servers;
  readonly #clock: Clock;
  readonly #all: () => Promise<readonly string[]>;
  readonly #known = new Map<string, { readonly scopes: Promise<string[]>; readonly until: number }>();
  readonly #chosen = new Map<string, string>();

  /** `all`: the servers that Baton is in. */
  constructor(servers: Servers, clock: Clock, all: () => Promise<readonly string[]>) {
    this.#servers = servers;
    this.#clock = clock;
    this.#all = all;
  }

  /** Where a person is together with Baton; the one alone that they chose, where they did. */
  async of(account: string): Promise<readonly string[]> {
    const scopes = await this.#scopes(account);
    const chosen = this.#chosen.get(account);
    return chosen !== undefined && scopes.includes(chosen) ? [chosen] : scopes;
  }

  choose(account: string, scope: string): void {
    this.#chosen.set(account, scope);
  }

  #scopes(account: string): Promise<string[]> {
    const known = this.#known.get(account);
    if (known && known.until > this.#clock.now()) return known.scopes;
    const scopes = this.#look(account);
    this.#known.set(account, { scopes, until: this.#clock.now() + REMEMBERED_MS });
    scopes.then(
      (found) => found.length === 0 && this.#known.delete(account),
      () => this.#known.delete(account),
    );
    return scopes;
  }

  async #look(account: string): Promise<string[]> {
    const found: string[] = [];
    for (const scope of (await this.#all()).slice(0, MOST_LOOKED)) {
      if (await this.#servers.member(scope, account)) found.push(scope);
    }
    return found;
  }
}
