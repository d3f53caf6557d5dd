import { expect, test } from 'vitest';
import type { WorkingTime } from '../../../src/coordination/calendar.ts';
import { whenToTell } from '../../../src/coordination/delivery/when-to-tell.ts';
import { DEFAULT_HOURS, DEFAULT_QUIET } from '../../../src/coordination/workspaces/workspace.ts';

const london: WorkingTime = {
  zone: 'Europe/London',
  hours: DEFAULT_HOURS,
  holidays: new Set(['2026-04-03']),
  halfDays: new Map(),
  away: null,
};
const never: WorkingTime = { ...london, hours: {} };

test.each<[string, string, WorkingTime, boolean, string]>([
  ['at once while they work', '2026-03-03T10:00Z', london, false, '2026-03-03T10:00Z'],
  ['in the morning, before work', '2026-03-03T07:00Z', london, false, '2026-03-03T09:00Z'],
  ['the next morning, after work', '2026-03-03T17:00Z', london, false, '2026-03-04T09:00Z'],
  ['on Monday, at the weekend', '2026-03-07T12:00Z', london, false, '2026-03-09T09:00Z'],
  ['after a holiday and a change of the clocks', '2026-04-03T12:00Z', london, false, '2026-04-06T08:00Z'],
  ['at once after work, if urgent', '2026-03-03T19:59Z', london, true, '2026-03-03T19:59Z'],
  ['when it is no longer quiet, if urgent', '2026-03-03T20:00Z', london, true, '2026-03-04T08:00Z'],
  ['not on a day off, even if urgent', '2026-03-07T12:00Z', london, true, '2026-03-09T08:00Z'],
  ['at once to one who never works', '2026-03-03T03:00Z', never, false, '2026-03-03T03:00Z'],
])('a notice comes %s', (_, now, time, urgent, expected) => {
  const at = whenToTell(Date.parse(now), time, DEFAULT_QUIET, urgent);
  expect(new Date(at).toISOString()).toBe(new Date(expected).toISOString());
});
