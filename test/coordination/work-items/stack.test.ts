import { describe, expect, test } from 'vitest';
import { stack } from '../../../src/coordination/work-items/stack.ts';
import { bo, itemOf } from './views.ts';

const missing = (values: Parameters<typeof itemOf>[0]): Record<string, readonly string[]> =>
  Object.fromEntries(stack(itemOf(values)).map((l) => [l.layer, l.missing]));

describe('the coordination stack', () => {
  test('of a bare item misses four of its five layers', () => {
    expect(missing({})).toEqual({
      why: ['purpose'],
      what: ['outcome'],
      who: ['owner'],
      when: ['due date'],
      how: [],
    });
  });

  test.each([
    ['why', { purpose: 'Acme decides on Monday' }],
    ['what', { outcome: 'A signed offer' }],
    ['who', { owner: bo.id }],
    ['when', { due: { at: 0, zone: 'UTC', timed: false } }],
    ['when', { cadence: 'every month' }],
  ])('%s is filled by %j', (layer, values) => {
    expect(missing(values)[layer]).toEqual([]);
  });

  test('is not filled by empty words', () => {
    expect(missing({ purpose: '' }).why).toEqual(['purpose']);
  });
});
