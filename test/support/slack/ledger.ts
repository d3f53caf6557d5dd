/** What Slack accepted, apart from what it answered: an answer may be lost, an effect is there. */
import type { Attachment, Block, Message, Metadata, View } from './shapes.ts';

export interface Effect {
  /** Counts from 1. */
  readonly seq: number;
  /** Milliseconds, of the computer's clock. */
  readonly at: number;
  readonly team: string;
  readonly effect:
    | 'posted'
    | 'updated'
    | 'deleted'
    | 'ephemeral'
    | 'view'
    | 'home'
    | 'reacted'
    | 'uploaded'
    | 'installed'
    | 'uninstalled';
  /** The Web API's method, `response_url`, or `ack`. */
  readonly via: string;
  readonly channel?: string;
  readonly ts?: string;
  readonly thread?: string;
  /** Who sees an ephemeral, a view or a home tab. */
  readonly user?: string;
  readonly text?: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly Attachment[];
  readonly metadata?: Metadata;
  readonly view?: View;
  /** The emoji of a reaction, the name of a file. */
  readonly name?: string;
}

export interface Refusal {
  readonly via: string;
  readonly error: string;
  readonly details: readonly string[];
}

export interface Ledger {
  readonly effects: readonly Effect[];
  /** What was refused because of what it said: a payload beyond Slack's limits, or none at all. */
  readonly refusals: readonly Refusal[];
  /** Method → answer (`ok`, an error code, a status, `lost`, `hung`) → how often. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  add(effect: Omit<Effect, 'seq' | 'at'>): void;
  refuse(refusal: Refusal): void;
  answered(method: string, answer: string): void;
  /** Effects after this one. */
  since(seq: number): readonly Effect[];
  readonly last: number;
  clear(): void;
}

export function createLedger(): Ledger {
  let effects: Effect[] = [];
  let refusals: Refusal[] = [];
  let answers: Record<string, Record<string, number>> = {};
  let seq = 0;
  return {
    get effects() {
      return effects;
    },
    get refusals() {
      return refusals;
    },
    get answers() {
      return answers;
    },
    get last() {
      return seq;
    },
    add: (effect) => void effects.push({ seq: ++seq, at: Date.now(), ...effect }),
    refuse: (refusal) => void refusals.push(refusal),
    answered(method, answer) {
      answers[method] ??= {};
      const counts = answers[method];
      counts[answer] = (counts[answer] ?? 0) + 1;
    },
    since: (from) => effects.slice(Math.max(0, effects.length - (seq - from))),
    clear() {
      effects = [];
      refusals = [];
      answers = {};
    },
  };
}

/** A message as its line of the ledger. */
export function saidIn(channel: string, message: Message): Partial<Effect> {
  const { ts, text, blocks, attachments, metadata, thread_ts } = message;
  const said: { -readonly [K in keyof Effect]?: Effect[K] } = { channel, ts, text };
  if (blocks) said.blocks = blocks;
  if (attachments) said.attachments = attachments;
  if (metadata) said.metadata = metadata;
  if (thread_ts !== undefined && thread_ts !== ts) said.thread = thread_ts;
  return said;
}
