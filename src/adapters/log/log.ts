/** The log: JSON lines for machines, short lines for a person at a terminal; secrets in neither. */
import { destination, type LogFn, type Logger, pino, stdTimeFunctions } from 'pino';
import { briefly, errorForLog, type LoggedError } from './errors.ts';
import { redactor } from './redact.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level: string;
  /** `people` at a terminal, `json` elsewhere. */
  readonly format: 'people' | 'json';
  /** Takes a finished line with its line break; standard output when left out. */
  readonly write?: (line: string) => void;
}

export interface Logging {
  readonly log: Log;
  /** From now on no line holds these secrets. */
  hide(secrets: readonly string[]): void;
}

export function createLog({ level, format, write = toStandardOutput() }: LogOptions): Logging {
  const hidden: string[] = [];
  let redact = redactor(hidden);
  const shape = format === 'people' ? forPeople : (line: string) => line;
  const log = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { logMethod: withBriefMessage },
      serializers: { err: (error: unknown) => errorForLog(error) },
    },
    { write: (line) => write(shape(redact(line))) },
  );
  const hide = (secrets: readonly string[]): void => {
    hidden.push(...secrets);
    redact = redactor(hidden);
  };
  return { log, hide };
}

/** An error given without words lends its own, which pino would take over whole, parameters and all. */
function withBriefMessage(this: Log, [first, ...words]: Parameters<LogFn>, method: LogFn): void {
  const fields = first instanceof Error ? { err: first } : first;
  const error = (fields as { err?: unknown } | null)?.err;
  const message = words.length === 0 && error instanceof Error ? [briefly(error.message)] : words;
  method.apply(this, [fields, ...message] as Parameters<LogFn>);
}

/** Written before the call returns, so that the last words of a dying process arrive. */
function toStandardOutput(): (line: string) => void {
  const stdout = destination({ dest: 1, sync: true });
  return (line) => stdout.write(line);
}

/** `Baton is ready: …`; from warnings on, the level and the error as well. */
function forPeople(line: string): string {
  const { level, time: _, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const grave = level !== 'info' && level !== 'debug' && level !== 'trace';
  const details = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const words = [...(grave ? [`${level}:`] : []), msg, ...details].filter(Boolean).join(' ');
  return `${[words, ...explained(err as LoggedError | undefined)].join('\n').replace(/[^\P{Cc}\n]/gu, ' ')}\n`;
}

const explained = (error: LoggedError | undefined): string[] =>
  error === undefined
    ? []
    : [
        `  ${error.type}: ${error.message}`,
        ...error.at.map((place) => `    at ${place}`),
        ...explained(error.cause),
      ];
