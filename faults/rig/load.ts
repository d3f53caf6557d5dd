/** Several people at work at once, until they are told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Memory } from './memory.ts';
import { type Actor, begin, operate } from './operations.ts';
import { createPlaygroundClient } from './playground.ts';
import type { Random } from './random.ts';
import { Tried } from './tried.ts';

export interface LoadOptions {
  /** Asked for before each request. */
  readonly url: () => string;
  readonly random: Random;
  /** People at work at once. */
  readonly people?: number;
  /** Between two things that one of them does, in milliseconds, on average. */
  readonly everyMs?: number;
  /** How long they wait for an answer, in milliseconds. */
  readonly withinMs?: number;
  /** Operations in all. */
  readonly most?: number;
}

export interface Load {
  readonly tried: Tried;
  /** No one begins anything new; resolves when everyone has been answered. */
  stop(): Promise<void>;
  /** Resolves when so many operations were begun, or everyone has gone; stops nothing. */
  done(operations: number): Promise<void>;
}

/** A bound on what a run may send, whatever a row asks for. */
const MOST = 5_000;
const PAUSE_MS = 300;

export function startLoad({
  url,
  random,
  people = 4,
  everyMs = 30,
  withinMs,
  most = MOST,
}: LoadOptions): Load {
  const tried = new Tried();
  const memory = new Memory();
  const client = createPlaygroundClient(url, withinMs);
  let working = true;
  let operations = 0;
  const work = async (actor: Actor): Promise<void> => {
    await begin(actor);
    while (working && operations < most) {
      operations += 1;
      const unanswered = tried.count('unknown');
      await operate(actor);
      await sleep(actor.random.next() * 2 * everyMs);
      // Nobody goes on at once who was not answered.
      if (tried.count('unknown') > unanswered) await sleep(PAUSE_MS);
    }
  };
  const everyone = Promise.all(
    Array.from({ length: people }, () => work({ client, memory, random: random.fork(), tried })),
  );
  let over = false;
  // Whoever stops them hears of a fault of the rig's own; nobody waits yet.
  everyone
    .catch(() => {})
    .finally(() => {
      over = true;
    });
  return {
    tried,
    stop: async () => {
      working = false;
      await everyone;
    },
    done: async (wanted) => {
      while (operations < wanted && !over) await sleep(20);
    },
  };
}
