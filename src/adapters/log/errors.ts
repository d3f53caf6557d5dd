/**
 * What a log says of an error: what it is, its code, its words and where it was thrown. Parameters of queries, details
 * of constraints and other fields stay out, for they carry what people wrote.
 */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly at: readonly string[];
  readonly cause?: LoggedError;
}

const DEEPEST_CAUSE = 5;
const LONGEST_MESSAGE = 2_000;

/** drizzle writes the parameters of a failed query into its message, behind this. */
const PARAMETERS = /\nparams: [\s\S]*$/;

export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: briefly(String(error)), at: [] };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: briefly(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    at: frames(error.stack),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE
      ? { cause: errorForLog(error.cause, depth + 1) }
      : {}),
  };
}

/** The words of an error without the parameters of a query. */
export const briefly = (message: string): string => message.replace(PARAMETERS, '').slice(0, LONGEST_MESSAGE);

/** The lines of a stack that name places; the message before them may hold parameters. */
const frames = (stack = ''): string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .map((line) => line.trim().slice('at '.length));
