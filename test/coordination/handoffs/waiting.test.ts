import { expect, test } from 'vitest';
import { nextWaitingMark, waitingWords } from '../../../src/coordination/handoffs/waiting.ts';
import { NOW } from '../../support/records.ts';
import { handoffOf } from '../work-items/views.ts';

const HOUR = 3_600_000;

test.each([
  [0, 'just offered', 1],
  [0.9, 'just offered', 1],
  [1, 'waiting 1 h', 2],
  [3.5, 'waiting 3 h', 4],
  [8, 'waiting 8 h', 9],
  [9, 'waiting over 8 h', 12],
  [11.9, 'waiting over 8 h', 12],
  [12, 'waiting over 12 h', 24],
  [24, 'waiting 1 day', 48],
  [75, 'waiting 3 days', 96],
])('after %d hours: “%s”, until %d', (hours, words, next) => {
  expect(waitingWords(handoffOf(), NOW + hours * HOUR)).toBe(words);
  expect(nextWaitingMark(handoffOf(), NOW + hours * HOUR)).toBe(NOW + next * HOUR);
});

test('its words are the same from one mark to the next', () => {
  for (let now = NOW; now < NOW + 60 * HOUR; ) {
    const next = nextWaitingMark(handoffOf(), now) as number;
    expect(waitingWords(handoffOf(), next - 1)).toBe(waitingWords(handoffOf(), now));
    expect(waitingWords(handoffOf(), next)).not.toBe(waitingWords(handoffOf(), now));
    now = next;
  }
});

test('what is over waits no more', () => {
  expect(nextWaitingMark(handoffOf({ state: 'declined' }), NOW)).toBeNull();
  expect(nextWaitingMark(null, NOW)).toBeNull();
});
