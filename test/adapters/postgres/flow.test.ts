/** What PostgreSQL counts is what the history says, replayed by the domain's own code. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { erasePerson } from '../../../src/adapters/postgres/erase.ts';
import { createStore, type PostgresStore } from '../../../src/adapters/postgres/store.ts';
import { type Turn, type Week, weeksUntil } from '../../../src/coordination/flow/week.ts';
import { ended, type Handoff } from '../../../src/coordination/handoffs/handoff.ts';
import { chain, type Entry } from '../../../src/coordination/history/history.ts';
import { replay } from '../../../src/coordination/history/replay.ts';
import type { ItemId, PersonId, TeamId, WorkspaceId } from '../../../src/coordination/ids.ts';
import type { Changes, WorkItem } from '../../../src/coordination/work-items/item.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { makeWorkspace, newItem, person, salt, savePeople, sha256, team } from '../../support/records.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-04-10T16:00:00Z');
const WEEKS = 3;
const BOUNDS = weeksUntil(NOW, 'Europe/London', WEEKS);
const START = (BOUNDS[0] as number) - 5 * DAY;

const ana = person('ana');
const bo = person('bo');
const design = team('design');
const everyone = { person: randomUUID() as PersonId, guest: false };

let database: TestDatabase;
let store: PostgresStore;
let workspace: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  store = createStore(database.client);
});
afterAll(() => database.drop());

interface Lived {
  readonly item: WorkItem;
  readonly entries: readonly Entry[];
}

/** The item after one more act, whatever that may be. */
function act(
  { item, entries }: Lived,
  name: string,
  at: number,
  changes: Changes,
  actor: PersonId | null = ana.id,
  other?: ItemId,
): Lived {
  const payload = { changes, ...(other ? { other } : {}) };
  const entry = chain(item.id, item.head, { act: name, actor, rule: null, at, payload }, salt(), sha256);
  const head = { seq: entry.seq, hash: entry.hash };
  const after = { ...item, ...changes, updatedAt: at, version: item.version + 1, head };
  return { item: after, entries: [...entries, entry] };
}

let key = 0;
function made(at: number, values: Partial<WorkItem> = {}): Lived {
  key += 1;
  return newItem(key, ana.id, { team: design.id, stageSince: at, updatedAt: at, ...values });
}

const offered = (at: number): Handoff => ({
  number: 1,
  giver: ana.id,
  receiver: { person: bo.id },
  asked: [bo.id],
  context: null,
  checklist: [],
  acceptBy: null,
  offeredAt: at,
  state: 'offered',
  endedAt: null,
  endedBy: null,
  reason: null,
  questions: [],
});

async function save(lives: readonly Lived[]): Promise<void> {
  workspace = await makeWorkspace(database.client);
  await savePeople(store, workspace, ana, bo);
  await store.transact(workspace, async (tx) => {
    await tx.teams.save(design);
    for (const { item, entries } of lives) {
      const [first] = entries;
      await tx.items.insert(
        { ...item, version: 1, head: { seq: 1, hash: first?.hash ?? '' } },
        entries.slice(0, 1),
        [],
      );
      if (entries.length > 1) await tx.items.update({ ...item, version: 2 }, entries.slice(1), []);
    }
  });
}

const counted = (team: TeamId | null = design.id): Promise<Week[]> =>
  store.transact(workspace, (tx) => tx.flow.weeks({ team, viewer: everyone, bounds: BOUNDS }));

// The oracle: nothing of it is shared with what it checks but the replay of a history.

interface Moment {
  readonly at: number;
  readonly until: number;
  readonly act: string;
  readonly actor: PersonId | null;
  readonly state: Changes;
  readonly waitsFor: ReadonlySet<string>;
  readonly before: string | undefined;
}

function momentsOf({ entries }: Lived): Moment[] {
  let waitsFor = new Set<string>();
  let before: string | undefined;
  return entries.map((entry, n) => {
    const state = replay(entries.slice(0, n + 1)) as Changes;
    waitsFor = new Set(waitsFor);
    const { other } = entry.payload ?? {};
    if (entry.act === 'made to wait' && other) waitsFor.add(other);
    if ((entry.act === 'no longer waits' || entry.act === 'blocker ended') && other) waitsFor.delete(other);
    if (entry.act === 'unblocked') waitsFor.clear();
    const moment: Moment = {
      at: entry.at,
      until: entries[n + 1]?.at ?? NOW,
      act: entry.act,
      actor: entry.actor,
      state,
      waitsFor,
      before,
    };
    before = state.stage;
    return moment;
  });
}

const isOpen = ({ state }: Moment): boolean => state.stage !== 'done' && state.stage !== 'cancelled';
const isClear = ({ state }: Moment): boolean =>
  [state.purpose, state.outcome, state.owner, state.due ?? state.cadence].every(Boolean);

function turnOf({ state, waitsFor }: Moment): Turn {
  if (state.blockedReason) return 'something outside';
  if (waitsFor.size > 0) return 'another item';
  if (state.handoff?.state === 'offered') return 'whoever was offered it';
  if (state.stage === 'review') return 'a reviewer';
  if (!state.owner) return 'an owner';
  return state.stage === 'open' ? 'its owner, to begin' : 'owner';
}

const median = (some: readonly number[]): number | null => {
  const sorted = some.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

function expectedWeek(lives: readonly Lived[], from: number, to: number): Week {
  const all = lives.map((life) => ({ life, moments: momentsOf(life) }));
  const within = (at: number): boolean => from <= at && at < to;
  const ends = all.flatMap(({ moments }) =>
    moments
      .filter((m) => m.state.stage === 'done' && m.before !== 'done' && within(m.at))
      .map((m) => {
        const begun = moments.find((x) => ['active', 'review', 'done'].includes(x.state.stage ?? ''))?.at;
        const made = moments[0]?.at ?? 0;
        return { ...m, id: moments, cycle: m.at - (begun === m.at || begun === undefined ? made : begun) };
      }),
  );
  const left = all.flatMap(({ moments }) =>
    moments
      .filter((m) => m.at < to && to <= m.until && isOpen(m))
      .map((m) => ({ ...m, id: moments, age: to - (moments[0]?.at ?? 0) })),
  );
  const items = new Set([...ends, ...left].map(({ id }) => id));
  const clear = new Set([...ends, ...left].filter(isClear).map(({ id }) => id));
  const dated = ends.filter(({ state }) => state.due);
  const accepts = all.flatMap(({ moments }) => moments.filter((m) => m.act === 'accepted' && within(m.at)));
  const touched = all.filter(({ moments }) => moments.some((m) => m.actor && within(m.at)));
  const shared = touched.filter(
    ({ moments }) => new Set(moments.filter((m) => m.actor && m.at < to).map((m) => m.actor)).size > 1,
  );
  const waits = new Map<string, number>();
  for (const m of all.flatMap(({ moments }) => moments).filter(isOpen)) {
    const ms = Math.min(m.until, to) - Math.max(m.at, from);
    const name = `${m.state.stage}/${turnOf(m)}`;
    if (ms > 0) waits.set(name, (waits.get(name) ?? 0) + ms);
  }
  return {
    from,
    to,
    done: ends.length,
    cycle: median(ends.map(({ cycle }) => cycle)),
    open: left.length,
    age: median(left.map(({ age }) => age)),
    accepted: accepts.length,
    toAccept: median(accepts.map((m) => m.at - (m.state.handoff?.offeredAt ?? 0))),
    decided: 0,
    toDecide: null,
    dated: dated.length,
    onTime: dated.filter(({ at, state }) => at <= (state.due?.at ?? 0)).length,
    counted: items.size,
    clear: clear.size,
    touched: touched.length,
    shared: shared.length,
    waits: [...waits]
      .map(([name, ms]) => {
        const [stage = '', turn] = name.split('/');
        return { stage, turn: turn as Turn, ms };
      })
      .toSorted((a, b) => b.ms - a.ms || (a.stage + a.turn < b.stage + b.turn ? -1 : 1)),
  };
}

const sorted = (weeks: readonly Week[]): Week[] =>
  weeks.map((week) => ({
    ...week,
    waits: week.waits.toSorted((a, b) => (a.stage + a.turn < b.stage + b.turn ? -1 : 1)),
  }));

const expected = (lives: readonly Lived[]): Week[] =>
  BOUNDS.slice(0, -1).map((from, n) => expectedWeek(lives, from, BOUNDS[n + 1] ?? 0));

/** A life at random: each step is an act that its state allows. */
const STEPS = [
  'start',
  'review',
  'done',
  'cancel',
  'reopen',
  'offer',
  'accept',
  'block',
  'unblock',
  'wait',
  'free',
  'why',
  'what',
  'date',
  'claim',
] as const;

function live(
  steps: readonly { readonly step: (typeof STEPS)[number]; readonly gap: number; readonly by: boolean }[],
  begun: number,
): Lived {
  const other = randomUUID() as ItemId;
  let life = made(begun);
  let at = begun;
  let waits = false;
  for (const { step, gap, by } of steps) {
    at += gap;
    if (at >= NOW) break;
    const { item } = life;
    const actor = by ? bo.id : ana.id;
    const isOver = item.stage === 'done' || item.stage === 'cancelled';
    const to = (stage: string): Changes => ({ stage, stageSince: at });
    if (step === 'reopen' && isOver)
      life = act(life, 'reopened', at, to(item.owner ? 'active' : 'open'), actor);
    if (isOver) continue;
    if (step === 'start' && item.stage === 'open' && item.owner)
      life = act(life, 'started', at, to('active'), actor);
    if (step === 'review' && item.stage === 'active')
      life = act(life, 'sent to review', at, to('review'), actor);
    if (step === 'done' && item.owner)
      life = act(
        life,
        item.stage === 'review' ? 'review passed' : 'done',
        at,
        { ...to('done'), blockedReason: null },
        actor,
      );
    if (step === 'cancel') life = act(life, 'cancelled', at, to('cancelled'), actor);
    if (step === 'offer' && item.owner && item.handoff?.state !== 'offered')
      life = act(life, 'handed off', at, { handoff: offered(at) }, actor);
    if (step === 'accept' && item.handoff?.state === 'offered')
      life = act(
        life,
        'accepted',
        at,
        { owner: bo.id, handoff: ended(item.handoff, 'accepted', bo.id, at) },
        bo.id,
      );
    if (step === 'block') life = act(life, 'blocked', at, { blockedReason: 'the printer' }, actor);
    if (step === 'unblock') {
      life = act(life, 'unblocked', at, { blockedReason: null }, actor);
      waits = false;
    }
    if (step === 'wait' && !waits) {
      life = act(life, 'made to wait', at, {}, actor, other);
      waits = true;
    }
    if (step === 'free' && waits) {
      life = act(life, 'blocker ended', at, {}, actor, other);
      waits = false;
    }
    if (step === 'why') life = act(life, 'edited', at, { purpose: 'So that it is done' }, actor);
    if (step === 'what') life = act(life, 'edited', at, { outcome: 'It is done' }, actor);
    if (step === 'date')
      life = act(life, 'due moved', at, { due: { at: at + 3 * DAY, zone: 'UTC', timed: true } }, actor);
    if (step === 'claim' && !item.owner) life = act(life, 'claimed', at, { owner: actor }, actor);
  }
  return life;
}

const life = fc
  .record({
    begun: fc.integer({ min: START, max: NOW - HOUR }),
    steps: fc.array(
      fc.record({
        step: fc.constantFrom(...STEPS),
        gap: fc.integer({ min: 1, max: 4 * DAY }),
        by: fc.boolean(),
      }),
      { maxLength: 14 },
    ),
  })
  .map(({ begun, steps }) => live([{ step: 'claim', gap: HOUR, by: false }, ...steps], begun));

describe('the flow of work', () => {
  test('is counted as the history says, of any lives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { maxLength: 12 }), async (lives) => {
        await save(lives);
        expect(sorted(await counted())).toEqual(sorted(expected(lives)));
      }),
      { numRuns: 25 },
    );
  });

  test('of another team, and what its reader may not see, is not counted', async () => {
    const at = NOW - 3 * DAY;
    const others = act(made(at, { team: randomUUID() as TeamId, owner: ana.id }), 'done', NOW - DAY, {
      stage: 'done',
    });
    const hidden = act(made(at, { audience: 'circle', owner: ana.id }), 'done', NOW - DAY, { stage: 'done' });
    const seen = act(made(at, { owner: ana.id }), 'done', NOW - DAY, { stage: 'done' });
    await save([others, hidden, seen]);
    expect((await counted()).at(-1)?.done).toBe(1);
    expect((await counted(null)).at(-1)?.done).toBe(2);
    const viewer = { person: ana.id, guest: false };
    const all = await store.transact(workspace, (tx) =>
      tx.flow.weeks({ team: design.id, viewer, bounds: BOUNDS }),
    );
    expect(all.at(-1)?.done).toBe(2);
  });

  test('is known of items whose words were erased', async () => {
    const at = NOW - 4 * DAY;
    const begun = act(made(at), 'claimed', at + HOUR, { owner: bo.id }, bo.id);
    const active = act(begun, 'started', at + DAY, { stage: 'active' }, bo.id);
    await save([act(active, 'done', at + 3 * DAY, { stage: 'done' }, bo.id)]);
    const before = await counted();
    const deps = {
      client: database.client,
      workspace,
      now: NOW,
      ids: { uuid: () => randomUUID(), salt },
      sha256,
    };
    expect(await erasePerson(deps, 'bo', () => {})).toBe(1);
    expect(before.at(-1)).toMatchObject({ done: 1, cycle: 2 * DAY });
    expect(await counted()).toEqual(before);
  });

  test('counts approvals from asked to decided', async () => {
    await save([made(NOW - 9 * DAY, { owner: ana.id })]);
    const [item] = await database.client.sql`select id from work_items where workspace_id = ${workspace}`;
    const facts = { revisions: [{ at: NOW - 3 * DAY }], endedAt: NOW - DAY };
    await database.client.sql`
      insert into approvals (workspace_id, id, key, item_id, state, requester_id, asked_ids, asked_team_ids, deadline_at, facts, version, seq, head_hash)
      values (${workspace}, gen_random_uuid(), 1, ${item?.id}, 'approved', ${ana.id}, '{}', '{}', now(), ${JSON.stringify(facts)}::jsonb, 1, 1, '')`;
    expect((await counted()).map(({ decided, toDecide }) => [decided, toDecide])).toEqual([
      [0, null],
      [0, null],
      [1, 2 * DAY],
    ]);
  });
});
