/** The weeks of a team as a chart: what was done, how long it took, and where the time of the last week went. Pure. */
import { formatInstant, type Instant, type Zone } from '../calendar.ts';
import type { Chart, Hue, Panel } from '../chart.ts';
import { type Turn, type Week, waitWords } from './week.ts';

export interface Pictured {
  readonly of: string;
  readonly weeks: readonly Week[];
  readonly zone: Zone;
}

const DAY = 86_400_000;
const MOST_SHARES = 5;

const isEmpty = ({ done, open, touched, decided }: Week): boolean => done + open + touched + decided === 0;

/** From the first week in which there was any work. */
export function withWork(weeks: readonly Week[]): readonly Week[] {
  const first = weeks.findIndex((week) => !isEmpty(week));
  return first < 0 ? [] : weeks.slice(first);
}

export function picture({ of, weeks: all, zone }: Pictured): Chart {
  const weeks = withWork(all);
  const labels = weeks.map(({ to }) => dayOf(to, zone));
  const many = weeks.length === 1 ? 'one week' : `${weeks.length} weeks`;
  const days = (span: number | null): number | null => (span === null ? null : span / DAY);
  const late = ({ dated, onTime }: Week): number => dated - onTime;
  const panels: Panel[] = [
    {
      panel: 'over time',
      title: 'Done each week',
      labels,
      bars: [
        { name: 'on time', hue: 'good', values: weeks.map(({ onTime }) => onTime) },
        { name: 'late', hue: 'bad', values: weeks.map(late) },
        { name: 'without a due date', hue: 'quiet', values: weeks.map(({ done, dated }) => done - dated) },
      ],
      lines: [],
    },
    {
      panel: 'over time',
      title: 'Days, median',
      labels,
      bars: [],
      lines: [
        { name: 'cycle time', hue: 'main', values: weeks.map(({ cycle }) => days(cycle)) },
        { name: 'age of open work', hue: 'second', values: weeks.map(({ age }) => days(age)) },
      ],
    },
    ...sharesOf(weeks.at(-1)),
  ];
  return { title: `${of}: ${many}`, subtitle: `to ${labels.at(-1) ?? ''}`, panels };
}

/** As `20 Nov`. */
const dayOf = (at: Instant, zone: Zone): string =>
  formatInstant(at, zone, { timed: false, now: at + 7 * DAY }).replace(/^\w+ (\d+ \w+).*$/, '$1');

const HUES: Readonly<Record<Turn, Hue>> = {
  owner: 'good',
  'its owner, to begin': 'quiet',
  'a reviewer': 'main',
  'whoever was offered it': 'second',
  'another item': 'bad',
  'something outside': 'bad',
  'an owner': 'bad',
};

function sharesOf(week: Week | undefined): Panel[] {
  const waits = week?.waits ?? [];
  const all = waits.reduce((sum, { ms }) => sum + ms, 0);
  if (all === 0) return [];
  const shares = waits.slice(0, MOST_SHARES).map((wait) => ({
    label: wait.turn === 'owner' ? 'worked on by its owner' : waitWords(wait),
    share: wait.ms / all,
    hue: HUES[wait.turn],
  }));
  const rest = 1 - shares.reduce((sum, { share }) => sum + share, 0);
  if (waits.length > MOST_SHARES) shares.push({ label: 'all else', share: rest, hue: 'quiet' });
  return [{ panel: 'shares', title: 'Where the last week went', shares }];
}
