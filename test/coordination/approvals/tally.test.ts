import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, Vote } from '../../../src/coordination/approvals/approval.ts';
import type { Rule } from '../../../src/coordination/approvals/rule.ts';
import { type Asked, neededOf, tally } from '../../../src/coordination/approvals/tally.ts';
import type { PersonId } from '../../../src/coordination/ids.ts';

const [ANA, BO, KIM, LEO] = ['ana', 'bo', 'kim', 'leo'] as PersonId[] as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];
const DEADLINE = 1_000;
const vote = (person: PersonId, answer: Answer = 'approve', more: Partial<Vote> = {}): Vote => ({
  person,
  for: null,
  answer,
  revision: 1,
  at: 10,
  by: 'press',
  reason: null,
  ...more,
});
const as = (...people: PersonId[]) => people.map((person) => ({ person, for: null }));
const asked = (rule: Rule, seats: Asked['seats'], votes: readonly Vote[]): Asked => ({
  rule,
  seats,
  revision: 1,
  votes,
  deadline: DEADLINE,
});
const THREE = [as(ANA), as(BO), as(KIM)];
const two: Rule = { rule: 'count', need: 2 };

describe('what votes come to', () => {
  test.each<[string, Rule, Asked['seats'], Vote[], number, string]>([
    ['any: the first approves', { rule: 'any' }, THREE, [vote(BO)], 20, 'approved'],
    ['any: one rejects, two are left', { rule: 'any' }, THREE, [vote(BO, 'reject')], 20, 'pending'],
    [
      'any: all reject',
      { rule: 'any' },
      THREE,
      [vote(ANA, 'reject'), vote(BO, 'reject'), vote(KIM, 'reject')],
      20,
      'rejected',
    ],
    ['all: one of three', { rule: 'all' }, THREE, [vote(ANA)], 20, 'pending'],
    ['all: three of three', { rule: 'all' }, THREE, [vote(KIM), vote(BO), vote(ANA)], 20, 'approved'],
    ['all: one rejects', { rule: 'all' }, THREE, [vote(ANA), vote(BO, 'reject')], 20, 'rejected'],
    ['two of three: two', two, THREE, [vote(ANA), vote(KIM)], 20, 'approved'],
    ['two of three: one against one', two, THREE, [vote(ANA), vote(KIM, 'reject')], 20, 'pending'],
    ['two of three: two against', two, THREE, [vote(ANA, 'reject'), vote(KIM, 'reject')], 20, 'rejected'],
    [
      'changes asked for neither approve nor reject',
      two,
      THREE,
      [vote(ANA), vote(BO, 'changes')],
      20,
      'pending',
    ],
    ['in sequence: the second alone', { rule: 'sequence' }, THREE, [vote(BO)], 20, 'pending'],
    ['in sequence: all', { rule: 'sequence' }, THREE, [vote(KIM), vote(BO), vote(ANA)], 20, 'approved'],
    [
      'in sequence: the last rejects first',
      { rule: 'sequence' },
      THREE,
      [vote(KIM, 'reject')],
      20,
      'rejected',
    ],
    [
      'a team: one of its members',
      { rule: 'all' },
      [as(ANA), as(BO, KIM)],
      [vote(ANA), vote(KIM)],
      20,
      'approved',
    ],
    [
      'a team: one refuses, another may approve',
      { rule: 'all' },
      [as(BO, KIM)],
      [vote(BO, 'reject')],
      20,
      'pending',
    ],
    ['nobody takes two seats', { rule: 'all' }, [as(ANA), as(ANA, BO)], [vote(ANA)], 20, 'pending'],
    [
      'whoever fits two seats leaves one to another',
      { rule: 'all' },
      [as(ANA, BO), as(ANA)],
      [vote(ANA), vote(BO)],
      20,
      'approved',
    ],
    ['someone who is not entitled', { rule: 'any' }, THREE, [vote(LEO)], 20, 'pending'],
    [
      'a vote on earlier words',
      { rule: 'any' },
      THREE,
      [vote(ANA, 'approve', { revision: 0 })],
      20,
      'pending',
    ],
    [
      'a vote at the deadline',
      { rule: 'any' },
      THREE,
      [vote(ANA, 'approve', { at: DEADLINE })],
      DEADLINE,
      'lapsed',
    ],
    ['silence past the deadline', { rule: 'any' }, THREE, [], DEADLINE, 'lapsed'],
    ['approved before the deadline stays so', { rule: 'any' }, THREE, [vote(ANA)], DEADLINE + 1, 'approved'],
    ['everyone left: nobody rejected it', { rule: 'all' }, [as(ANA), []], [vote(ANA)], 20, 'pending'],
  ])('%s', (_, rule, seats, votes, now, outcome) => {
    expect(tally(asked(rule, seats, votes), now).outcome).toBe(outcome);
  });

  test('in sequence only the first open seat is asked; who left too few is said', () => {
    expect(tally(asked({ rule: 'sequence' }, THREE, [vote(ANA)]), 20).open).toEqual([1]);
    expect(tally(asked({ rule: 'all' }, [as(ANA), []], []), 20).reachable).toBe(false);
    expect(tally(asked(two, THREE, [vote(BO)]), 20)).toMatchObject({ needed: 2, given: 1, open: [0, 2] });
  });
});

/** Tries every way of seating people; as slow as it is plain. */
function mostSeated(seats: Asked['seats'], people: ReadonlySet<PersonId>): number {
  const [first, ...rest] = seats;
  if (!first) return 0;
  const skipped = mostSeated(rest, people);
  const seated = first
    .filter((v) => people.has(v.person))
    .map((v) => 1 + mostSeated(rest, new Set([...people].filter((p) => p !== v.person))));
  return Math.max(skipped, ...seated);
}

function naive({ rule, seats, revision, votes, deadline }: Asked, now: number): string {
  const everyone = new Set(seats.flat().map((v) => v.person));
  const counts = votes.filter((v) => v.revision === revision && v.at < deadline && v.at <= now);
  const who = (answer: Answer) => new Set(counts.filter((v) => v.answer === answer).map((v) => v.person));
  const need = neededOf(rule, seats.length);
  if (mostSeated(seats, who('approve')) >= need) return 'approved';
  const left = new Set([...everyone].filter((p) => !who('reject').has(p)));
  if (mostSeated(seats, everyone) >= need && mostSeated(seats, left) < need) return 'rejected';
  return now >= deadline ? 'lapsed' : 'pending';
}

type Act =
  | { act: 'vote'; person: PersonId; answer: Answer }
  | { act: 'withdraw'; person: PersonId }
  | { act: 'edit' }
  | { act: 'leave'; person: PersonId }
  | { act: 'wait'; ms: number };

const somebody = fc.constantFrom(ANA, BO, KIM, LEO);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('vote' as const),
      person: somebody,
      answer: fc.constantFrom('approve' as const, 'reject' as const, 'changes' as const),
    }),
  },
  fc.record({ act: fc.constant('withdraw' as const), person: somebody }),
  fc.record({ act: fc.constant('edit' as const) }),
  fc.record({ act: fc.constant('leave' as const), person: somebody }),
  fc.record({ act: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 400 }) }),
);
const seatsOf = fc.array(fc.uniqueArray(somebody, { maxLength: 3 }), { minLength: 1, maxLength: 4 });
const ruleFor = (seats: number): fc.Arbitrary<Rule> =>
  fc.oneof(
    fc.constantFrom<Rule>({ rule: 'any' }, { rule: 'all' }, { rule: 'sequence' }),
    fc.integer({ min: 1, max: seats }).map((need): Rule => ({ rule: 'count', need })),
  );
const story = seatsOf.chain((seats) =>
  fc.record({
    seats: fc.constant(seats),
    rule: ruleFor(seats.length),
    acts: fc.array(act, { maxLength: 14 }),
  }),
);

/** Plays the acts one by one and hands each moment to `look`. */
function play(
  { seats, rule, acts }: { seats: PersonId[][]; rule: Rule; acts: Act[] },
  look: (moment: Asked, now: number) => void,
): void {
  let [now, revision, votes, gone] = [0, 1, [] as Vote[], new Set<PersonId>()];
  for (const one of acts) {
    if (one.act === 'wait') now += one.ms;
    else if (one.act === 'edit') revision += 1;
    else if (one.act === 'leave') gone = new Set([...gone, one.person]);
    else {
      votes = votes.filter((v) => v.person !== one.person || v.revision !== revision);
      if (one.act === 'vote') votes = [...votes, vote(one.person, one.answer, { at: now, revision })];
    }
    const there = seats.map((s) => as(...s.filter((p) => !gone.has(p))));
    look({ rule, seats: there, revision, votes, deadline: DEADLINE }, now);
  }
}

describe('in every order of votes, withdrawals, edits, departures and deadlines', () => {
  test('it says what a naive count says', () => {
    fc.assert(
      fc.property(story, (told) =>
        play(told, (moment, now) => expect(tally(moment, now).outcome).toBe(naive(moment, now))),
      ),
      { numRuns: 400 },
    );
  });

  test('the order in which votes came changes nothing, and nobody counts twice', () => {
    fc.assert(
      fc.property(story, (told) =>
        play(told, (moment, now) => {
          const there = tally(moment, now);
          const back = tally({ ...moment, votes: moment.votes.toReversed() }, now);
          expect([back.outcome, back.given]).toEqual([there.outcome, there.given]);
          const fillers = there.filled.flatMap((v) => (v ? [v.person] : []));
          expect(new Set(fillers).size).toBe(fillers.length);
          expect(there.given).toBe(fillers.length);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('silence never approves and never rejects', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 0, max: 5_000 }), ({ seats, rule }, now) => {
        const said = tally(
          asked(
            rule,
            seats.map((s) => as(...s)),
            [],
          ),
          now,
        ).outcome;
        expect(said).toBe(now >= DEADLINE ? 'lapsed' : 'pending');
      }),
    );
  });
});
