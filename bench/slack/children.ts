/** Processes of the bench's own: each side by itself, and Slack by itself, told what to do and asked how it went. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { PACKAGE_JSON } from '../../src/files.ts';

export type SideName = 'slack' | 'baton' | 'bolt' | 'chat-sdk' | 'posts';
/** Where a side stands, below the bench. */
type SidePath = `${string}/sides/${string}`;

export interface Child<Ready> {
  /** What it said when it was ready. */
  readonly ready: Ready;
  /** Asks it something and waits for the answer. */
  ask<Answer>(question: object): Promise<Answer>;
  /** Megabytes of memory that are resident. */
  resident(): Promise<number>;
  stop(): Promise<void>;
}

interface Said {
  readonly ready?: unknown;
  readonly answer?: unknown;
  readonly error?: string;
}

/** Starts a side, bundled beside this file; resolves when it is ready. */
export async function startChild<Ready>(side: SideName | SidePath, told: object): Promise<Child<Ready>> {
  const path = side.includes('/') ? side : `slack/sides/${side}`;
  const child = fork(new URL(`bench/.built/${path}.js`, PACKAGE_JSON), [JSON.stringify(told)], {
    execArgv: process.env.BENCH_PROFILE === side ? ['--cpu-prof', '--cpu-prof-dir=bench/.built'] : [],
  });
  const next = (): Promise<Said> =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`${side} ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (said: Said) => {
        child.off('exit', ended);
        if (said.error === undefined) resolve(said);
        else reject(new Error(`${side}: ${said.error}`));
      });
    });
  const { ready } = await next();
  return {
    ready: ready as Ready,
    async ask(question) {
      const answered = next();
      child.send(question);
      return (await answered).answer as never;
    },
    resident: () => residentOf(child),
    async stop() {
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.disconnect();
      await ended;
    },
  };
}

async function residentOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** In a side: what it was told. */
export const told = <T>(): T => JSON.parse(process.argv[2] ?? '{}') as T;

/** In a side: says that it is ready, answers what it is asked, one after another, and ends when it is let go. */
export function serve<Question>(
  ready: object,
  answer: (question: Question) => Promise<unknown> = async () => null,
): void {
  process.on('message', (question) => {
    answer(question as Question).then(
      (given) => process.send?.({ answer: given }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ ready });
}
