/**
 * The guarded transaction: every statement of the product runs in one.
 *
 * It keeps what postgres.js 3.4.9 alone does not: when a connection dies under a transaction, no later statement of its
 * scope is sent anywhere (postgres.js would send it on the next connection, outside any transaction), the caller hears
 * of it at once, and the scope reaches neither a rollback nor a commit of its own.
 */
import { DrizzleQueryError } from 'drizzle-orm/errors';
import postgres from 'postgres';
import type { WorkspaceId } from '../../coordination/ids.ts';
import { TookTooLong } from '../../coordination/ports.ts';
import type { Client, Connection, Pool } from './client.ts';
import { Deadline } from './deadline.ts';
import { type Scope, type ScopedSql, Statements } from './scope.ts';
import { isConnectionError, StoreUnavailable } from './store-unavailable.ts';

export type { Scope };

/**
 * `baton_app` is bound to one workspace and sees nothing without; `baton_claim` sees every workspace, but of inbox and
 * outbox alone, and no content; `owner` is the connecting user, whose transactions may take any time.
 */
export type Role = 'baton_app' | 'baton_claim' | 'owner';

export interface TransactOptions {
  readonly role: Role;
  readonly workspaceId?: WorkspaceId;
  /** Default `read committed`. */
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** Ends the transaction with TookTooLong when its commit is not on its way after so many milliseconds. */
  readonly withinMs?: number;
  /** Set on what is done while another transaction waits for it, which must not wait for that one's connections. */
  readonly beside?: boolean;
  /** Set on what a platform waits for, which must not stand in line behind what is done with it. */
  readonly intake?: boolean;
}

/** A transaction that has not reached its commit by then is undone. */
const LONGEST_MS = 30_000;
/** A commit or rollback that is not answered by then is given up with its connection. */
const ENDING_MS = 10_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Runs `work` in one transaction, within the role's rights. What `work` throws undoes everything and is thrown on, and
 * so is the error of a statement, even one that `work` caught. Statements need not wait for one another, and those that
 * `work` did not wait for travel with the commit.
 *
 * @throws StoreUnavailable when the database cannot be reached, goes away, or has not answered after 30 s.
 * @throws TookTooLong see `withinMs`; nothing was written.
 */
export async function transact<T>(
  client: Client,
  options: TransactOptions,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const opening = openingOf(options);
  const pool = poolOf(client, options);
  const deadline = new Deadline(options.withinMs ?? (options.role === 'owner' ? null : LONGEST_MS));
  const late = (): Error =>
    options.withinMs === undefined ? new StoreUnavailable('no answer in time', 'nothing') : new TookTooLong();
  try {
    const connection = await pool.take(deadline, late);
    const statements = new Statements(connection);
    try {
      const result = await unlessOver(run(opening, work, statements), statements, deadline, late);
      await commit(statements, deadline);
      pool.give(connection, false);
      return result;
    } catch (error) {
      statements.close(() => error);
      const undone = undo(connection, statements).then((clean) => pool.give(connection, !clean));
      if (!deadline.isPast) await undone;
      throw reasonOf(error, connection, statements, options);
    }
  } finally {
    deadline.clear();
  }
}

/**
 * The same for a single statement, whose answer decides nothing before the commit: both go in one round trip. The answer
 * is told once it is committed.
 */
export async function transactAlone<Row extends readonly postgres.MaybeRow[]>(
  client: Client,
  options: TransactOptions,
  ask: (sql: ScopedSql) => postgres.PendingQuery<Row>,
): Promise<postgres.RowList<Row>> {
  const { rows } = await transact(client, options, async ({ sql }) => ({ rows: ask(sql).execute() }));
  return rows;
}

/** A transaction to read in for as long as its reader takes. */
export interface Reading {
  readonly scope: Scope;
  /** Has to be called, whatever happens. */
  end(): Promise<void>;
}

/**
 * Begins to read at one instant, within the role's rights and without a limit of time: for a reader that cannot be one
 * function, as a generator cannot. Once the connection is lost every statement is rejected.
 */
export async function beginReading(
  client: Client,
  options: Pick<TransactOptions, 'role' | 'workspaceId'>,
): Promise<Reading> {
  const pool = client.pools.owner;
  const connection = await pool.take(new Deadline(null), () => new Error());
  const statements = new Statements(connection);
  statements.send(openingOf({ ...options, isolation: 'repeatable read' }));
  return {
    scope: statements.scope,
    end: async () => {
      statements.close(() => new Error('a statement was sent after its transaction had ended'));
      pool.give(connection, !(await undo(connection, statements)));
    },
  };
}

const poolOf = ({ pools }: Client, { role, beside, intake }: TransactOptions): Pool => {
  if (role === 'owner') return pools.owner;
  if (intake) return pools.intake;
  return beside ? pools.beside : pools.app;
};

/** BEGIN with the role and the workspace, as one message. */
function openingOf({ role, workspaceId, isolation = 'read committed', withinMs }: TransactOptions): string {
  if (workspaceId !== undefined && !UUID.test(workspaceId))
    throw new TypeError('a workspace is named by a UUID');
  return [
    `begin isolation level ${isolation}`,
    ...(role === 'owner' ? [] : [`set local role ${role}`]),
    ...(workspaceId === undefined ? [] : [`set local baton.workspace_id = '${workspaceId}'`]),
    ...(withinMs === undefined ? [] : [`set local statement_timeout = ${Math.max(1, Math.ceil(withinMs))}`]),
  ].join(';');
}

/** Settles as `work` does, unless the connection is lost or the deadline passes before. */
function unlessOver<T>(
  work: Promise<T>,
  statements: Statements,
  deadline: Deadline,
  late: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    statements.onlost = reject;
    deadline.onpast = () => reject(late());
    work.then(resolve, reject);
  });
}

async function run<T>(
  opening: string,
  work: (scope: Scope) => Promise<T>,
  statements: Statements,
): Promise<T> {
  // Its answer is not waited for: it travels with the first statement of `work`.
  statements.send(opening);
  const result = await work(statements.scope);
  if (statements.failure !== undefined) throw statements.failure;
  return result;
}

async function commit(statements: Statements, deadline: Deadline): Promise<void> {
  deadline.extend(ENDING_MS);
  const unanswered = statements.answered();
  const ending = statements.send('commit');
  statements.close(() => new Error('a statement was sent after its transaction had ended'));
  const late = (): Error => new StoreUnavailable('no answer to a commit', 'unknown');
  try {
    const [{ command }] = await unlessOver(Promise.all([ending, unanswered]), statements, deadline, late);
    if (command !== 'COMMIT') throw new Error('the database undid the transaction');
  } catch (error) {
    throw isConnectionError(error) ? new StoreUnavailable(error.message, 'unknown', error) : error;
  }
}

/** True when the transaction is known to be undone and its connection fit for the next. */
async function undo(connection: Connection, statements: Statements): Promise<boolean> {
  if (connection.lost || isConnectionError(statements.failure)) return false;
  const deadline = new Deadline(ENDING_MS);
  try {
    const late = (): Error => new Error('no answer to a rollback');
    await unlessOver(statements.send('rollback'), statements, deadline, late);
    return true;
  } catch {
    return false;
  } finally {
    deadline.clear();
  }
}

/** What the caller is told: the first cause, without the words and values that drizzle wraps around it. */
function reasonOf(
  thrown: unknown,
  connection: Connection,
  { failure }: Statements,
  { withinMs }: TransactOptions,
): unknown {
  if (thrown instanceof StoreUnavailable || thrown instanceof TookTooLong) return thrown;
  const error = thrown instanceof DrizzleQueryError ? thrown.cause : thrown;
  if (connection.lost || isConnectionError(error)) {
    const cause = failure ?? error;
    return new StoreUnavailable(cause instanceof Error ? cause.message : String(cause), 'nothing', cause);
  }
  // A statement that follows one that failed says no more than that.
  const cause = codeOf(error) === '25P02' ? failure : error;
  return codeOf(cause) === '57014' && withinMs !== undefined ? new TookTooLong() : cause;
}

const codeOf = (error: unknown): string | null =>
  error instanceof postgres.PostgresError ? error.code : null;
