/**
 * The statements of one transaction: each is sent on its connection and nowhere else, and none once the scope is closed
 * or its connection is lost.
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { Connection, Sql } from './client.ts';

/** The tagged template of postgres.js, on the transaction's connection. */
export type ScopedSql = postgres.ISql & { readonly notify: never; readonly file: never };

/** What the work of a transaction sends statements with. */
export interface Scope {
  readonly sql: ScopedSql;
  /** Every query through it is a prepared statement: an unprepared one costs drizzle a round trip more. */
  readonly db: PostgresJsDatabase;
}

/**
 * What postgres.js 3.4.9 keeps of a query and does not declare: `handle` runs when the query is first waited for or
 * executed, and hands it to the connection; `state` is null until it was sent.
 */
interface Held extends Promise<unknown> {
  handle(): Promise<void>;
  reject(error: unknown): void;
  cancel(): void;
  readonly state: object | null;
}

export class Statements {
  /** Called when the connection is lost, with the reason. */
  onlost: (reason: unknown) => void = () => {};
  readonly scope: Scope;
  readonly #unanswered = new Set<Held>();
  readonly #sql: Sql;
  #failure: unknown;
  #refusal: (() => unknown) | undefined;

  constructor(connection: Connection) {
    this.#sql = connection.sql;
    this.scope = lazyScope(
      () => this.#scopedSql(),
      () => this.#database(),
    );
    connection.onlost = () => this.onlost(this.#lose());
  }

  /** What the first statement that failed failed with. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Sends a statement of the transaction's own, closed or not. */
  send(text: string): Promise<{ readonly command: string }> {
    return this.#admit(this.#sql.unsafe(text), true).execute();
  }

  /** Settles with the statements that are on their way. */
  async answered(): Promise<void> {
    if (this.#unanswered.size > 0) await Promise.all(this.#unanswered);
  }

  /** From now on a statement of the scope is rejected with what `refusal` makes, unsent. */
  close(refusal: () => unknown): void {
    this.#refusal ??= refusal;
  }

  #lose(): unknown {
    const reason =
      this.#failure ?? Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' });
    this.close(() => reason);
    // What waited behind another statement would be sent on the next connection, outside any transaction.
    for (const query of this.#unanswered) if (query.state === null) query.cancel();
    return reason;
  }

  /** Makes a query check, at the moment it would be sent, whether it still may be. */
  #admit<Q extends object>(query: Q, always = false): Q {
    const held = query as unknown as Held;
    const send = held.handle;
    let sent = false;
    held.handle = async () => {
      if (sent) return;
      if (this.#refusal && !always) return held.reject(this.#refusal());
      sent = true;
      this.#unanswered.add(held);
      await send.call(held);
    };
    // Not by its own `then`, which would send it. What is refused is handled with that, so need not be waited for.
    Promise.prototype.then.call(
      held,
      () => this.#unanswered.delete(held),
      (error) => {
        this.#unanswered.delete(held);
        if (!sent) return;
        this.#failure ??= error;
        this.close(() => error);
      },
    );
    return query;
  }

  #scopedSql(): ScopedSql {
    const sql = this.#sql;
    const tagged = (first: never, ...rest: never[]): unknown => {
      const made = sql(first, ...rest) as object;
      return 'handle' in made ? this.#admit(made) : made;
    };
    const unsafe: Sql['unsafe'] = (...query) => this.#admit(sql.unsafe(...query)) as never;
    return Object.assign(tagged, {
      unsafe,
      array: sql.array,
      json: sql.json,
      typed: sql.typed,
      types: sql.types,
    }) as never;
  }

  #database(): PostgresJsDatabase {
    const unsafe = (text: string, values: never[]): object =>
      this.#admit(this.#sql.unsafe(text, values, { prepare: true, simple: false } as never));
    // drizzle changes the parsers and serializers of the client it is given: it gets none of ours to change.
    return drizzle({ options: { parsers: {}, serializers: {} }, unsafe } as never);
  }
}

/** Most transactions use one of the two. */
function lazyScope(makeSql: () => ScopedSql, makeDb: () => PostgresJsDatabase): Scope {
  let sql: ScopedSql | undefined;
  let db: PostgresJsDatabase | undefined;
  return {
    get sql() {
      sql ??= makeSql();
      return sql;
    },
    get db() {
      db ??= makeDb();
      return db;
    },
  };
}
