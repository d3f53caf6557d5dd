/** What a standup says: the question to one person, and the digest in the channel. */
import { formatDay, formatDuration, type Instant, type LocalDate, type Zone } from '../calendar.ts';
import type { PersonId } from '../ids.ts';
import type { Action, Block, Button, Message, Text } from '../message.ts';
import { type Answer, questionsOf, type Round, type Standup } from './standup.ts';

const MINUTE = 60_000;
/** People whose answers are shown; the rest is behind a button. */
export const MOST_ANSWERS = 10;
/** Of one person's answers, so that nobody crowds out the others. */
const LONGEST_ANSWER = 320;

export const actionOn = (verb: string, standup: Pick<Standup, 'name'>, date: LocalDate | null): Action => ({
  verb,
  options: { standup: standup.name, ...(date === null ? {} : { date }) },
});

export interface Prompt {
  readonly standup: Standup;
  readonly channel: string;
  readonly date: LocalDate;
  readonly closes: Instant;
  readonly zone: Zone;
  readonly lateBy: number;
}

export function promptMessage({ standup, channel, date, closes, zone, lateBy }: Prompt): Message {
  const button = (label: string, verb: string): Button => ({ label, action: actionOn(verb, standup, date) });
  const late = lateBy >= MINUTE ? [`This comes ${formatDuration(lateBy)} late. `] : [];
  return {
    summary: `Standup ${standup.name}: what is new?`,
    blocks: [
      { block: 'text', text: ['Standup ', { bold: standup.name }, ` of #${channel}: what is new?`] },
      { block: 'list', items: questionsOf(standup).map((question) => ({ text: [question] })) },
      {
        block: 'buttons',
        buttons: [
          { ...button('Answer', 'standup answer'), style: 'primary' },
          button('Nothing to add', 'standup nothing'),
          button('Skip today', 'standup skip'),
        ],
      },
      {
        block: 'note',
        text: [...late, 'Answers may be changed until ', { instant: closes, zone, timed: true }, '.'],
      },
    ],
  };
}

export interface RoundView {
  readonly standup: Standup;
  readonly channel: string;
  readonly round: Pick<Round, 'date' | 'asks' | 'report' | 'lateBy' | 'state'>;
  readonly answers: readonly Answer[];
  readonly names: ReadonlyMap<PersonId, string>;
  readonly zone: Zone;
  readonly now: Instant;
}

/** Whether there is something to tell: someone answered in words, or something needs someone or was done. */
export const hasNews = ({ answers, round }: Pick<RoundView, 'answers' | 'round'>): boolean =>
  answers.some(({ said }) => said === 'answer') || round.report?.quiet === false;

export function standupDigest(view: RoundView): Message {
  const { standup, round, answers } = view;
  const title = `Standup ${standup.name}, ${formatDay(round.date)}`;
  const said = answers.filter((answer) => answer.said === 'answer');
  const shown = said.slice(0, MOST_ANSWERS);
  const late: Text = round.lateBy >= MINUTE ? [`This comes ${formatDuration(round.lateBy)} late. `] : [];
  if (!hasNews(view)) {
    const text: Text = [...late, 'A day without news: nothing waits on anyone.'];
    return {
      summary: `${title}: no news`,
      tone: 'good',
      blocks: [{ block: 'text', text: [{ bold: title }, '. ', ...text] }, ...buttons(view, false)],
    };
  }
  return {
    summary: `${title}: ${said.length} answered`,
    blocks: [
      { block: 'heading', text: title },
      ...(round.report && round.report.blocks.length > 0
        ? [...round.report.blocks, { block: 'divider' } as const]
        : []),
      ...(shown.length > 0
        ? [{ block: 'list', items: shown.map((answer) => ({ text: answerLine(view, answer) })) } as const]
        : []),
      ...othersOf(view),
      ...(late.length > 0 ? [{ block: 'note', text: late } as const] : []),
      ...buttons(view, said.length > shown.length),
    ],
  };
}

function buttons({ standup, round, answers }: RoundView, more: boolean): Block[] {
  const all: Button = {
    label: `All ${answers.filter(({ said }) => said === 'answer').length} answers`,
    action: actionOn('standup answers', standup, round.date),
  };
  const mine: Button = { label: 'Add mine', action: actionOn('standup answer', standup, round.date) };
  return [{ block: 'buttons', buttons: more ? [all, mine] : [mine] }];
}

/** All that people said to a round, for whoever asks. */
export function allAnswers(view: RoundView): Message {
  const said = view.answers.filter((answer) => answer.said === 'answer');
  const title = `Standup ${view.standup.name}, ${formatDay(view.round.date)}: ${said.length} answers`;
  return {
    summary: title,
    blocks: [
      { block: 'heading', text: title },
      { block: 'list', items: said.map((answer) => ({ text: answerLine(view, answer) })) },
    ],
  };
}

function answerLine(view: RoundView, answer: Answer): Text {
  const marks = [
    ...(answer.late ? ['late'] : []),
    ...(answer.editedAt !== null && answer.late ? ['edited'] : []),
  ];
  const several = answer.words.length > 1 || questionsOf(view.standup).length > 1;
  const words = answer.words
    .map(({ question, answer: text }) => (several ? `${question}: ${text}` : text))
    .join(' · ')
    .replace(/\s*\n\s*/g, '; ');
  return [
    person(view, answer.person),
    ...(marks.length > 0 ? [{ italic: ` (${marks.join(', ')})` } as const] : []),
    ` ${clip(words)}`,
  ];
}

const clip = (words: string): string =>
  words.length <= LONGEST_ANSWER
    ? words
    : `${words.slice(0, LONGEST_ANSWER - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

const person = ({ names }: RoundView, id: PersonId) =>
  ({ person: id, name: names.get(id) ?? 'someone' }) as const;

/** Everyone else, in a line for each kind; who said nothing yet is still welcome, and no more is made of it. */
function othersOf(view: RoundView): Block[] {
  const { round, answers } = view;
  const said = (kind: Answer['said']) => answers.filter((a) => a.said === kind).map((a) => a.person);
  const spoke = new Set(answers.map((answer) => answer.person));
  const asked = (...states: readonly string[]) =>
    round.asks.filter((ask) => states.includes(ask.state) && !spoke.has(ask.person)).map((ask) => ask.person);
  const lines: readonly (readonly [string, readonly PersonId[]])[] = [
    ['Nothing to add: ', said('nothing')],
    ['Not here today: ', said('skip')],
    ['Away: ', asked('away')],
    ['On holiday: ', asked('holiday')],
    ['Yet to answer: ', asked('asked', 'missed')],
    ['Asked later today: ', asked('waiting')],
  ];
  return lines
    .filter(([, people]) => people.length > 0)
    .map(([label, people]) => ({ block: 'note', text: [label, ...listed(view, people)] }));
}

const MOST_NAMED = 15;

function listed(view: RoundView, people: readonly PersonId[]): Text {
  const more = people.length - MOST_NAMED;
  const named = people
    .slice(0, MOST_NAMED)
    .flatMap((id, i): Text => [...(i === 0 ? [] : [', ']), person(view, id)]);
  return more > 0 ? [...named, ` and ${more} more`] : named;
}
