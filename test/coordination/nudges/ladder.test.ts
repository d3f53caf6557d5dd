import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorking, type WorkingTime } from '../../../src/coordination/calendar.ts';
import { type Anchor, dueSteps, firstStep, stepAt } from '../../../src/coordination/nudges/ladder.ts';
import { DEFAULT_LADDERS, policyOf, type Rule } from '../../../src/coordination/nudges/policy.ts';

const nine = [{ from: 540, to: 1020 }];
const utc: WorkingTime = {
  zone: 'UTC',
  hours: { 1: nine, 2: nine, 3: nine, 4: nine, 5: nine },
  holidays: new Set(['2026-03-06']),
  halfDays: new Map(),
  away: null,
};
const at = (words: string): number => Date.parse(`${words}Z`);
const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString().slice(0, 16);
const ladder = (rule: Rule) => policyOf(rule, 1, DEFAULT_LADDERS[rule]);
const steps = (rule: Rule, anchor: Partial<Anchor>, count: number, time = utc) =>
  Array.from({ length: count }, (_, n) =>
    iso(stepAt(ladder(rule), n, { since: 0, date: null, allowance: null, ...anchor }, time)),
  );

describe('when steps are due', () => {
  test('a handoff’s, in working hours since it was offered', () => {
    expect(steps('handoff', { since: at('2026-03-02T15:00') }, 5)).toEqual([
      '2026-03-03T11:00',
      '2026-03-03T15:00',
      '2026-03-04T15:00',
      '2026-03-05T15:00',
      null,
    ]);
  });

  test('of a handoff with a deadline: working hours before it, at it, and since', () => {
    const deadline = at('2026-03-03T11:00');
    expect(steps('acceptance', { since: deadline, deadline }, 5)).toEqual([
      '2026-03-02T15:00',
      '2026-03-03T11:00',
      '2026-03-04T11:00',
      '2026-03-05T11:00',
      null,
    ]);
  });

  test('an approval’s: a working day before its deadline, and two working hours', () => {
    const ahead = (deadline: string) => steps('approval', { deadline: at(deadline) }, 3);
    expect(ahead('2026-03-04T17:00')).toEqual(['2026-03-04T09:00', '2026-03-04T15:00', null]);
    expect(ahead('2026-03-04T10:00')).toEqual(['2026-03-03T10:00', '2026-03-03T16:00', null]);
    // Over a holiday and a weekend.
    expect(ahead('2026-03-09T09:30')).toEqual(['2026-03-05T09:30', '2026-03-05T15:30', null]);
    // Nobody works then: the last two hours of the week are before it.
    expect(ahead('2026-03-07T12:00')).toEqual(['2026-03-05T12:00', '2026-03-05T15:00', null]);
  });

  test('a date’s: the working morning before, its own, and then each morning on', () => {
    expect(steps('due', { date: '2026-03-04' }, 7)).toEqual([
      '2026-03-03T09:00',
      '2026-03-04T09:00',
      '2026-03-05T09:00',
      // A holiday, and a weekend.
      '2026-03-09T09:00',
      '2026-03-10T09:00',
      '2026-03-11T09:00',
      '2026-03-12T09:00',
    ]);
  });

  test('of a date on which nobody works, the working days around it', () => {
    expect(steps('due', { date: '2026-03-07' }, 3)).toEqual([
      '2026-03-04T09:00',
      '2026-03-05T09:00',
      '2026-03-09T09:00',
    ]);
  });

  test('of silence: as many working days as the stage allows, and never where it allows any', () => {
    expect(steps('stalled', { since: at('2026-03-02T15:00'), allowance: 3 }, 2)).toEqual([
      '2026-03-05T15:00',
      null,
    ]);
    expect(steps('stalled', { since: at('2026-03-02T15:00') }, 1)).toEqual([null]);
  });

  test('of what nobody owns: a working day on, in working hours', () => {
    expect(steps('unowned', { since: at('2026-03-02T21:00') }, 1)).toEqual(['2026-03-04T09:00']);
  });

  test('never, to someone who never works', () => {
    expect(steps('due', { date: '2026-03-04' }, 2, { ...utc, hours: {} })).toEqual([null, null]);
    expect(steps('handoff', { since: 0 }, 1, { ...utc, hours: {} })).toEqual([null]);
  });
});

describe('what is due of a ladder', () => {
  const anchor = { since: at('2026-03-02T09:00'), date: null, allowance: null };
  const due = (from: number, now: string) => dueSteps(ladder('handoff'), from, anchor, utc, at(now));

  test('nothing, before its first step', () => {
    expect(due(0, '2026-03-02T12:59')).toMatchObject({ fire: null, next: { step: 0 } });
  });

  test('a step from its instant on', () => {
    expect(due(0, '2026-03-02T13:00')).toMatchObject({ fire: 0, collapsed: 0, next: { step: 1 } });
  });

  test('after an outage the latest, and the earlier ones in it', () => {
    expect(due(0, '2026-03-04T10:00')).toMatchObject({ fire: 2, collapsed: 2, next: { step: 3 } });
    expect(due(1, '2026-03-09T10:00')).toMatchObject({ fire: 3, collapsed: 2, next: null });
  });

  test('of what repeats, the latest morning alone', () => {
    const mornings = dueSteps(
      ladder('due'),
      2,
      { ...anchor, date: '2026-03-04' },
      utc,
      at('2026-03-12T12:00'),
    );
    expect(mornings).toMatchObject({ fire: 6, collapsed: 4, next: { step: 7 } });
  });

  test('a clock that starts late begins with what is to come', () => {
    const dated = { ...anchor, date: '2026-03-04' };
    const first = (now: string) => firstStep(ladder('due'), dated, utc, at(now))?.step;
    expect(
      ['2026-03-01T00:00', '2026-03-03T09:00', '2026-03-04T08:00', '2026-03-04T11:00'].map(first),
    ).toEqual([0, 1, 1, 2]);
  });

  test('in any order of waking, each step is taken once or is in a later one, and never out of hours', () => {
    const wakes = fc.array(fc.integer({ min: 0, max: 20 * 86_400_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(wakes, fc.constantFrom<Rule>('handoff', 'due'), (offsets, rule) => {
        const whole = { ...anchor, date: '2026-03-11' };
        let next: number | null = 0;
        let taken = 0;
        for (const now of offsets.toSorted((a, b) => a - b).map((offset) => anchor.since + offset)) {
          if (next === null) break;
          const found = dueSteps(ladder(rule), next, whole, utc, now);
          if (found.fire !== null) {
            taken += 1 + found.collapsed;
            const instant = stepAt(ladder(rule), found.fire, whole, utc) as number;
            expect(instant).toBeLessThanOrEqual(now);
            expect(isWorking(instant, utc) || isWorking(instant - 1, utc)).toBe(true);
          }
          next = found.next?.step ?? null;
          if (next !== null) expect(taken).toBe(next);
        }
      }),
    );
  });
});
