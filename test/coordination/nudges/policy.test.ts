import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/coordination/errors.ts';
import { lintLadder } from '../../../src/coordination/nudges/lint.ts';
import {
  DEFAULT_LADDERS,
  DEFAULT_POLICIES,
  policyOf,
  RULES,
  type Rule,
  readStep,
  stepName,
} from '../../../src/coordination/nudges/policy.ts';

describe('a step', () => {
  test.each([
    ['4h receiver', { hours: 4 }, [['receiver']]],
    ['8h receiver, giver', { hours: 8 }, [['receiver'], ['giver']]],
    ['8H Receiver and Giver', { hours: 8 }, [['receiver'], ['giver']]],
    ['1d lead else team channel', { days: 1 }, [['lead', 'team channel']]],
    ['2d lead else team channel, @ana', { days: 2 }, [['lead', 'team channel'], ['@ana']]],
    ['morning -1 owner', { morning: -1 }, [['owner']]],
    ['every morning owner', { at: 'every morning' }, [['owner']]],
    ['2h before approver', { before: 2, unit: 'hours' }, [['approver']]],
    ['1d before approver, requester', { before: 1, unit: 'days' }, [['approver'], ['requester']]],
    ['  allowance   owner ', { at: 'allowance' }, [['owner']]],
  ])('%s', (line, when, tell) => {
    expect(readStep(line)).toEqual({ when, tell, anyHour: false });
  });

  test('of urgent work may come at any hour, where it says so', () => {
    expect(readStep('4h receiver at any hour')).toMatchObject({ tell: [['receiver']], anyHour: true });
  });

  test.each([
    '',
    'soon owner',
    '4h',
    '4h nobody',
    '4h @',
    'morning owner',
    '4 h owner',
    `4h ${'owner, '.repeat(60)}owner`,
  ])('“%.30s” is none', (line) => {
    expect(() => readStep(line)).toThrow(Refusal);
  });
});

test('a step is named by its rule, version and line; the last repeats under its name', () => {
  const policy = policyOf('due', 3, ['morning 0 owner', 'every morning owner']);
  expect([0, 1, 7].map((n) => stepName(policy, n))).toEqual([
    'due v3: morning 0 owner',
    'due v3: every morning owner',
    'due v3: every morning owner',
  ]);
});

describe('what is wrong with a ladder', () => {
  test.each(RULES)('nothing, of the one that is built in for %s', (rule) => {
    expect(lintLadder(rule, DEFAULT_LADDERS[rule])).toEqual([]);
    expect(DEFAULT_POLICIES.find((p) => p.rule === rule)?.version).toBe(1);
  });

  test.each<[string, Rule, readonly string[], number, RegExp]>([
    ['no step at all', 'handoff', [], 1, /no step/],
    ['a line that cannot be read', 'handoff', ['4h receiver', 'later giver'], 2, /expected/],
    ['someone it does not know', 'unowned', ['1d owner'], 1, /no owner in the rule unowned/],
    ['a step no later than the one before', 'handoff', ['4h receiver', '4h giver'], 2, /unreachable/],
    ['hours behind days', 'handoff', ['2d receiver', '8h giver'], 2, /unreachable/],
    ['a morning before the one before', 'due', ['morning 1 owner', 'morning 0 lead'], 2, /unreachable/],
    [
      'what repeats before the end',
      'due',
      ['morning 0 owner', 'every morning owner', 'morning 5 lead'],
      2,
      /unreachable/,
    ],
    ['what repeats at once', 'due', ['every morning owner'], 1, /loops/],
    [
      'what repeats for ever to the same people',
      'due',
      ['morning 0 owner', 'every morning owner'],
      2,
      /no end/,
    ],
    ['mornings without a date', 'handoff', ['morning 1 receiver'], 1, /does not count by mornings/],
    ['hours before a date', 'due', ['4h owner'], 1, /does not count by hours/],
    ['what counts from no deadline', 'due', ['1d before owner'], 1, /does not count by days before/],
    ['hours of an approval', 'approval', ['4h approver'], 1, /does not count by hours/],
    ['mornings of a deadline', 'acceptance', ['morning 0 receiver'], 1, /does not count by mornings/],
    [
      'what is before a deadline behind it',
      'acceptance',
      ['0h receiver', '4h before giver'],
      2,
      /not later than the step before/,
    ],
    [
      'what is nearer first',
      'approval',
      ['2h before approver', '1d before approver'],
      2,
      /not later than the step before/,
    ],
    ['an allowance that is none', 'unowned', ['allowance lead'], 1, /does not count by allowance/],
    [
      'more than anyone would hear',
      'handoff',
      Array.from({ length: 21 }, (_, i) => `${i + 1}h receiver`),
      21,
      /at most 20/,
    ],
  ])('%s', (_what, rule, lines, line, why) => {
    const [flaw] = lintLadder(rule, lines);
    expect(flaw?.line).toBe(line);
    expect(flaw?.why).toMatch(why);
  });

  test('every flaw is named by its line', () => {
    expect(lintLadder('handoff', ['4h receiver', 'x', 'y']).map((f) => f.line)).toEqual([2, 3]);
  });
});
