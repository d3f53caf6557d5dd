/** Who may do what to an approval in which state, and what becomes of two who decide at once, in a real store. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../../src/adapters/postgres/client.ts';
import { readOpenApprovals } from '../../src/adapters/postgres/missed.ts';
import { askAgain, extend, whenDue, withdrawRequest } from '../../src/coordination/approvals/again.ts';
import type { Approval, ApprovalState } from '../../src/coordination/approvals/approval.ts';
import { ask } from '../../src/coordination/approvals/ask.ts';
import { escalate } from '../../src/coordination/approvals/escalate.ts';
import type { HandingIn } from '../../src/coordination/approvals/hand-in.ts';
import { takeApproval } from '../../src/coordination/approvals/record.ts';
import type { Rule } from '../../src/coordination/approvals/rule.ts';
import { answer, takeBackVote } from '../../src/coordination/approvals/vote.ts';
import { type ProblemCode, Refusal } from '../../src/coordination/errors.ts';
import { verify } from '../../src/coordination/history/history.ts';
import type { Person } from '../../src/coordination/people/person.ts';
import { cancel } from '../../src/coordination/work-items/end.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { NOW, person, sha256, team } from '../support/records.ts';
import { type Acting, acting } from './acting.ts';

const DAY = 86_400_000;
const DEADLINE = NOW + DAY;
const ana = person('ana');
const bo = person('bo');
const kai = person('kai');
const lena = person('lena');
const mira = person('mira', { role: 'admin' });
const gus = person('gus', { role: 'guest' });
const scout = person('scout', { kind: 'agent' });

let database: TestDatabase;
let here: Acting;
let second: Client;

beforeAll(async () => {
  database = await testDatabase();
  second = createClient(database.url, { max: 4 });
  here = await acting(database, [ana, bo, kai, lena, mira, gus, scout]);
  // Lena leads ana, who asks; bo and kai are asked.
  await here.as(ana, ({ tx }) =>
    tx.teams.save(team('design', { lead: lena.id, members: [lena.id, ana.id] })),
  );
});
afterAll(async () => {
  await second.end();
  await database.drop();
});

type Act = (ctx: HandingIn, approval: Approval) => Promise<unknown>;

async function codeOf(
  who: Person,
  approval: Approval,
  act: Act,
  { now = NOW, as = here.as } = {},
): Promise<ProblemCode | null> {
  try {
    await as(who, (ctx) => act({ ...ctx, now }, approval));
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problem.code;
    throw error;
  }
}

const due = (at: number) => ({ at, zone: 'Europe/London', timed: true });
const yes: Act = (ctx, { key }) => answer(ctx, key, { answer: 'approve', reason: null });
const no: Act = (ctx, { key }) => answer(ctx, key, { answer: 'reject', reason: null });

/** Of ana's item, of bo and kai. */
async function asked(rule: Rule = { rule: 'all' }): Promise<Approval> {
  const item = await here.item(ana, { owner: ana });
  const from = { from: [bo, kai], rule, text: 'ship it', deadline: due(DEADLINE), delegates: true };
  return here.as(ana, (ctx) => ask(ctx, item.key, { ...from, channel: here.general }));
}

const read = ({ key }: Approval): Promise<Approval> =>
  here.as(ana, async ({ tx }) => (await tx.approvals.byKey(key)) ?? expect.fail('no such approval'));

/** An approval in a state, in which bo has answered; and the time at which it is. */
async function standing(
  state: ApprovalState,
): Promise<{ readonly approval: Approval; readonly now: number }> {
  const approval = await asked();
  await here.as(bo, (ctx) => (state === 'rejected' ? no : yes)(ctx, approval));
  if (state === 'approved') await here.as(kai, (ctx) => yes(ctx, approval));
  if (state === 'withdrawn') await here.as(ana, (ctx) => withdrawRequest(ctx, approval.key));
  const now = state === 'lapsed' ? DEADLINE + 1 : NOW;
  if (state === 'lapsed')
    await here.as(ana, (ctx) => whenDue({ ...ctx, me: null, now }, approval.key, false));
  expect((await read(approval)).state).toBe(state);
  return { approval, now };
}

const ROLES = {
  requester: ana,
  'who has answered': bo,
  'who has not answered': kai,
  'the lead of who asks': lena,
  'an admin who is not asked': mira,
  'a guest': gus,
  'an agent': scout,
} as const;
type Role = keyof typeof ROLES;

const ACTS = {
  approve: yes,
  'take back an answer': async (ctx, { key }) => takeBackVote(ctx, await takeApproval(ctx, key)),
  'ask again': (ctx, { key }) => askAgain(ctx, key, { deadline: due(DEADLINE + DAY) }),
  extend: (ctx, { key }) => extend(ctx, key, due(DEADLINE + DAY)),
  escalate: (ctx, { key }) => escalate(ctx, key),
  withdraw: (ctx, { key }) => withdrawRequest(ctx, key),
} satisfies Record<string, Act>;
type ActName = keyof typeof ACTS;

const STATES: readonly ApprovalState[] = ['pending', 'approved', 'rejected', 'lapsed', 'withdrawn'];

/** The table: the problem of an act, null where it is done. */
function expected(role: Role, act: ActName, state: ApprovalState): ProblemCode | null {
  if (role === 'a guest') return 'unknown_approval';
  if (act === 'approve' || act === 'take back an answer') {
    if (state !== 'pending') return 'approval_over';
    if (act === 'take back an answer') return role === 'who has answered' ? null : 'no_vote';
    if (role === 'requester') return 'own_approval';
    return role === 'who has answered' || role === 'who has not answered' ? null : 'not_approver';
  }
  if (role !== 'requester' && role !== 'the lead of who asks') return 'not_allowed';
  if (act === 'ask again') return state === 'approved' ? 'approval_over' : null;
  return state === 'pending' || state === 'lapsed' ? null : 'approval_over';
}

describe.each(STATES)('an approval that is %s', (state) => {
  test.each(Object.keys(ACTS) as ActName[])('%s: by whom it may', async (act) => {
    const one = await standing(state);
    const seen: Partial<Record<Role, ProblemCode | null>> = {};
    const wanted: Partial<Record<Role, ProblemCode | null>> = {};
    for (const [role, who] of Object.entries(ROLES) as [Role, Person][]) {
      wanted[role] = expected(role, act, state);
      const { approval, now } = wanted[role] === null ? await standing(state) : one;
      const before = (await read(approval)).version;
      seen[role] = await codeOf(who, approval, ACTS[act], { now });
      // What is refused changes nothing; a yes that stands is not given twice.
      if (seen[role] !== null) expect((await read(approval)).version).toBe(before);
    }
    expect(seen).toEqual(wanted);
  });
});

describe('what a button carries is only a hint', () => {
  test('an approval of another workspace does not exist here, whoever names its key', async () => {
    const dora = person('dora', { role: 'admin' });
    const elsewhere = await acting(database, [dora]);
    const approval = await asked();
    for (const act of Object.values(ACTS))
      expect(await codeOf(dora, approval, act, { as: elsewhere.as })).toBe('unknown_approval');
    expect(await read(approval)).toEqual(approval);
  });

  test('an answer to words that changed since is refused, and so is one to words to come', async () => {
    const approval = await asked();
    await here.as(ana, (ctx) => askAgain(ctx, approval.key, { text: 'sink it', deadline: null }));
    for (const seen of [1, 3, 0, Number.NaN])
      expect(
        await codeOf(bo, approval, (ctx, { key }) =>
          answer(ctx, key, { answer: 'approve', reason: null, seen }),
        ),
      ).toBe('approval_changed');
    expect((await read(approval)).votes).toEqual([]);
  });
});

describe('two replicas at once', () => {
  const history = async ({ id, head }: Approval): Promise<readonly string[]> => {
    const entries = await here.as(ana, ({ tx }) => tx.approvals.history(id));
    expect(verify(entries, head, sha256)).toBeNull();
    return entries.map((e) => e.act);
  };
  const race = (approval: Approval, ...acts: readonly [Person, Act][]) =>
    Promise.all(
      acts.map(([who, act], i) => codeOf(who, approval, act, { as: i % 2 ? here.through(second) : here.as })),
    );

  test('racing for the last seat, one has it and the other is told that it is over', async () => {
    for (let round = 0; round < 5; round += 1) {
      const approval = await asked({ rule: 'any' });
      const said = await race(approval, [bo, yes], [kai, yes]);
      expect(said.toSorted()).toEqual(['approval_over', null].toSorted());
      const after = await read(approval);
      expect(after).toMatchObject({ state: 'approved', votes: [expect.anything()] });
      expect(await history(after)).toEqual(['asked', 'approved it', 'approved']);
    }
  });

  test('approve against reject, where either decides: one holds, and the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const approval = await asked();
      await here.as(bo, (ctx) => yes(ctx, approval));
      const said = await race(approval, [kai, yes], [kai, no]);
      expect(said.toSorted()).toEqual(['approval_over', null].toSorted());
      const after = await read(approval);
      expect(after.state).toBe(said[0] === null ? 'approved' : 'rejected');
      expect((await history(after)).filter((act) => act === 'approved' || act === 'rejected')).toHaveLength(
        1,
      );
    }
  });

  test('a vote against the end of its item: whichever is first, the other is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const approval = await asked({ rule: 'any' });
      const said = await race(
        approval,
        [bo, yes],
        [ana, async (ctx, { item }) => cancel(ctx, (await ctx.tx.items.byIds([item]))[0]?.key ?? 0)],
      );
      expect(said[1]).toBeNull();
      const after = await read(approval);
      expect([after.state, said[0]]).toEqual(
        said[0] === null ? ['approved', null] : ['withdrawn', 'approval_over'],
      );
    }
  });

  test('a vote against the deadline counts before it, or not at all', async () => {
    const approval = await asked({ rule: 'any' });
    const [vote, lapse] = await Promise.all([
      codeOf(bo, approval, yes, { now: DEADLINE }),
      codeOf(kai, approval, (ctx, { key }) => whenDue({ ...ctx, me: null }, key, false), { now: DEADLINE }),
    ]);
    expect([vote, lapse]).toEqual(['approval_over', null]);
    expect((await read(approval)).state).toBe('lapsed');
  });
});

test('after a start every open approval is to be read again, within a minute, and none that is over', async () => {
  const { approval } = await standing('approved');
  const open = await asked();
  const inDue = async (id: string): Promise<number[]> => {
    const rows = await database.client.sql`
      select due_at from inbox where key like ${`approval:${id}:read:%`} and (intent ->> 'read')::boolean`;
    return rows.map(({ due_at }) => Date.parse(String(due_at)));
  };
  expect(await readOpenApprovals(second, NOW)).toBeGreaterThan(0);
  expect(await inDue(approval.id)).toEqual([]);
  const [at = Number.NaN] = await inDue(open.id);
  expect(at - NOW).toBeGreaterThanOrEqual(0);
  expect(at - NOW).toBeLessThan(60_000);
});
