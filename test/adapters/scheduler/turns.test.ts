import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gate } from '../../../src/adapters/scheduler/gate.ts';
import { Turns } from '../../../src/adapters/scheduler/turns.ts';
import { PACING } from '../../../src/coordination/delivery/pacing.ts';
import type { WorkspaceId } from '../../../src/coordination/ids.ts';
import type { ClaimedMessage } from '../../../src/coordination/ports.ts';
import { message } from '../../support/records.ts';

const workspace = randomUUID() as WorkspaceId;
const open = new AbortController().signal;

const to = (channel: string, scope = 'T1'): ClaimedMessage => ({
  ...message({ destination: { to: 'channel', channel: { platform: 'slack', scope, channel } } }),
  workspace,
  ahead: 0,
  installation: { platform: 'slack', scope },
  attempts: 0,
  unsure: false,
  unanswered: 0,
  sent: null,
  wantedVersion: 1,
});

/** An outbox of rows that are all due, and a loop over it that sends one row of a channel after another. */
async function drain(
  rows: readonly ClaimedMessage[],
  turns: Turns,
): Promise<{ row: ClaimedMessage; at: number }[]> {
  const start = Date.now();
  const sent: { row: ClaimedMessage; at: number }[] = [];
  const due = new Map(rows.map((row) => [row, 0]));
  const lanes = new Map<string, Promise<void>>();
  const now = () => Date.now();
  while (sent.length < rows.length) {
    for (const [row, at] of [...due].toSorted(([, a], [, b]) => a - b)) {
      if (at > Date.now()) continue;
      due.delete(row);
      const away = turns.enter(row, Date.now());
      if (away !== null) {
        due.set(row, away);
        continue;
      }
      const lane =
        row.destination.to === 'channel'
          ? `${row.destination.channel.scope}${row.destination.channel.channel}`
          : '';
      const turn = async () => {
        const late = await turns.take(row, now, open);
        if (late === null) sent.push({ row, at: Date.now() - start });
        else due.set(row, late);
        turns.leave(row, Date.now());
      };
      lanes.set(lane, (lanes.get(lane) ?? Promise.resolve()).then(turn));
    }
    await vi.advanceTimersByTimeAsync(100);
  }
  return sent;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('turns', () => {
  test('a channel gets one message a second, in order, however many wait, and takes no room from others', async () => {
    const turns = new Turns(PACING);
    const busy = Array.from({ length: 30 }, () => to('busy'));
    const others = Array.from({ length: 5 }, (_, i) => to(`quiet ${i}`));
    const sent = await drain([...busy, ...others], turns);
    const inBusy = sent.filter(({ row }) => busy.includes(row));
    expect(inBusy.map(({ row }) => row)).toEqual(busy);
    inBusy.forEach(({ at }, i) => {
      if (i > 0) expect(at - (inBusy[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    });
    expect(inBusy.at(-1)?.at).toBeLessThan(33_000);
    for (const { row, at } of sent) if (others.includes(row)) expect(at).toBeLessThan(2_500);
  });

  test('one that comes later stands behind those that were put back', async () => {
    const turns = new Turns(PACING);
    const first = Array.from({ length: 5 }, () => to('busy'));
    const before = first.map((row) => turns.enter(row, 0));
    expect(before).toEqual([null, null, null, 3_000, 4_000]);
    expect(turns.enter(to('busy'), 500)).toBe(5_500);
  });

  test('those that come back before it is their turn are put back one behind another', () => {
    const turns = new Turns(PACING);
    const rows = Array.from({ length: 6 }, () => to('busy'));
    expect(rows.map((row) => turns.enter(row, 0))).toEqual([null, null, null, 3_000, 4_000, 5_000]);
    // None of those in hand has gone by then.
    expect(rows.slice(3).map((row) => turns.enter(row, 5_000))).toEqual([8_000, 9_000, 10_000]);
  });

  test('an installation is paced over all its channels; another is not held up', async () => {
    const sent = await drain(
      [...Array.from({ length: 40 }, (_, i) => to(`c${i}`)), to('c', 'T2')],
      new Turns(PACING),
    );
    const elsewhere = sent.find(({ row }) => row.installation?.scope === 'T2');
    expect(elsewhere?.at).toBeLessThan(500);
    const inAnySecond = sent.map(
      ({ at }) => sent.filter((other) => other.at >= at && other.at < at + 1_000).length,
    );
    expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(7);
    expect(sent.at(-1)?.at).toBeLessThan(10_000);
  });

  test('a channel that asked to be left alone is, and then what it did not take goes first', async () => {
    const turns = new Turns(PACING);
    const [refused, next, third] = [to('busy'), to('busy'), to('busy')] as const;
    expect(turns.enter(refused, 0)).toBeNull();
    expect(await turns.take(refused, () => 0, open)).toBeNull();
    turns.hold(refused, 30_000, 0);
    turns.leave(refused, 0);
    expect(turns.enter(next, 10)).toBe(31_000);
    expect(turns.enter(third, 20)).toBe(32_000);
    expect(turns.enter(refused, 30_000)).toBeNull();
    expect(turns.enter(next, 31_000)).toBeNull();
  });

  test('whoever waits for a turn at the closing is told when it would have been', async () => {
    const turns = new Turns(PACING);
    const closing = new AbortController();
    const [first, second, third] = [to('busy'), to('busy'), to('quiet')] as const;
    for (const row of [first, second, third]) turns.enter(row, 0);
    expect(await turns.take(first, () => 0, closing.signal)).toBeNull();
    const waiting = turns.take(second, () => 10, closing.signal);
    closing.abort();
    expect(await waiting).toBeGreaterThan(10);
    expect(await turns.take(third, () => 2_000, closing.signal)).toBeNull();
  });

  test('what the playground takes is not paced', () => {
    const turns = new Turns(PACING);
    const row = { ...to('any'), installation: { platform: 'playground', scope: 'here' } as const };
    for (let i = 0; i < 1_000; i += 1)
      expect(turns.enter({ ...row, id: randomUUID() as never }, 0)).toBeNull();
  });
});

test('a gate lets in so many at once, in order, and a failure makes room', async () => {
  vi.useRealTimers();
  const enter = gate(2);
  const order: number[] = [];
  let within = 0;
  const done = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((n) =>
      enter(async () => {
        within += 1;
        expect(within).toBeLessThanOrEqual(2);
        order.push(n);
        await new Promise((resolve) => setTimeout(resolve, 5));
        within -= 1;
        if (n === 2) throw new Error('no');
      }),
    ),
  );
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(done.filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

test('whoever still waits at a gate when it closes is turned away, and the others finish', async () => {
  const enter = gate(1);
  const closing = new AbortController();
  let end = (): void => {};
  const within = enter(() => new Promise<string>((resolve) => (end = () => resolve('done'))), closing.signal);
  const waiting = enter(async () => 'late', closing.signal);
  closing.abort();
  expect(await waiting).toBeNull();
  expect(await enter(async () => 'later', closing.signal)).toBeNull();
  end();
  expect(await within).toBe('done');
  expect(await enter(async () => 'the next')).toBe('the next');
});
