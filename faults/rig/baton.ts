/** A Baton of the rig: the program as it is shipped, in a process of its own, that can be ended at a step. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The steps of a message's way, in order, as src/adapters names them. */
export const STEPS = [
  'inbox:received',
  'inbox:claimed',
  'store:decided',
  'store:committed',
  'inbox:handled',
  'outbox:claimed',
  'outbox:rendered',
  'outbox:sent',
  'outbox:marked',
] as const;
/** The steps of a clock's way: of nudges, standups and weeks. */
export const CLOCK_STEPS = ['clocks:claimed', 'clocks:ran'] as const;
export type Step = (typeof STEPS)[number] | (typeof CLOCK_STEPS)[number];

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface BatonOptions {
  readonly databaseUrl: string;
  readonly port: number;
  /** Milliseconds that the process's clock is wrong by. */
  readonly wrongBy?: number;
  /** What it serves; the playground when unset. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface BatonProcess {
  readonly url: string;
  readonly ended: Promise<Ended>;
  readonly alive: boolean;
  /** The last lines it wrote. */
  readonly lines: readonly string[];
  /** Resolves once it is ready; throws with what it wrote when it ends instead, or is not within 30 seconds. */
  ready(): Promise<void>;
  /** Sends itself the signal when it passes a step for the `passing`th time from now on. */
  arm(step: Step, passing?: number, signal?: 'SIGKILL' | 'SIGSTOP'): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once, whatever it does. */
  kill(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const INSIDE = new URL('inside.mjs', import.meta.url);
const READY_MS = 30_000;
const ARMED_MS = 20_000;
const KEPT_LINES = 200;

/** Starts it, and does not wait for it. */
export async function startBaton({
  databaseUrl,
  port,
  wrongBy = 0,
  environment = { PLAYGROUND: '1' },
}: BatonOptions): Promise<BatonProcess> {
  if (!existsSync(PROGRAM)) throw new Error('Baton is not built: run `npm run build` first.');
  const home = await mkdtemp(join(tmpdir(), 'baton-faults-'));
  const inside = new URL(`?wrong-by=${wrongBy}`, INSIDE);
  const child = spawn(process.execPath, ['--import', inside.href, PROGRAM, 'serve'], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      BATON_DATA_DIR: home,
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines = kept(child);
  const ended = once(child, 'exit').then(async ([code, signal]): Promise<Ended> => {
    await rm(home, { recursive: true, force: true });
    return { code, signal };
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    ended,
    lines,
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    ready: () => untilReady(url, child, lines),
    arm: (step, passing = 1, signal = 'SIGKILL') => arm(child, { step, passing, signal }),
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function kept(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    });
  }
  return lines;
}

async function untilReady(url: string, child: ChildProcess, lines: readonly string[]): Promise<void> {
  const end = performance.now() + READY_MS;
  let last = 'no answer';
  while (performance.now() < end && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (answer?.status === 200) return;
    if (answer) last = await answer.text();
    await sleep(20);
  }
  throw new Error(
    `Baton did not become ready (${last}; ${child.exitCode ?? child.signalCode ?? 'alive'}):\n${lines.slice(-20).join('\n')}`,
  );
}

/** Both sides may be kept from their turn by all else that is at play. */
async function arm(child: ChildProcess, order: object): Promise<void> {
  const answered = once(child, 'message', { signal: AbortSignal.timeout(ARMED_MS) });
  child.send(order);
  await answered;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
