import { describe, expect, test } from 'vitest';
import { instantAt } from '../../../src/coordination/calendar.ts';
import { type ProblemCode, Refusal } from '../../../src/coordination/errors.ts';
import type { Person } from '../../../src/coordination/people/person.ts';
import {
  blocking,
  cancelling,
  claiming,
  type Decision,
  dating,
  editing,
  finishing,
  isOverdue,
  ownedBy,
  passingReview,
  reopening,
  sendingBack,
  starting,
} from '../../../src/coordination/work-items/decide.ts';
import type { Due, ItemState, WorkItem } from '../../../src/coordination/work-items/item.ts';
import { NOW, newItem, person } from '../../support/records.ts';

const ana = person('ana');
const bo = person('bo');
const scout = person('scout', { kind: 'agent' });
const probe = person('probe', { kind: 'agent' });
const gus = person('gus', { role: 'guest' });
const gone = person('gone', { active: false });

const itemOf = (values: Partial<ItemState> = {}): WorkItem => newItem(12, ana.id, values).item;

function codeOf(act: () => unknown): ProblemCode | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.problem.code;
    throw error;
  }
}

const LATER = NOW + 5_000;
const due: Due = { at: NOW + 3_600_000, zone: 'Europe/London', timed: true };
const stageAt = (stage: string) => ({ stage, stageSince: LATER });
const ended = (stage: string) => ({ ...stageAt(stage), blockedReason: null });

/** What each act makes of an item that bo owns, and of one that nobody owns: changes, or the problem. */
const ACTS: Record<string, (item: WorkItem) => Decision> = {
  claim: (item) => claiming(item, ana, 'Bo', ana, []),
  start: (item) => starting(item, LATER),
  done: (item) => finishing(item, LATER),
  'pass the review': (item) => passingReview(item, ana, bo, LATER),
  'send back': (item) => sendingBack(item, 'again', LATER),
  cancel: (item) => cancelling(item, 'no need', LATER),
  reopen: (item) => reopening(item, 'again', LATER),
  date: (item) => dating(item, due),
  block: (item) => blocking(item, 'waiting for legal'),
};
const STAGES = ['open', 'active', 'review', 'done', 'cancelled'] as const;
type Expected = ProblemCode | ItemState | Partial<ItemState>;
type Row = readonly [act: string, ...expected: readonly Expected[]];

const no = 'wrong_stage';
const OWNED: readonly Row[] = [
  ['claim', 'already_owned', 'already_owned', 'already_owned', no, no],
  ['start', stageAt('active'), no, no, no, no],
  ['done', ended('done'), ended('done'), no, no, no],
  ['pass the review', no, no, ended('done'), no, no],
  ['send back', no, no, stageAt('active'), no, no],
  ['cancel', ended('cancelled'), ended('cancelled'), ended('cancelled'), no, no],
  ['reopen', no, no, no, stageAt('active'), stageAt('active')],
  ['date', { due }, { due }, { due }, no, no],
  [
    'block',
    { blockedReason: 'waiting for legal' },
    { blockedReason: 'waiting for legal' },
    { blockedReason: 'waiting for legal' },
    no,
    no,
  ],
];
const UNOWNED: readonly Row[] = [
  ['claim', { owner: ana.id }, { owner: ana.id }, { owner: ana.id }, no, no],
  ['start', 'no_owner', no, no, no, no],
  ['done', 'no_owner', 'no_owner', no, no, no],
  ['send back', no, no, stageAt('open'), no, no],
  ['reopen', no, no, no, stageAt('open'), stageAt('open')],
];

describe.each([
  ['an item that has an owner', bo.id, OWNED],
  ['an item that nobody owns', null, UNOWNED],
] as const)('%s', (_name, owner, rows) => {
  const cases = rows.flatMap(([act, ...expected]) =>
    STAGES.map((stage, i) => ({ act, stage, expected: expected[i] as Expected })),
  );
  test.each(cases)('$act, $stage', ({ act, stage, expected }) => {
    const decide = () => ACTS[act]?.(itemOf({ owner, stage })) as Decision;
    if (typeof expected === 'string') expect(codeOf(decide)).toBe(expected);
    else expect(decide().changes).toEqual(expected);
  });
});

describe('done', () => {
  test('with a reviewer named goes to review, under a named rule', () => {
    const decision = finishing(itemOf({ owner: bo.id, reviewers: [ana.id] }), LATER);
    expect(decision).toMatchObject({ act: 'sent to review', changes: stageAt('review') });
    expect(decision.rule).toBe('task v1: done with reviewers named is reviewed');
  });

  test('with nobody but the owner to review it is done', () => {
    expect(finishing(itemOf({ owner: bo.id, reviewers: [bo.id] }), LATER).act).toBe('done');
  });

  test('lifts the reason it was blocked for', () => {
    const item = itemOf({ owner: bo.id, blockedReason: 'waiting for legal' });
    expect(finishing(item, LATER).changes).toMatchObject({ blockedReason: null });
  });
});

describe('a review', () => {
  const inReview = itemOf({ owner: bo.id, reviewers: [ana.id], stage: 'review' });

  test('is not finished by the owner', () => {
    expect(codeOf(() => passingReview(inReview, bo, bo, LATER))).toBe('own_review');
  });

  test('of an agent’s work is finished by a person alone', () => {
    const agents = { ...inReview, owner: scout.id };
    expect(codeOf(() => passingReview(agents, probe, scout, LATER))).toBe('agent_needs_reviewer');
    expect(passingReview(agents, ana, scout, LATER).act).toBe('review passed');
  });

  test('of a person’s work may be finished by an agent', () => {
    expect(passingReview(inReview, scout, bo, LATER).act).toBe('review passed');
  });
});

describe('giving an item to someone', () => {
  test.each<[string, Person, Person[], Person, ReturnType<typeof ownedBy> | ProblemCode]>([
    ['a person', bo, [], ana, { owner: bo.id }],
    ['a guest', gus, [], ana, 'not_allowed'],
    ['someone who left', gone, [], ana, 'not_allowed'],
    ['an agent: who gave it reviews it', scout, [], ana, { owner: scout.id, reviewers: [ana.id] }],
    ['an agent with a person as reviewer', scout, [bo], ana, { owner: scout.id }],
    [
      'an agent with an agent as reviewer: who gave it reviews it too',
      scout,
      [probe],
      ana,
      { owner: scout.id, reviewers: [probe.id, ana.id] },
    ],
    [
      'an agent whose reviewer is a guest',
      scout,
      [gus],
      ana,
      { owner: scout.id, reviewers: [gus.id, ana.id] },
    ],
    ['an agent whose reviewer left', scout, [gone], ana, { owner: scout.id, reviewers: [gone.id, ana.id] }],
    ['an agent, by an agent', scout, [], probe, 'agent_needs_reviewer'],
    ['an agent, by itself', scout, [scout], scout, 'agent_needs_reviewer'],
    ['an agent, by a guest', scout, [], gus, 'agent_needs_reviewer'],
    ['an agent, by someone who left', scout, [], gone, 'agent_needs_reviewer'],
  ])('%s', (_name, owner, reviewers, giver, expected) => {
    if (typeof expected === 'string') expect(codeOf(() => ownedBy(owner, reviewers, giver))).toBe(expected);
    else expect(ownedBy(owner, reviewers, giver)).toEqual(expected);
  });

  test('an agent that claims is reviewed by who asked for the work', () => {
    const { changes } = claiming(itemOf(), scout, null, ana, []);
    expect(changes).toEqual({ owner: scout.id, reviewers: [ana.id] });
  });

  test('an agent may not claim what an agent asked for, unless a person reviews it', () => {
    expect(codeOf(() => claiming(itemOf(), scout, null, probe, []))).toBe('agent_needs_reviewer');
    expect(codeOf(() => claiming(itemOf(), scout, null, scout, []))).toBe('agent_needs_reviewer');
    expect(claiming(itemOf({ reviewers: [bo.id] }), scout, null, scout, [bo]).changes).toEqual({
      owner: scout.id,
    });
  });

  test('what is mine already is not claimed again', () => {
    expect(codeOf(() => claiming(itemOf({ owner: bo.id }), bo, 'Bo', ana, []))).toBe('nothing_to_change');
  });
});

describe('editing', () => {
  test('changes only what differs', () => {
    const item = itemOf({ title: 'Old', purpose: 'Because', reviewers: [bo.id] });
    const { changes } = editing(item, { title: 'New', purpose: 'Because', reviewers: [bo.id], scope: null });
    expect(changes).toEqual({ title: 'New' });
  });

  test.each<[string, Partial<ItemState>]>([
    ['nothing', {}],
    ['the same', { title: 'Write the offer', due: null, links: [] }],
    ['the same with its keys in another order', { links: [{ text: 'a', url: 'https://a' }] }],
  ])('%s is refused', (_name, wanted) => {
    const item = itemOf({ links: wanted.links?.length ? [{ url: 'https://a', text: 'a' }] : [] });
    expect(codeOf(() => editing(item, wanted))).toBe('nothing_to_change');
  });

  const at = (date: string, minutes: number, zone: string, timed: boolean): Due => ({
    at: instantAt(date, minutes, zone),
    zone,
    timed,
  });
  test.each<[string, Due, Due, boolean]>([
    [
      'the same date, read by someone in another zone',
      at('2026-03-06', 17 * 60, 'Europe/London', false),
      at('2026-03-06', 18 * 60, 'Australia/Sydney', false),
      true,
    ],
    [
      'another date',
      at('2026-03-06', 17 * 60, 'Europe/London', false),
      at('2026-03-07', 17 * 60, 'Europe/London', false),
      false,
    ],
    [
      'the same instant, said in another zone',
      at('2026-03-06', 17 * 60, 'Europe/London', true),
      at('2026-03-06', 12 * 60, 'America/New_York', true),
      true,
    ],
    [
      'the same minute, without its seconds',
      { ...at('2026-03-06', 1020, 'UTC', true), at: instantAt('2026-03-06', 1020, 'UTC') + 42_123 },
      at('2026-03-06', 1020, 'UTC', true),
      true,
    ],
    [
      'the same clock in another zone',
      at('2026-03-06', 17 * 60, 'Europe/London', true),
      at('2026-03-06', 17 * 60, 'America/New_York', true),
      false,
    ],
    [
      'a time where there was none',
      at('2026-03-06', 17 * 60, 'Europe/London', false),
      at('2026-03-06', 17 * 60, 'Europe/London', true),
      false,
    ],
  ])('a due date: %s', (_name, before, wanted, same) => {
    const item = itemOf({ due: before, owner: bo.id });
    expect(codeOf(() => editing(item, { due: wanted }))).toBe(same ? 'nothing_to_change' : null);
    expect(codeOf(() => dating(item, wanted))).toBe(same ? 'nothing_to_change' : null);
  });

  test('a due date taken away, and one taken away where there was none', () => {
    expect(dating(itemOf({ due }), null)).toMatchObject({ act: 'due cleared', changes: { due: null } });
    expect(codeOf(() => dating(itemOf(), null))).toBe('nothing_to_change');
  });
});

test('words that were given with an act are kept beside it, and none are made up', () => {
  expect(cancelling(itemOf(), 'no need', LATER).words).toBe('no need');
  expect(cancelling(itemOf(), undefined, LATER)).not.toHaveProperty('words');
});

test.each([
  ['open', NOW - 1, true],
  ['review', NOW - 1, true],
  ['open', NOW + 1, false],
  ['done', NOW - 1, false],
  ['cancelled', NOW - 1, false],
])('an item that is %s is overdue once its date is past, unless it has ended', (stage, at, expected) => {
  expect(isOverdue(itemOf({ stage, due: { at, zone: 'Europe/London', timed: true } }), NOW)).toBe(expected);
});
