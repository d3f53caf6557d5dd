/** The program as it is shipped, as a child process of the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Program {
  readonly child: ChildProcess;
  /** What it wrote so far. */
  readonly written: { out: string; err: string };
  /** The exit code; the signal's name where a signal ended it. */
  readonly ended: Promise<number | string>;
  /** Resolves when its output holds this; throws with the output when it ends before. */
  says(words: string): Promise<void>;
}

/** Runs `baton` in a folder, with these variables and no others. */
export function program(
  words: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, [...nodeOptions, PROGRAM, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.err += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    child,
    written,
    ended,
    says: async (words) => {
      while (!written.out.includes(words)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended: ${written.out}${written.err}`);
        await sleep(5);
      }
    },
  };
}
