/** A year of rounds against what the walls of five zones show, read minute by minute from the platform's own calendar. */
import { expect, test } from 'vitest';
import { parseRule } from '../../../src/coordination/schedule.ts';
import { nextRound } from '../../../src/coordination/standups/plan.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-01-01T00:00:00Z');

test.each([
  ['Europe/London', 'weekdays 09:30', '09:30'],
  ['America/New_York', 'weekdays 02:30', '02:30'],
  ['Australia/Lord_Howe', 'weekdays 02:15', '02:15'],
  ['America/Sao_Paulo', 'weekdays 00:00', '00:00'],
  ['Asia/Kathmandu', 'weekdays 23:45', '23:45'],
])('in %s, %s: every round of a year, each once, in order', (zone, words, time) => {
  const rule = parseRule(words);
  const standup = { rule, zone, clock: 'channel' as const, since: START, paused: false };
  const ours: number[] = [];
  let last: string | null = null;
  for (let now = START; ; ) {
    const next = nextRound(standup, last, now, []);
    if (!next || next.opensAt >= START + 365 * DAY) break;
    ours.push(next.opensAt);
    [last, now] = [next.date, next.opensAt];
  }
  expect(ours.map((at) => new Date(at).toISOString())).toEqual(byTheWall(zone, time));
});

/** The first quarter of an hour of each weekday at which the wall shows that time or a later one. */
function byTheWall(zone: string, time: string): string[] {
  const wall = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const found: string[] = [];
  let done = '';
  for (let at = START - DAY; at < START + 365 * DAY; at += 15 * MINUTE) {
    const part = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
    const date = `${part.year}-${part.month}-${part.day}`;
    if (date === done || `${part.hour}:${part.minute}` < time) continue;
    done = date;
    if (at >= START && !/Sat|Sun/.test(part.weekday ?? '')) found.push(new Date(at).toISOString());
  }
  return found;
}
