/** The database could not be reached, went away, or did not answer in time. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  /** `nothing` is certain; `unknown` when the connection was lost while the commit was on its way. */
  readonly written: 'nothing' | 'unknown';

  constructor(why: string, written: 'nothing' | 'unknown', cause?: unknown) {
    super(`the database is unavailable: ${why}`, { cause });
    this.written = written;
  }
}

/** True for what ends a connection: a socket's error, postgres.js giving it up, or the server ending it. */
export function isConnectionError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code = '', severity = '' } = error as { code?: string; severity?: string };
  return (
    /^(CONNECTION_|CONNECT_TIMEOUT$|E[A-Z_]+$)/.test(code) || severity === 'FATAL' || severity === 'PANIC'
  );
}
