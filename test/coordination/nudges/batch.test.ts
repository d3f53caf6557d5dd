import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isQuiet, isWorking, localDate, type WorkingTime } from '../../../src/coordination/calendar.ts';
import {
  type Flush,
  flush,
  MOST_A_DAY,
  type Spent,
  type Waiting,
} from '../../../src/coordination/nudges/batch.ts';

const nine = [{ from: 540, to: 1020 }];
const utc: WorkingTime = {
  zone: 'UTC',
  hours: { 1: nine, 2: nine, 3: nine, 4: nine, 5: nine },
  holidays: new Set(),
  halfDays: new Map(),
  away: null,
};
const quiet = { from: 1200, to: 480 };
const at = (words: string): number => Date.parse(`2026-03-${words}Z`);
const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString().slice(8, 16);
const one = (id: string, values: Partial<Waiting<string>> = {}): Waiting<string> => ({
  id,
  urgent: false,
  anyHour: false,
  heldUntil: null,
  ...values,
});
const decide = (waiting: readonly Waiting<string>[], now: string, spent: Spent | null = null) => {
  const found = flush(waiting, spent, utc, quiet, at(now));
  return { ...found, next: iso(found.next) };
};

describe('what goes to a person now', () => {
  test('all that waits, in one message, which costs one of the day', () => {
    expect(decide([one('a'), one('b'), one('c')], '02T10:00')).toEqual({
      send: ['a', 'b', 'c'],
      spent: { day: '2026-03-02', messages: 1 },
      next: null,
    });
  });

  test('nothing before they work: it waits until they do', () => {
    expect(decide([one('a')], '02T08:30')).toMatchObject({ send: [], next: '02T09:00' });
    expect(decide([one('a')], '06T18:00')).toMatchObject({ send: [], next: '09T09:00' });
  });

  test('nothing past the budget: it waits for the next working morning, and goes together', () => {
    const spent = { day: '2026-03-06', messages: MOST_A_DAY };
    expect(decide([one('a')], '06T10:00', spent)).toMatchObject({ send: [], next: '09T09:00' });
    expect(decide([one('a'), one('b')], '09T09:00', spent)).toEqual({
      send: ['a', 'b'],
      spent: { day: '2026-03-09', messages: 1 },
      next: null,
    });
  });

  test('what is urgent, past the budget and past working hours, and it takes along what may go', () => {
    const spent = { day: '2026-03-02', messages: MOST_A_DAY };
    const waiting = [one('a'), one('fire', { urgent: true })];
    expect(decide(waiting, '02T10:00', spent)).toMatchObject({ send: ['a', 'fire'], spent });
    expect(decide(waiting, '02T19:00', spent)).toMatchObject({ send: ['fire'], next: '03T09:00' });
  });

  test('what is urgent not in quiet hours, unless its rule says so', () => {
    expect(decide([one('fire', { urgent: true })], '02T21:00')).toMatchObject({ send: [], next: '03T08:00' });
    expect(decide([one('fire', { urgent: true, anyHour: true })], '02T21:00')).toMatchObject({
      send: ['fire'],
    });
  });

  test('nothing that is snoozed, until it is not', () => {
    const held = one('a', { heldUntil: at('02T15:00') });
    expect(decide([held, one('b')], '02T10:00')).toMatchObject({ send: ['b'], next: '02T15:00' });
    expect(decide([held], '02T15:00')).toMatchObject({ send: ['a'] });
    expect(decide([one('a', { heldUntil: at('02T19:00') })], '02T10:00').next).toBe('03T09:00');
  });

  test('nothing at all, where nothing waits', () => {
    expect(decide([], '02T10:00')).toMatchObject({ send: [], next: null });
  });

  test('someone who never works is told at once', () => {
    const never = flush([one('a')], null, { ...utc, hours: {} }, quiet, at('07T03:00'));
    expect(never.send).toEqual(['a']);
  });
});

describe('over any weeks', () => {
  const arrival = fc.record({
    minute: fc.integer({ min: 0, max: 14 * 1440 }),
    urgent: fc.boolean(),
    held: fc.option(fc.integer({ min: 0, max: 3000 })),
  });

  test('each nudge goes once, none in quiet hours, what is not urgent in working hours alone and within the budget', () => {
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 40 }), (arrivals) => {
        const start = at('02T00:00');
        const all = arrivals
          .map(({ minute, urgent, held }, id) => ({
            at: start + minute * 60_000,
            nudge: {
              id,
              urgent,
              anyHour: false,
              heldUntil: held === null ? null : start + (minute + held) * 60_000,
            },
          }))
          .toSorted((a, b) => a.at - b.at);
        const seen = new Set<number>();
        const cost = new Map<string, number>();
        let waiting: Waiting<number>[] = [];
        let spent: Spent | null = null;
        let next: number | null = null;
        for (let i = 0; i < all.length || next !== null; ) {
          const arriving = all[i];
          const now: number = Math.min(
            arriving?.at ?? Number.POSITIVE_INFINITY,
            next ?? Number.POSITIVE_INFINITY,
          );
          if (arriving && arriving.at === now) {
            waiting.push(arriving.nudge);
            i += 1;
          }
          const found: Flush<number> = flush(waiting, spent, utc, quiet, now);
          expect(found.next === null || found.next > now).toBe(true);
          const sent = waiting.filter(({ id }) => found.send.includes(id));
          for (const { id, urgent, heldUntil } of sent) {
            expect(seen.has(id)).toBe(false);
            seen.add(id);
            expect(heldUntil === null || heldUntil <= now).toBe(true);
            expect(isQuiet(now, utc, quiet)).toBe(false);
            if (!urgent) expect(isWorking(now, utc)).toBe(true);
          }
          const day = localDate(now, 'UTC');
          if (sent.length > 0 && sent.every(({ urgent }) => !urgent)) cost.set(day, (cost.get(day) ?? 0) + 1);
          expect(cost.get(day) ?? 0).toBeLessThanOrEqual(MOST_A_DAY);
          waiting = waiting.filter(({ id }) => !found.send.includes(id));
          spent = found.spent;
          next = found.next;
        }
        expect(seen.size).toBe(all.length);
      }),
      { numRuns: 200 },
    );
  });
});
