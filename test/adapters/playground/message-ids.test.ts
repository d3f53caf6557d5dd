import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMessageIds } from '../../../src/adapters/playground/message-ids.ts';

const clock = { now: () => 1_795_211_618_138 };
const ids = { uuid: () => randomUUID(), salt: () => '' };

test('ids sort by the time of posting, then by the order of asking, and no two processes make the same', () => {
  const [one, other] = [createMessageIds(clock, ids), createMessageIds(clock, ids)];
  const made = [one(1), one(), one(), one()];
  expect(made.toSorted()).toEqual(made);
  expect(new Set([...made, other(1), other(), other(), other()]).size).toBe(8);
});
