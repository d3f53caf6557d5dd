import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ApprovalFacts, Vote } from '../../../src/coordination/approvals/approval.ts';
import { type ApprovalEvent, after, eraseFromApproval } from '../../../src/coordination/approvals/events.ts';
import {
  type ExportedApproval,
  exportedSchema,
  flawOf,
} from '../../../src/coordination/approvals/exported.ts';
import { exportedPage, recordIn } from '../../../src/coordination/approvals/exported-page.ts';
import { chain, type Entry, GENESIS } from '../../../src/coordination/history/history.ts';
import type { ApprovalId, PersonId } from '../../../src/coordination/ids.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const iso = (at: number): string => new Date(at).toISOString();
const [ANA, BO, KIM] = ['ana', 'bo', 'kim'] as PersonId[] as [PersonId, PersonId, PersonId];

const asked: ApprovalFacts = {
  requester: ANA,
  rule: { rule: 'count', need: 2 },
  ruleVersion: 1,
  seats: [{ person: BO }, { person: KIM }],
  delegates: true,
  deadline: { at: 9_000, zone: 'Europe/London', timed: true },
  state: 'pending',
  endedAt: null,
  revisions: [{ number: 1, text: 'pay <100>', fields: { Title: 'The & terms' }, links: [], at: 1, by: ANA }],
  closing: null,
  votes: [],
  unread: false,
  gate: false,
};
const vote = (person: PersonId, reason: string | null = null): Vote => ({
  person,
  for: null,
  answer: 'approve',
  revision: 1,
  at: 5,
  by: 'press',
  reason,
});
const EVENTS: readonly (readonly [string, PersonId | null, ApprovalEvent])[] = [
  ['asked', ANA, { event: 'asked', facts: asked }],
  ['approved it', BO, { event: 'voted', vote: vote(BO, 'fine <by> me') }],
  ['approved it', KIM, { event: 'voted', vote: vote(KIM) }],
  [
    'approved',
    null,
    { event: 'ended', state: 'approved', at: 6, closing: [[{ person: BO, for: null }], []] },
  ],
];

function exported(): ExportedApproval {
  let head = GENESIS;
  let facts = asked;
  const history: Entry[] = [];
  for (const [act, actor, event] of EVENTS) {
    const payload = { changes: {}, approval: event };
    const entry = chain('a' as ApprovalId, head, { act, actor, rule: null, at: 5, payload }, 'salt', sha256);
    history.push(entry);
    head = { seq: entry.seq, hash: entry.hash };
    facts = after(facts, event);
  }
  const record = {
    ...{ baton: 'approval', version: 1, workspace: { id: 'w', name: 'Northwind' }, key: 'A-7' },
    item: { key: 'W-12', title: 'The & terms' },
    ...{ approval: facts, head, names: { ana: 'Ana', bo: 'Bo', kim: 'Kim' }, messages: [], history },
  };
  return exportedSchema.parse(JSON.parse(JSON.stringify(record)));
}

const tampered = (change: (record: ExportedApproval) => void): string | null => {
  const record = exported();
  change(record);
  return flawOf(record, sha256);
};

describe('an exported approval', () => {
  test('as a page says which votes are void, and links where it was asked', () => {
    const record = exported();
    const sent = { platform: 'discord', scope: '1', channel: '2', message: '3', revision: 1 };
    const more = {
      revisions: [...record.approval.revisions, { ...record.approval.revisions[0], number: 2 }],
      votes: [...record.approval.votes, { ...record.approval.votes[0], revision: 2 }],
    };
    const page = exportedPage(
      exportedSchema.parse({
        ...record,
        approval: { ...record.approval, ...more },
        messages: [
          { ...sent, url: 'https://discord.com/channels/1/2/3?a&b' },
          { ...sent, platform: 'slack' },
        ],
      }),
      iso,
    );
    expect(page.match(/<td>1, void<\/td>/g)).toHaveLength(2);
    expect(page).toContain('<a href="https://discord.com/channels/1/2/3?a&#38;b">3</a>');
    expect(page).toContain('1970-01-01 00:00:00 UTC');
  });

  test('holds as it was written', () => {
    expect(flawOf(exported(), sha256)).toBeNull();
  });

  test.each<[string, (record: ExportedApproval) => void, string]>([
    [
      'a vote that is shown',
      (r) => Object.assign(r.approval.votes[0] ?? {}, { answer: 'reject' }),
      '“votes” differs',
    ],
    [
      'the words asked',
      (r) => Object.assign(r.approval.revisions[0] ?? {}, { text: 'pay 900' }),
      '“revisions” differs',
    ],
    ['the state', (r) => Object.assign(r.approval, { state: 'rejected' }), '“state” differs'],
    ['who acted', (r) => Object.assign(r.history[2] ?? {}, { actor: 'ana' }), 'entry 3 altered'],
    ['when', (r) => Object.assign(r.history[1] ?? {}, { at: 4 }), 'entry 2 altered'],
    [
      'what was said',
      (r) => Object.assign(r.history[1] ?? {}, { payload: { changes: {} } }),
      'entry 2 payload altered',
    ],
    ['an entry left out', (r) => void r.history.splice(1, 1), 'entry 2 missing'],
    ['the last entry left out', (r) => void r.history.pop(), 'entry 4 missing'],
    ['the head', (r) => Object.assign(r.head, { hash: '0'.repeat(64) }), 'entry 4 head differs'],
  ])('tampering with %s is found and named', (_, change, says) => {
    expect(tampered(change)).toContain(says);
  });

  test('what was erased leaves a chain that holds', () => {
    const erased = exported();
    Object.assign(erased.history[1] ?? {}, { payload: null });
    expect(flawOf(erased, sha256)).toBeNull();
    expect(tampered((r) => Object.assign(r.history[1] ?? {}, { payload: null, actor: 'kim' }))).toContain(
      'entry 2',
    );
  });

  test('as a page it holds the record, and words of people are no markup', () => {
    const record = exported();
    const page = exportedPage(record, iso);
    expect(JSON.parse(recordIn(page) ?? '')).toEqual(record);
    expect(page).toContain('pay &#60;100&#62;');
    expect(page).not.toContain('<100>');
    expect(page).not.toContain('<by>');
  });

  test('erasing a person leaves that they voted, and not what they said', () => {
    const facts = EVENTS.map(([, , event]) => event).reduce(after, asked);
    const unnamed = (words: string): string => words.replaceAll('Bo', 'someone');
    const left = eraseFromApproval(facts, { person: BO, unnamed, words: new Set() });
    expect(left?.votes.map((v) => [v.person, v.reason])).toEqual([
      [BO, null],
      [KIM, null],
    ]);
    expect(left?.revisions).toEqual(facts.revisions);
    const frozen = eraseFromApproval(facts, { person: KIM, unnamed, words: new Set(['The & terms']) });
    expect(frozen?.revisions[0]?.fields.Title).toBe('Erased');
  });
});
