import { describe, expect, test } from 'vitest';
import { afterFault } from '../../../src/coordination/delivery/after-fault.ts';
import {
  afterFailedLook,
  afterLook,
  afterSend,
  exhausted,
  fallbackOf,
  mustLook,
  type Next,
  putBack,
  type Sending,
} from '../../../src/coordination/delivery/after-send.ts';
import { backoff } from '../../../src/coordination/delivery/backoff.ts';
import type { Destination, Outcome } from '../../../src/coordination/delivery/outbox.ts';
import type { ItemId, PersonId } from '../../../src/coordination/ids.ts';

const NOW = 1_000_000;
const person = 'p' as PersonId;
const channel = { platform: 'slack', scope: 'T1', channel: 'C1' } as const;
const ref = { ...channel, message: '1.2' };
const whisper: Destination = { to: 'whisper', channel, person };

const row: Sending = {
  attempts: 2,
  unanswered: 0,
  unsure: false,
  destination: { to: 'channel', channel },
  body: { body: 'words', message: { summary: 'Hello', blocks: [] } },
  sent: null,
  wantedVersion: 3,
};

describe('after a send', () => {
  test.each<[string, Outcome, Partial<Sending>, Next]>([
    [
      'sent is sent, at the version that was wanted',
      { outcome: 'sent', ref },
      {},
      { state: 'sent', ref, version: 3 },
    ],
    [
      'asked to wait: later, and no attempt is spent',
      { outcome: 'wait', after: 5_000 },
      {},
      { state: 'pending', dueAt: NOW + 5_000, attempts: 2, error: null },
    ],
    [
      'asked to wait when it had not been found: it is not there',
      { outcome: 'wait', after: 5_000 },
      { unsure: true },
      { state: 'pending', dueAt: NOW + 5_000, attempts: 2, error: null },
    ],
    [
      'not taken: again after a while that doubles',
      { outcome: 'again', reason: 'busy' },
      {},
      { state: 'pending', dueAt: NOW + 2_000, attempts: 3, error: 'busy' },
    ],
    [
      'not taken ten times: given up, with the reason',
      { outcome: 'again', reason: 'busy' },
      { attempts: 9 },
      { state: 'dead', error: 'busy', fallback: null },
    ],
    [
      'no answer: looked for, and no attempt is spent',
      { outcome: 'unknown', reason: 'timeout' },
      {},
      { state: 'unknown', dueAt: NOW + 2_000, attempts: 2, unanswered: 1, error: 'timeout' },
    ],
    [
      'no answer to an edit: made again',
      { outcome: 'unknown', reason: 'timeout' },
      { sent: ref },
      { state: 'pending', dueAt: NOW + 2_000, attempts: 3, error: 'timeout' },
    ],
    [
      'refused: given up',
      { outcome: 'refused', reason: 'archived', closed: true },
      {},
      { state: 'dead', error: 'archived', fallback: null },
    ],
    [
      'refused a whisper: said to the person directly',
      { outcome: 'refused', reason: 'not in channel', closed: true },
      { destination: whisper },
      { state: 'dead', error: 'not in channel', fallback: { to: 'person', person } },
    ],
    [
      'the installation is gone: given up everywhere',
      { outcome: 'uninstalled', reason: 'token revoked' },
      { destination: whisper },
      { state: 'dead', error: 'token revoked', fallback: null },
    ],
  ])('%s', (_, outcome, values, expected) => {
    expect(afterSend(outcome, { ...row, ...values }, NOW, 0)).toEqual(expected);
  });
});

describe('after a look', () => {
  const card: Sending['body'] = { body: 'card', item: 'i' as ItemId };

  test.each<[string, Partial<Sending>, typeof ref | null, Next | null]>([
    ['found: it was sent', {}, ref, { state: 'sent', ref, version: 3 }],
    [
      'a card that is found may show an earlier version',
      { body: card },
      ref,
      { state: 'sent', ref, version: 0 },
    ],
    ['not found once: sent again', { unanswered: 1 }, null, null],
    ['not found, nor ever left unanswered, as its process ended: sent again', {}, null, null],
    [
      'not found twice: given up',
      { unanswered: 2 },
      null,
      { state: 'dead', error: 'sent twice without an answer, and not found', fallback: null },
    ],
  ])('%s', (_, values, found, expected) => {
    expect(afterLook(found, { ...row, ...values })).toEqual(expected);
  });

  test('that failed: nothing is sent while nobody knows', () => {
    expect(afterFailedLook('timeout', { ...row, unanswered: 1 }, NOW, 0)).toEqual({
      state: 'unknown',
      dueAt: NOW + 2_000,
      attempts: 3,
      unanswered: 1,
      error: 'timeout',
    });
    expect(afterFailedLook('timeout', { ...row, attempts: 9 }, NOW, 0)).toMatchObject({ state: 'dead' });
  });

  test('there is none where nothing new can have been said', () => {
    expect(mustLook({ ...row, unsure: true })).toBe(true);
    expect(mustLook(row)).toBe(false);
    expect(mustLook({ ...row, unsure: true, sent: ref })).toBe(false);
  });
});

describe('a message whose turn is later', () => {
  test('spends nothing, and stays as sure as it was', () => {
    expect(putBack(row, NOW)).toEqual({ state: 'pending', dueAt: NOW, attempts: 2, error: null });
    expect(putBack({ ...row, unsure: true, unanswered: 1 }, NOW)).toEqual({
      state: 'unknown',
      dueAt: NOW,
      attempts: 2,
      unanswered: 1,
      error: null,
    });
  });
});

test('what ended its process time after time is given up', () => {
  expect(exhausted({ ...row, attempts: 9 })).toBeNull();
  expect(exhausted({ ...row, attempts: 10 })).toMatchObject({ state: 'dead' });
});

test('only a whisper has somewhere else to go', () => {
  expect(fallbackOf(whisper)).toEqual({ to: 'person', person });
  expect(fallbackOf({ to: 'person', person })).toBeNull();
  expect(fallbackOf({ to: 'channel', channel })).toBeNull();
});

describe('an event whose handling failed', () => {
  test.each([
    [0, { state: 'pending', dueAt: NOW + 500, attempts: 1, error: 'no' }],
    [6, { state: 'pending', dueAt: NOW + 32_000, attempts: 7, error: 'no' }],
    [7, { state: 'dead', attempts: 8, error: 'no' }],
  ])('after %i others', (attempts, expected) => {
    expect(afterFault('no', attempts, NOW, 0)).toEqual(expected);
  });
});

test.each([
  [1, 500, 1_000],
  [2, 1_000, 2_000],
  [4, 4_000, 8_000],
  [10, 256_000, 512_000],
  [11, 300_000, 600_000],
  [1_000, 300_000, 600_000],
])('failure %i waits from %i to %i ms', (attempts, least, most) => {
  expect(backoff(attempts, 0)).toBe(least);
  expect(backoff(attempts, 1)).toBe(most);
});
