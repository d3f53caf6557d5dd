/**
 * The append-only list of what happened to a record. Each entry's hash covers the one before, so a changed or removed
 * entry shows; words and names live in a payload that can be erased while its digest stays in the chain.
 */

import type { ApprovalEvent } from '../approvals/events.ts';
import type { Instant } from '../calendar.ts';
import type { ApprovalId, ItemId, PersonId } from '../ids.ts';
import type { Changes } from '../work-items/item.ts';

/** Lower-case hexadecimal SHA-256 of a text in UTF-8; passed in, for the domain imports nothing of node. */
export type Sha256 = (text: string) => string;

export interface Payload {
  /** Exactly the fields that changed, with their new values: replaying them in order rebuilds the record. */
  readonly changes: Changes;
  /** Words said with the act: a reason, a comment. */
  readonly words?: string;
  /** For relations: the other item. */
  readonly other?: ItemId;
  /** Who was told of it. */
  readonly told?: readonly PersonId[];
  /** Of an approval, which has a history of its own. */
  readonly approval?: ApprovalEvent;
}

/** What has a history. */
export type RecordId = ItemId | ApprovalId;

/** One thing that happened, before it is chained. */
export interface Happening {
  /** Past tense, one word where one does: `captured`, `claimed`, `due moved`. */
  readonly act: string;
  /** Null when no person did it. */
  readonly actor: PersonId | null;
  /** The rule that caused it, when one did: `task v1: done with reviewers`. */
  readonly rule: string | null;
  readonly at: Instant;
  readonly payload: Payload;
}

export interface Entry {
  readonly record: RecordId;
  readonly seq: number;
  readonly act: string;
  readonly actor: PersonId | null;
  readonly rule: string | null;
  readonly at: Instant;
  readonly payloadDigest: string;
  readonly prev: string;
  readonly hash: string;
  /** Null once erased. */
  readonly payload: Payload | null;
  readonly salt: string;
}

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** Where every chain starts. */
export const GENESIS: Head = { seq: 0, hash: '0'.repeat(64) };

/** JSON with keys sorted at every depth: the one text of a value, whatever order it was built or stored in. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v ?? null)).join(',')}]`;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name];
    if (field !== undefined) text += `${text && ','}${JSON.stringify(name)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

/** Chains `happening` behind `head`. `salt` keeps a short payload from being guessed from its digest. */
export function chain(
  record: RecordId,
  head: Head,
  happening: Happening,
  salt: string,
  sha256: Sha256,
): Entry {
  const { act, actor, rule, at, payload } = happening;
  const seq = head.seq + 1;
  const payloadDigest = sha256(`${salt}.${canonicalJson(payload)}`);
  const hash = sha256(canonicalJson([record, seq, actor, act, rule, at, payloadDigest, head.hash]));
  return { record, seq, act, actor, rule, at, payloadDigest, prev: head.hash, hash, payload, salt };
}

/** What is wrong with a record's history, and at which entry first; null when it holds. */
export interface Flaw {
  readonly seq: number;
  readonly what: 'missing' | 'altered' | 'payload altered' | 'head differs';
}

/** Checks a record's whole history against the head its row holds. An erased payload is no flaw. */
export function verify(entries: readonly Entry[], head: Head, sha256: Sha256): Flaw | null {
  let prev = GENESIS;
  for (const entry of entries) {
    if (entry.seq !== prev.seq + 1) return { seq: prev.seq + 1, what: 'missing' };
    const { record, seq, actor, act, rule, at, payloadDigest } = entry;
    const hash = sha256(canonicalJson([record, seq, actor, act, rule, at, payloadDigest, prev.hash]));
    if (entry.prev !== prev.hash || entry.hash !== hash) return { seq, what: 'altered' };
    if (entry.payload !== null && sha256(`${entry.salt}.${canonicalJson(entry.payload)}`) !== payloadDigest) {
      return { seq, what: 'payload altered' };
    }
    prev = { seq, hash };
  }
  if (prev.seq < head.seq) return { seq: prev.seq + 1, what: 'missing' };
  if (prev.seq > head.seq) return { seq: head.seq + 1, what: 'head differs' };
  return prev.hash === head.hash ? null : { seq: prev.seq, what: 'head differs' };
}
