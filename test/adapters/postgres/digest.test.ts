/**
 * A digest against an oracle that folds the bare rows of the history: what each item is, whose turn it is and since when
 * is worked out here anew, line by line.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import * as system from '../../../src/adapters/system/system.ts';
import { handle } from '../../../src/commands/handle.ts';
import type { Act } from '../../../src/commands/intent.ts';
import { formatDuration } from '../../../src/coordination/calendar.ts';
import { collect } from '../../../src/coordination/digests/collect.ts';
import { digest } from '../../../src/coordination/digests/digest.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Viewer } from '../../../src/coordination/ports.ts';
import { textOf } from '../../support/message-text.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { channel, makeWorkspace, person, team } from '../../support/records.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const START = Date.parse('2026-03-02T10:00:00Z');
const HANDLES = ['ana', 'bo', 'lena'] as const;
const people = HANDLES.map((handle_) => person(handle_, { zone: 'UTC' }));
const general = channel('general', { ref: { platform: 'slack', scope: 'T1', channel: 'C1' } });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const nameOf = new Map(people.map((p) => [p.id as string, `@${p.name}`]));

async function world() {
  const store = createStore(database.client);
  const workspace = await makeWorkspace(database.client, { zone: 'UTC' });
  const design = team('design', { name: 'Design', zone: 'UTC', members: people.map((p) => p.id) });
  await store.transact(workspace, async (tx) => {
    for (const one of people) {
      await tx.people.save(one);
      await tx.people.saveAccount(one.id, { platform: 'slack', scope: 'T1', account: one.handle });
    }
    await tx.channels.save(general);
    await tx.teams.save(design);
  });
  let now = START;
  const core = { ...system, store, clock: { now: () => now }, chats: new Map() };
  const said = (who: string, text: string): Act => ({
    v: 1,
    kind: 'words',
    key: randomUUID(),
    at: now,
    actor: who,
    place: { ...general.ref, channelKind: 'public', channelName: 'general' },
    text,
  });
  return {
    workspace,
    design,
    store,
    now: () => now,
    wait: (ms: number) => {
      now += ms;
    },
    /** What is refused changes nothing, and that is as good a history as any. */
    says: (who: string, text: string) => handle(core, workspace, said(who, text), 'in place'),
  };
}

/** One thing that someone says, `n` being an item's key. */
const ACTS: readonly ((n: number, who: string) => string)[] = [
  (n) => `claim W-${n}`,
  (n) => `start W-${n}`,
  (n) => `start W-${n}`,
  (n) => `done W-${n}`,
  (n) => `block W-${n} waiting for legal`,
  (n) => `block W-${n} W-${(n % 12) + 1}`,
  (n) => `unblock W-${n}`,
  (n, who) => `handoff W-${n} @${who}`,
  (n) => `handoff accept W-${n}`,
  (n) => `handoff withdraw W-${n}`,
  (n) => `due W-${n} in 2 days`,
  (n) => `due W-${n} in 5 hours`,
  (n) => `edit W-${n} title: Item ${n}, anew`,
  (n, who) => `edit W-${n} reviewers: @${who}`,
  (n) => `cancel W-${n}`,
  (n) => `reopen W-${n}`,
  (n, who) => `approval ask W-${n} from @${who}: is number ${n} good?`,
  (n) => `approval approve A-${(n % 3) + 1}`,
  (n) => `approval withdraw A-${(n % 3) + 1}`,
];

/** Said last, so that each part of a digest has a chance to be there. */
const LAST = [9, 10, 11, 12].flatMap((n) => [
  `reopen W-${n}`,
  `unblock W-${n}`,
  `claim W-${n}`,
  `start W-${n}`,
]);
const LAST_OF_ALL = ['done W-10', 'due W-11 in 5 hours', 'edit W-12 reviewers: @bo', 'done W-12'];

const act = fc.record({
  act: fc.nat(ACTS.length - 1),
  item: fc.integer({ min: 1, max: 12 }),
  who: fc.nat(2),
  other: fc.nat(2),
  wait: fc.nat({ max: 4 * HOUR }),
});

interface Told {
  readonly record_id: string;
  readonly act: string;
  readonly at: Date | string;
  readonly payload: {
    readonly changes: Record<string, unknown>;
    readonly other?: string;
    readonly approval?: {
      readonly event: string;
      readonly facts?: Asked;
    };
  };
}

interface Asked {
  readonly seats: readonly { readonly person: string }[];
  readonly deadline: { readonly at: number };
}

interface Item {
  readonly key: number;
  readonly state: Record<string, unknown>;
  readonly changedAt: number;
  readonly blockedAt: number;
  readonly doneAt: number;
}

/** Each is asked of one person here: it is theirs to answer until its deadline, and then nobody's. */
const seated = ({ seats, deadline }: Asked, now: number): string =>
  deadline.at <= now ? 'nobody' : seats.map(({ person: id }) => nameOf.get(id)).join(' or ');

/** Folds the rows, knowing nothing but what they say. */
async function oracle(workspace: WorkspaceId, now: number, since: number, soon: number, stale: number) {
  const rows = await database.client.sql<Told[]>`
    select h.record_id, h.act, h.at, p.payload from history h
    join history_payloads p on p.workspace_id = h.workspace_id and p.record_id = h.record_id and p.seq = h.seq
    where h.workspace_id = ${workspace} order by h.at, h.record_id, h.seq`;
  const keys = new Map(
    (await database.client.sql`select id, key from work_items where workspace_id = ${workspace}`).map((r) => [
      r.id as string,
      r.key as number,
    ]),
  );
  const items = new Map<string, Item>();
  const waits = new Map<string, Set<string>>();
  const asked = new Map<
    string,
    {
      item: string;
      pending: boolean;
      since: number;
      key: number;
      of: Asked;
    }
  >();
  const approvals = await database.client.sql<{ id: string; item_id: string; key: number }[]>`
    select id, item_id, key from approvals where workspace_id = ${workspace}`;
  const approvalOf = new Map(approvals.map((a) => [a.id, a]));
  for (const { record_id: id, act: name, at, payload } of rows) {
    const when = new Date(at).getTime();
    const event = payload.approval;
    if (event) {
      const { item_id: item, key } = approvalOf.get(id) ?? expect.fail(`no approval ${id}`);
      const before = asked.get(id);
      if (event.event === 'asked')
        asked.set(id, { item, key, pending: true, since: when, of: event.facts as Asked });
      else if (before && event.event === 'ended') asked.set(id, { ...before, pending: false });
      else if (before && event.event === 'revised') asked.set(id, { ...before, pending: true, since: when });
      else if (before && event.event === 'extended') asked.set(id, { ...before, pending: true });
      continue;
    }
    const before = items.get(id);
    items.set(id, {
      key: keys.get(id) as number,
      state: { ...before?.state, ...payload.changes },
      changedAt: when,
      blockedAt: name === 'blocked' || name === 'made to wait' ? when : (before?.blockedAt ?? 0),
      doneAt: payload.changes.stage === 'done' ? when : (before?.doneAt ?? 0),
    });
    const mine = waits.get(id) ?? new Set<string>();
    if (name === 'made to wait' && payload.other) mine.add(payload.other);
    if (name === 'no longer waits' && payload.other) mine.delete(payload.other);
    if (name === 'unblocked') mine.clear();
    waits.set(id, mine);
  }
  const stageOf = (id: string): unknown => items.get(id)?.state.stage;
  const ended = (id: string): boolean => ['done', 'cancelled'].includes(String(stageOf(id)));
  const lines: { part: string; line: string }[] = [];
  for (const [id, item] of items) {
    const { state, key } = item;
    const line = (part: string, words: string): void =>
      void lines.push({ part, line: `W-${key} ${state.title} · ${words}` });
    const owner = state.owner ? (nameOf.get(String(state.owner)) ?? '?') : 'nobody';
    const due = (state.due as { at: number } | null)?.at ?? Number.POSITIVE_INFINITY;
    const offer = state.handoff as { state: string; asked: string[]; offeredAt: number } | null;
    const approval = [...asked.values()]
      .filter((a) => a.item === id && a.pending)
      .sort((a, b) => a.key - b.key)[0];
    const lasting = (from: number): string => `for ${formatDuration(now - from)}`;
    if (stageOf(id) === 'done') {
      if (item.doneAt >= since) line('done', owner);
    } else if (ended(id)) continue;
    else if (offer?.state === 'offered')
      line(
        'handoff',
        `${offer.asked.map((p) => nameOf.get(p)).join(' or ')} to answer, ${lasting(offer.offeredAt)}`,
      );
    else if (approval)
      line('approval', `${seated(approval.of, now)} to answer A-${approval.key}, ${lasting(approval.since)}`);
    else if (state.stage === 'review')
      line(
        'review',
        `${(state.reviewers as string[]).map((p) => nameOf.get(p)).join(' or ')} to review, ${lasting(Number(state.stageSince))}`,
      );
    else if (state.blockedReason || [...(waits.get(id) ?? [])].some((other) => !ended(other)))
      line(
        'blocked',
        `${owner}, waiting for ${state.blockedReason ?? 'another item'}, ${lasting(item.blockedAt)}`,
      );
    else if (due < now) line('overdue', `${owner}, since`);
    else if (state.stage === 'open' && state.owner && due < soon) line('risk', `${owner}, due`);
    else if (state.stage === 'active' && item.changedAt < stale)
      line('stalled', `${owner}, no word ${lasting(item.changedAt)}`);
    else if (!state.owner) line('unowned', lasting(Number(state.stageSince)));
    else if (state.stage === 'active') line('active', owner);
  }
  return lines;
}

const TITLES: Readonly<Record<string, RegExp>> = {
  handoff: /^Offered, and not taken yet \((\d+)\)$/,
  approval: /^Waiting for an approval \((\d+)\)$/,
  review: /^Waiting for a review \((\d+)\)$/,
  blocked: /^Blocked \((\d+)\)$/,
  overdue: /^Overdue \((\d+)\)$/,
  risk: /^At risk: due soon, and not begun \((\d+)\)$/,
  stalled: /^Nothing heard for a while \((\d+)\)$/,
  unowned: /^Nobody owns \((\d+)\)$/,
  active: /^In progress \((\d+)\)$/,
  done: /^Done \((\d+)\)$/,
};

/** The lines of a digest under their parts, and what each part counts. */
function parsed(text: string): { counts: Map<string, number>; lines: { part: string; line: string }[] } {
  const counts = new Map<string, number>();
  const lines: { part: string; line: string }[] = [];
  let part = '';
  for (const line of text.split('\n')) {
    const title = Object.entries(TITLES).find(([, pattern]) => pattern.test(line));
    if (title) {
      [part] = title;
      counts.set(part, Number(title[1].exec(line)?.[1]));
    } else if (/^W-\d+ /.test(line)) lines.push({ part, line });
  }
  return { counts, lines };
}

test('every line and every count of a digest follows from the history', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 40, maxLength: 90 }), async (acts) => {
      const { workspace, design, store, now, wait, says } = await world();
      for (let n = 1; n <= 12; n += 1)
        await says(HANDLES[n % 3] as string, `add Item ${n}${n % 4 ? ` @${HANDLES[n % 3]}` : ''}`);
      for (const { act: nth, item, who, other, wait: ms } of acts) {
        await says(
          HANDLES[who] as string,
          (ACTS[nth] as (typeof ACTS)[number])(item, HANDLES[other] as string),
        );
        wait(ms);
      }
      for (const line of [...LAST, ...LAST_OF_ALL]) await says('ana', line);
      for (const line of ['add Item 13 @bo', 'due W-13 in 5 hours', 'add Item 14 @bo', 'done W-14'])
        await says('bo', line);
      const at = now();
      const viewer: Viewer = { person: people[0]?.id as Viewer['person'], guest: false };
      const time = {
        zone: 'UTC',
        hours: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((d) => [d, [{ from: 0, to: 1440 }]])),
        holidays: new Set<string>(),
        halfDays: new Map(),
        away: null,
      };
      const view = await store.transact(workspace, (tx) =>
        collect({ tx, team: design, of: 'Design', viewer, now: at, since: at - DAY, time }),
      );
      const text = textOf(digest(view, 200), at);
      const { counts, lines } = parsed(text);
      const expected = await oracle(workspace, at, at - DAY, at + DAY, at - 3 * DAY);
      const expectedCounts = new Map<string, number>();
      for (const { part } of expected) expectedCounts.set(part, (expectedCounts.get(part) ?? 0) + 1);
      expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(expectedCounts));
      for (const { part, line } of lines) {
        const found = expected.find((e) => e.part === part && line.startsWith(e.line));
        expect(
          found,
          `${part}: ${line}\n${expected.map((e) => `${e.part}: ${e.line}`).join('\n')}`,
        ).toBeDefined();
      }
    }),
    { numRuns: 6, endOnFailure: true },
  );
});
