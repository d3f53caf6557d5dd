import { describe, expect, test } from 'vitest';
import { Breaker } from '../../../src/adapters/discord/breaker.ts';
import { InFlight } from '../../../src/adapters/discord/in-flight.ts';
import { idAt, Progress } from '../../../src/adapters/discord/progress.ts';
import { madeAt } from '../../../src/adapters/discord/refs.ts';

const NOW = Date.UTC(2026, 10, 18, 10);
const SECOND = 1_000;

describe('how far everything has been written down', () => {
  const at = (progress: Progress): number => madeAt(progress.mark);

  test('an instant is an id, and back', () => {
    expect(madeAt(idAt(NOW))).toBe(NOW);
  });

  test('it begins where the process before had come, or a little before now', () => {
    expect(new Progress('175928847299117063', new InFlight(), NOW).mark).toBe('175928847299117063');
    expect(at(new Progress('', new InFlight(), NOW))).toBe(NOW - 10 * SECOND);
  });

  test('it goes on with what is heard, and not past what is still being written', async () => {
    const inFlight = new InFlight();
    const progress = new Progress('', inFlight, NOW);
    progress.heard(NOW + 60 * SECOND);
    expect(at(progress)).toBe(NOW + 50 * SECOND);
    let written = (): void => {};
    void inFlight.track(
      NOW + 20 * SECOND,
      new Promise<void>((resolve) => {
        written = resolve;
      }),
    );
    expect(at(progress)).toBe(NOW + 10 * SECOND);
    written();
    await inFlight.ended(SECOND);
    expect(at(progress)).toBe(NOW + 50 * SECOND);
  });

  test('a new session holds it until what was missed is read up', () => {
    const progress = new Progress('', new InFlight(), NOW);
    progress.heard(NOW + 60 * SECOND);
    const held = progress.hold();
    progress.heard(NOW + 90 * SECOND);
    expect(madeAt(held.from)).toBe(NOW + 50 * SECOND);
    expect(progress.mark).toBe(held.from);
    held.release();
    held.release();
    expect(at(progress)).toBe(NOW + 80 * SECOND);
  });
});

describe('the breaker', () => {
  test('a refused token stops everything for a minute', () => {
    const breaker = new Breaker();
    expect(breaker.stop(NOW)).toBeNull();
    breaker.note(401, NOW);
    expect(breaker.stop(NOW + 20 * SECOND)).toMatchObject({ after: 40 * SECOND });
    expect(breaker.stop(NOW + 60 * SECOND)).toBeNull();
  });

  test('so do a thousand refusals within ten minutes, and not a thousand in an hour', () => {
    const [quick, slow] = [new Breaker(), new Breaker()];
    for (let n = 0; n < 1_000; n += 1) {
      quick.note(n % 2 ? 403 : 429, NOW + n * 100);
      slow.note(403, NOW + n * 3_600);
    }
    expect(quick.stop(NOW + 100 * SECOND)).not.toBeNull();
    expect(slow.stop(NOW + 3_600 * SECOND)).toBeNull();
  });

  test('what was taken counts for nothing', () => {
    const breaker = new Breaker();
    for (let n = 0; n < 5_000; n += 1) breaker.note(n % 2 ? 200 : 404, NOW);
    expect(breaker.stop(NOW)).toBeNull();
  });
});
