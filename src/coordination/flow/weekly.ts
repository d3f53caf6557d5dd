/** A team's week as a message: figures, where work waits, the C4 view against the week before, and a picture. Pure. */
import { formatDuration, formatInstant, type Instant, type Zone } from '../calendar.ts';
import type { Action, Block, Message, Text } from '../message.ts';
import { picture } from './picture.ts';
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
  if (weeks.every(isEmpty)) {
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

const isEmpty = ({ done, open, touched, decided }: Week): boolean => done + open + touched + decided === 0;

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
const percent = (part: number | null): string => (part === null ? 'none' : `${Math.round(part * 100)} %`);

function figures(week: Week, before: Week | null): Fields {
  const told = (words: (one: Week) => string): Text => [
    words(week),
    ...(before ? [` (before: ${words(before)})`] : []),
  ];
  return [
    { label: 'Cycle time', value: told(({ cycle }) => span(cycle)) },
    { label: 'Age of open work', value: told(({ age }) => span(age)) },
    { label: 'A handoff, to be accepted', value: told(({ toAccept }) => span(toAccept)) },
    { label: 'An approval, to be decided', value: told(({ toDecide }) => span(toDecide)) },
    { label: 'On time', value: told((one) => percent(onTimeShare(one))) },
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
  const told = (words: (one: Week) => string): Text => [
    words(week),
    ...(before ? [` (before: ${words(before)})`] : []),
  ];
  return [
    { label: 'Clarity', value: told((one) => `${percent(clearShare(one))} of items with all five layers`) },
    {
      label: 'Coordination',
      value: told(
        (one) => `${span(one.toAccept)} to accept, ${percent(waitingShare(one))} of the time waiting`,
      ),
    },
    {
      label: 'Completion',
      value: told((one) => `${percent(onTimeShare(one))} on time, ${one.done} done`),
    },
    {
      label: 'Collaboration',
      value: told((one) => `${percent(sharedShare(one))} of items with more than one person`),
    },
  ];
}

/** What the picture shows, in words. */
function alternative({ weeks, of }: WeeklyView): string {
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
