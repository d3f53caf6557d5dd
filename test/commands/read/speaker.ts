import type { SpeakerContext } from '../../../src/commands/read/dates.ts';
import type { WorkingTime } from '../../../src/coordination/calendar.ts';

const nineToFive = [{ from: 540, to: 1020 }];
const OFFICE: WorkingTime['hours'] = {
  1: nineToFive,
  2: nineToFive,
  3: nineToFive,
  4: nineToFive,
  5: nineToFive,
};

/** Someone who works Monday to Friday, nine to five, but for 25 December; `now` is in UTC. */
export const speaker = (
  now = '2026-10-20T11:00',
  zone = 'Europe/London',
  hours = OFFICE,
): SpeakerContext => ({
  now: Date.parse(`${now}Z`),
  zone,
  time: { zone, hours, holidays: new Set(['2026-12-25']), halfDays: new Map(), away: null },
});

/** An instant as the wall of a zone shows it, by Intl alone: `Fri 2026-10-23 17:00`. */
export function onTheWall(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}
