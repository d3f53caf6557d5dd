/** The weeks as figures to be kept elsewhere: CSV with a line for each week, JSON with all there is. */
import type { Instant } from '../calendar.ts';
import { clearShare, onTimeShare, sharedShare, type Week, waitingShare } from './week.ts';

const HOUR = 3_600_000;
const iso = (at: Instant): string => new Date(at).toISOString();
const hours = (ms: number | null): number | null =>
  ms === null ? null : Math.round((ms / HOUR) * 100) / 100;
const rounded = (share: number | null): number | null =>
  share === null ? null : Math.round(share * 10_000) / 10_000;

type Cell = string | number | null;

/** A week's figures by their names in both formats; spans in hours, shares from 0 to 1. */
const figuresOf = (week: Week): Readonly<Record<string, Cell>> => ({
  from: iso(week.from),
  to: iso(week.to),
  done: week.done,
  cycle_hours: hours(week.cycle),
  open: week.open,
  open_age_hours: hours(week.age),
  handoffs_accepted: week.accepted,
  handoff_accept_hours: hours(week.toAccept),
  approvals_decided: week.decided,
  approval_decide_hours: hours(week.toDecide),
  done_with_due_date: week.dated,
  on_time_share: rounded(onTimeShare(week)),
  clarity_share: rounded(clearShare(week)),
  waiting_share: rounded(waitingShare(week)),
  collaboration_share: rounded(sharedShare(week)),
});

/** RFC 4180, for which no value here needs quotes. Lines end as it asks. */
export function weeksAsCsv(weeks: readonly Week[]): string {
  const rows = weeks.map(figuresOf);
  const lines = [
    Object.keys(rows[0] ?? {}),
    ...rows.map((row) => Object.values(row).map((cell) => cell ?? '')),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

export function weeksAsJson(of: string, weeks: readonly Week[]): string {
  const all = weeks.map((week) => ({
    ...figuresOf(week),
    waits: week.waits.map(({ stage, turn, ms }) => ({ stage, on: turn, hours: hours(ms) })),
  }));
  return `${JSON.stringify({ of, weeks: all }, null, 2)}\n`;
}
