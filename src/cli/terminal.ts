/** Where a verb of the CLI writes: results to standard output, everything said about the work to standard error. */
import { once } from 'node:events';

export interface Terminal {
  /** One or more lines of the result. Settles when more may be written. */
  out(lines: string): Promise<void>;
  /** A line for people. */
  err(line: string): void;
  /** Shows how long work is getting on. */
  progress(what: string): Progress;
  /** Asks a question and reads a line; null where nobody can answer. */
  ask(question: string): Promise<string | null>;
}

export interface Progress {
  /** `at(1200, 5000)` shows `what: 1,200 of 5,000`. */
  at(done: number, total: number): void;
  /** Leaves the last state standing. */
  end(): void;
}

/** Between two lines where lines cannot be overwritten, in milliseconds. */
const LINE_EVERY = 3_000;

interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export function createTerminal({ stdin, stdout, stderr }: Streams): Terminal {
  return {
    out: async (lines) => {
      if (!stdout.write(`${lines}\n`)) await once(stdout, 'drain');
    },
    err: (line) => void stderr.write(`${line}\n`),
    progress: (what) => (stderr.isTTY ? overwriting(what, stderr) : lineByLine(what, stderr)),
    ask: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) return null;
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: stdin, output: stderr });
      // At the end of the input no answer comes, and the question would be asked for ever.
      const ended = once(lines, 'close').then(() => '');
      return Promise.race([lines.question(question), ended]).finally(() => lines.close());
    },
  };
}

const count = (value: number): string => value.toLocaleString('en-GB');
const words = (what: string, done: number, total: number): string =>
  `${what}: ${count(done)} of ${count(total)}`;

function overwriting(what: string, stderr: NodeJS.WriteStream): Progress {
  let shown = false;
  return {
    at: (done, total) => {
      shown = true;
      stderr.write(`\r\u001b[K${words(what, done, total)}`);
    },
    end: () => {
      if (shown) stderr.write('\n');
    },
  };
}

function lineByLine(what: string, stderr: NodeJS.WriteStream): Progress {
  let shown = performance.now();
  return {
    at: (done, total) => {
      if (performance.now() - shown < LINE_EVERY) return;
      shown = performance.now();
      stderr.write(`${words(what, done, total)}\n`);
    },
    end: () => {},
  };
}
