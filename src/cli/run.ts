/** Finds the verb that was typed, reads its options, runs it, and turns what went wrong into a line and an exit code. */
import { parseArgs } from 'node:util';
import { nearest } from '../commands/nearest.ts';
import { ConfigError } from '../config.ts';
import { help, helpOf, usage, version } from './help.ts';
import type { Terminal } from './terminal.ts';
import { type Arguments, EXIT, UsageError, type Verb } from './verb.ts';
import { verbs } from './verbs.ts';

/**
 * Answers with the exit code of the process.
 * @throws what is a fault of ours.
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await obey(words, terminal);
  } catch (error) {
    if (!isOneLine(error)) throw error;
    terminal.err(`baton: ${error.message}`);
    return EXIT.wrong;
  }
}

async function obey([name, ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  switch (name) {
    case undefined:
      terminal.err(help());
      return EXIT.wrong;
    case 'version':
    case '--version':
      terminal.out(version());
      return EXIT.fine;
    case 'help':
    case '--help':
    case '-h':
      terminal.out(rest[0] === undefined ? help() : helpOf(rest[0], verbNamed(rest[0])));
      return EXIT.fine;
  }
  const verb = verbNamed(name);
  const args = readArguments(name, verb, rest);
  if (args.values.help) {
    terminal.out(helpOf(name, verb));
    return EXIT.fine;
  }
  const runVerb = await verb.load();
  return runVerb(args, terminal);
}

function verbNamed(name: string): Verb {
  const verb = verbs.get(name);
  if (verb) return verb;
  const near = nearest(name, [...verbs.keys()]);
  throw new UsageError(
    `“${name}” is no verb. ${near === null ? '“baton help” lists them.' : `Did you mean “baton ${near}”?`}`,
  );
}

function readArguments(name: string, verb: Verb, args: readonly string[]): Arguments {
  const options = { ...verb.options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: verb.words !== undefined });
  } catch (error) {
    throw new UsageError(
      complaint(error as Error, Object.keys(options)) ?? `Write it as: ${usage(name, verb)}`,
    );
  }
}

/** What parseArgs found, where a suggestion says more than how the verb is used. */
function complaint(error: Error, options: readonly string[]): string | null {
  const [, unknown] = /^Unknown option '--?([^']+)'/.exec(error.message) ?? [];
  const near = unknown === undefined ? null : nearest(unknown, options);
  return near === null ? null : `“--${unknown}” is no option. Did you mean “--${near}”?`;
}

/** Errors that are one line for whoever started Baton; all others are faults. */
const isOneLine = (error: unknown): error is Error =>
  error instanceof UsageError ||
  error instanceof ConfigError ||
  (error instanceof Error && error.name === 'StartError');
