/** A team's week as a message: figures, where work waits, the C4 view against the week before, and a picture. Pure. */
import { formatDuration, formatInstant, type Instant, type Zone } from '../calendar.ts';
import type { Action, Block, Message, Text } from '../message.ts';
import { picture, withWork } from './picture.ts';
import { clearShare, onTimeShare, sharedShare, type Week, waitingShare, waitWords } from './week.ts';

/** How the figures can be had as well. */
export const FORMS = ['picture', 'csv', 'json'] as const;
export type Form = (typeof FORMS)[number];
const LABELS: Readonly<Record<Form, string>> = { picture: 'Picture', csv: 'CSV', json: 'JSON' };

export interface WeeklyView {
  /** Whose work it is: a team's name, or the workspace's. */
  readonly of: string;
  /** The latest last; never empty. */
  readonly weeks: readonly Week[];
  readonly zone: Zone;
  readonly now: Instant;
  /** More than that many ms after it was due; 0 for in time. */
  readonly lateBy: number;
  readonly offers: readonly Form[];
  /** Sends it so to whoever presses. */
  readonly sendAs: (form: Form) => Action;
}

const MOST_WAITS = 4;
const DAY = 86_400_000;

export function weekly(view: WeeklyView): Message {
  const { of, weeks, lateBy } = view;
  const week = weeks.at(-1) as Week;
  const before = weeks.at(-2) ?? null;
  const heading: Block = { block: 'heading', text: `${of}: the week to ${dayOf(view, week.to)}` };
  if (withWork(weeks).length === 0) {
    const summary = `${of}: no work to count yet`;
    const words =
      'There is no work to count yet. Items that count for the team show here from the day they are made.';
    return { summary, blocks: [heading, { block: 'text', text: [words] }, ...lateNote(lateBy)] };
  }
  const blocks: Block[] = [
    heading,
    { block: 'text', text: sentence(week, before) },
    {
      block: 'picture',
      name: 'week',
      chart: picture(view),
      alternative: alternative(view),
    },
    { block: 'fields', fields: figures(week, before) },
    ...waitsOf(week),
    { block: 'text', text: [{ bold: 'The four Cs' }, before ? ', and the week before' : ''] },
    { block: 'fields', fields: fourCs(week, before) },
    {
      block: 'buttons',
      buttons: view.offers.map((form) => ({ label: LABELS[form], action: view.sendAs(form) })),
    },
    {
      block: 'note',
      text: [
        'Spans are medians, nights and weekends included. Items count for the team that they belong to now.',
      ],
    },
    ...lateNote(lateBy),
  ];
  return { summary: `${of}: ${week.done} done in the week, ${week.open} open`, blocks };
}

const lateNote = (lateBy: number): Block[] =>
  lateBy > 0 ? [{ block: 'note', text: [`Told ${formatDuration(lateBy)} late.`] }] : [];

/** With its weekday, and never as `today`: it is read on later days as well. */
const dayOf = ({ zone }: WeeklyView, at: Instant): string =>
  formatInstant(at, zone, { timed: false, now: at + 3 * DAY });

function sentence(week: Week, before: Week | null): Text {
  const done: Text = [{ bold: String(week.done) }, ' done, ', { bold: String(week.open) }, ' open'];
  if (!before) return [...done, '.'];
  const more = week.done - before.done;
  const than = more === 0 ? 'as many as' : `${Math.abs(more)} ${more > 0 ? 'more' : 'fewer'} than`;
  return [...done, `; ${than} the week before.`];
}

type Fields = Extract<Block, { block: 'fields' }>['fields'];

const span = (ms: number | null): string => (ms === null ? 'none' : formatDuration(ms));
/** A number and its sign stay on one line. */
const percent = (part: number | null): string =>
  part === null ? 'none' : `${Math.round(part * 100)}\u00a0%`;

const against = (before: Week | null, words: (one: Week) => string): string =>
  before ? ` (before: ${words(before)})` : '';

/** What was measured in neither week is left out. */
function figures(week: Week, before: Week | null): Fields {
  const figure = (label: string, of: (one: Week) => number | null, words: typeof span): Fields =>
    of(week) === null && (!before || of(before) === null)
      ? []
      : [{ label, value: [words(of(week)), against(before, (one) => words(of(one)))] }];
  return [
    ...figure('Cycle time', ({ cycle }) => cycle, span),
    ...figure('Age of open work', ({ age }) => age, span),
    ...figure('Handoffs taken after', ({ toAccept }) => toAccept, span),
    ...figure('Approvals decided after', ({ toDecide }) => toDecide, span),
    ...figure('On time', onTimeShare, percent),
  ];
}

/** Where work waits: what open items spent their time on, worked on or not. */
function waitsOf({ waits }: Week): Block[] {
  const all = waits.reduce((sum, { ms }) => sum + ms, 0);
  const waiting = waits.filter(({ turn }) => turn !== 'owner').slice(0, MOST_WAITS);
  if (waiting.length === 0) return [];
  return [
    { block: 'text', text: [{ bold: 'Where work waits' }, ', of the time of all open items'] },
    {
      block: 'list',
      items: waiting.map((wait) => ({ text: [{ bold: percent(wait.ms / all) }, ` ${waitWords(wait)}`] })),
    },
  ];
}

function fourCs(week: Week, before: Week | null): Fields {
  const told = (words: string, short: (one: Week) => string): Text => [words, against(before, short)];
  const clarity = (one: Week): string => percent(clearShare(one));
  const waiting = (one: Week): string => percent(waitingShare(one));
  const onTime = (one: Week): string => percent(onTimeShare(one));
  const shared = (one: Week): string => percent(sharedShare(one));
  return [
    { label: 'Clarity', value: told(`${clarity(week)} with all five layers`, clarity) },
    {
      label: 'Coordination',
      value: told(
        `${span(week.toAccept)} to accept, ${waiting(week)} waiting`,
        (one) => `${span(one.toAccept)}, ${waiting(one)}`,
      ),
    },
    {
      label: 'Completion',
      value: told(`${onTime(week)} on time, ${week.done} done`, (one) => `${onTime(one)}, ${one.done}`),
    },
    { label: 'Collaboration', value: told(`${shared(week)} with more than one person`, shared) },
  ];
}

/** What the picture shows, in words. */
function alternative({ weeks: all, of }: WeeklyView): string {
  const weeks = withWork(all);
  const done = weeks.map((week) => week.done);
  const last = weeks.at(-1) as Week;
  const [most, least] = [Math.max(...done), Math.min(...done)];
  const range =
    weeks.length === 1
      ? `${last.done} done`
      : `between ${least} and ${most} done in each of ${weeks.length} weeks, ${last.done} in the last`;
  const [wait] = last.waits.filter(({ turn }) => turn !== 'owner');
  return [
    `${of}: ${range}.`,
    `Half of what was done took ${span(last.cycle)} or less; half of what is open is older than ${span(last.age)}.`,
    `${percent(waitingShare(last))} of the time work waited${wait ? `, most of it ${waitWords(wait)}` : ''}.`,
  ].join(' ');
}
