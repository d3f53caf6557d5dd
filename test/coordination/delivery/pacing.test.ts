import { expect, test } from 'vitest';
import { afterTurn, held, turnOf } from '../../../src/coordination/delivery/pacing.ts';

const fresh = { free: 0, pace: 1_000 };

test('the first goes at once, each other a pace after the one before', () => {
  expect([0, 1, 5].map((before) => turnOf(fresh, before, 10_000))).toEqual([10_000, 11_000, 15_000]);
});

test('after one went, the next waits the rest of the pace', () => {
  const paced = afterTurn(fresh, 10_000);
  expect(turnOf(paced, 0, 10_400)).toBe(11_000);
  expect(turnOf(paced, 0, 12_000)).toBe(12_000);
});

test('asked to be left alone, nothing goes before, whatever else was in the way', () => {
  const paced = afterTurn(held(fresh, 40_000), 10_000);
  expect(turnOf(paced, 2, 10_500)).toBe(42_000);
  expect(held(paced, 20_000)).toEqual(paced);
});
