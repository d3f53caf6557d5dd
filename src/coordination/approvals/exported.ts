/** An approval as a record that stands alone: what was asked, every vote, and the chain of hashes that holds them. */
import { z } from 'zod';
import { canonicalJson, type Entry, type Sha256, verify } from '../history/history.ts';
import type { ApprovalFacts } from './approval.ts';
import { replayApproval } from './events.ts';

const link = z.object({ url: z.string(), text: z.string() });
const due = z.object({ at: z.number(), zone: z.string(), timed: z.boolean() });
const facts = z.object({
  requester: z.string(),
  rule: z.object({ rule: z.enum(['any', 'all', 'count', 'sequence']), need: z.number().optional() }),
  ruleVersion: z.number(),
  seats: z.array(z.object({ person: z.string().optional(), team: z.string().optional() })),
  standIns: z.array(z.object({ seat: z.number(), person: z.string() })).optional(),
  delegates: z.boolean(),
  deadline: due,
  state: z.enum(['pending', 'approved', 'rejected', 'lapsed', 'withdrawn']),
  endedAt: z.number().nullable(),
  endedWith: z.enum(['done', 'cancelled', 'sent back']).nullable().optional(),
  revisions: z.array(
    z.object({
      number: z.number(),
      text: z.string(),
      fields: z.record(z.string(), z.string()),
      links: z.array(link),
      at: z.number(),
      by: z.string().nullable(),
    }),
  ),
  closing: z.array(z.array(z.object({ person: z.string(), for: z.string().nullable() }))).nullable(),
  votes: z.array(
    z.object({
      person: z.string(),
      for: z.string().nullable(),
      answer: z.enum(['approve', 'reject', 'changes']),
      revision: z.number(),
      at: z.number(),
      by: z.enum(['reaction', 'press']),
      reason: z.string().nullable(),
    }),
  ),
  unread: z.boolean(),
  gate: z.boolean(),
});

const entry = z.object({
  record: z.string(),
  seq: z.number(),
  act: z.string(),
  actor: z.string().nullable(),
  rule: z.string().nullable(),
  at: z.number(),
  payloadDigest: z.string(),
  prev: z.string(),
  hash: z.string(),
  payload: z.unknown(),
  salt: z.string(),
});

export const exportedSchema = z.object({
  baton: z.literal('approval'),
  version: z.literal(1),
  workspace: z.object({ id: z.string(), name: z.string() }),
  /** `A-7`. */
  key: z.string(),
  item: z.object({ key: z.string(), title: z.string() }),
  approval: facts,
  head: z.object({ seq: z.number(), hash: z.string() }),
  /** Names by id, as they were when it was exported. */
  names: z.record(z.string(), z.string()),
  /** Where it was asked. */
  messages: z.array(
    z.object({
      platform: z.string(),
      scope: z.string(),
      channel: z.string(),
      message: z.string(),
      revision: z.number(),
      /** Where a browser finds it, or its channel; null where none does. */
      url: z.string().nullable().optional(),
    }),
  ),
  history: z.array(entry),
});

export type ExportedApproval = z.infer<typeof exportedSchema>;

/** The schema has checked the shape; that an id is a person's or a team's, JSON cannot tell. */
const branded = <T>(checked: unknown): T => checked as T;

/** What is wrong with a record, in words, the first fault alone; null when it holds. */
export function flawOf(record: ExportedApproval, sha256: Sha256): string | null {
  const entries = branded<readonly Entry[]>(record.history);
  const flaw = verify(entries, record.head, sha256);
  if (flaw) return `entry ${flaw.seq} ${flaw.what}`;
  const made = replayApproval(entries.map((e) => e.payload?.approval ?? null));
  if (made === null) return null;
  const shown: Readonly<Record<string, unknown>> = record.approval;
  const differs = Object.entries(made).find(([name, value]) => !same(value, shown[name]));
  return differs ? `“${differs[0]}” differs from what its history makes of it` : null;
}

const same = (one: unknown, other: unknown): boolean =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null);

/** Entries whose words were erased: the chain holds without, and what they said cannot be compared. */
export const erasedIn = (record: ExportedApproval): number =>
  record.history.filter((e) => e.payload === null).length;

export const factsOf = (record: ExportedApproval): ApprovalFacts => branded<ApprovalFacts>(record.approval);
