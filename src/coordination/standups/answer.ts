/** What people say to a round: before, within and after its window. */
import { addWorkingDays, type LocalDate, localDate } from '../calendar.ts';
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import { formatItemKey } from '../ids.ts';
import type { ItemFilter } from '../ports.ts';
import { hasNews } from './message.ts';
import { type Answerable, EARLY_BY_MS, promptAt, roundToAnswer, timing } from './plan.ts';
import { viewOfRound } from './render.ts';
import { digestOf } from './run.ts';
import { type Answer, questionsOf, type Round, type Standup, USUAL_QUESTIONS } from './standup.ts';

const MINUTE = 60_000;
const LATEST = 6;
export const LONGEST_ANSWER = 1_500;

export interface Target {
  readonly standup: Standup;
  readonly date: LocalDate;
  readonly late: boolean;
  readonly round: Round | null;
  /** What I said to it before. */
  readonly mine: Answer | null;
  readonly before: readonly Answer[];
}

/** The round that I answer: the one of a date, else the one that is going on, late, or next. */
export async function targetOf(ctx: ActContext, standup: Standup, named: LocalDate | null): Promise<Target> {
  const { tx, me, now, myTime } = ctx;
  const [rounds, answers] = await Promise.all([
    tx.standups.rounds(standup.id, LATEST),
    tx.standups.answersOf(standup.id, me.id, LATEST),
  ]);
  const answered = new Set(answers.map(({ date }) => date));
  const mine = { person: me.id, zone: myTime.zone, answered };
  const found = named ? ofDate(ctx, standup, rounds, named) : roundToAnswer(standup, rounds, mine, now);
  if (!found) {
    if (answered.has(localDate(now, myTime.zone)))
      refuse({ code: 'round_closed', standup: standup.name, edit: true });
    return refuse({ code: 'no_round', standup: standup.name });
  }
  const { date, closes } = found;
  const said = answers.find((answer) => answer.date === date) ?? null;
  const when = timing(closes, now);
  // Who changes a late answer adds to what was late already.
  if (when === 'over' || (when === 'late' && said && !said.late))
    refuse({ code: 'round_closed', standup: standup.name, edit: said !== null });
  const round = rounds.find((one) => one.date === date) ?? null;
  return { standup, date, late: when === 'late', round, mine: said, before: answers };
}

function ofDate(
  { me, now, myTime }: ActContext,
  standup: Standup,
  rounds: readonly Round[],
  date: LocalDate,
): Answerable | null {
  const round = rounds.find((one) => one.date === date);
  const at = promptAt(standup, date, myTime.zone);
  if (!round)
    return at > now && at - now <= EARLY_BY_MS ? { date, closes: at + standup.window * MINUTE } : null;
  const ask = round.asks.find(({ person }) => person === me.id);
  return { date, closes: ask?.closes ?? Math.max(round.postsAt, at + standup.window * MINUTE) };
}

/** Writes what I say; a digest that stands in the channel is brought up to date. */
export async function say(
  ctx: ActContext,
  { standup, date, late, round, mine }: Target,
  said: Answer['said'],
  words: Answer['words'],
): Promise<void> {
  const { tx, me, now } = ctx;
  const answer: Answer = {
    person: me.id,
    date,
    said,
    words,
    at: mine?.at ?? now,
    editedAt: mine ? now : null,
    late,
  };
  await tx.standups.saveAnswer(standup.id, answer);
  if (round?.state !== 'posted') return;
  // A day without news may have said nothing until now.
  const channel = await tx.channels.byId(standup.channel);
  if (channel && hasNews(await viewOfRound(tx, standup, round, now)))
    await tx.outbox.add([digestOf(ctx.ids, now, round, channel)]);
  await tx.outbox.refreshCards(round.id, now);
}

/** What the record knows already, in the order of the questions; of what everyone may see, for it will be read by all. */
export async function prefill(
  ctx: ActContext,
  { standup, mine, before }: Target,
): Promise<readonly string[]> {
  const questions = questionsOf(standup);
  if (mine?.said === 'answer')
    return questions.map((question) => mine.words.find((w) => w.question === question)?.answer ?? '');
  if (questions !== standup.questions || !USUAL_QUESTIONS.every((usual, i) => questions[i] === usual)) {
    return questions.map(() => '');
  }
  const { me, now, myTime } = ctx;
  const last = before.find(({ said }) => said !== 'skip');
  const endedSince = last?.at ?? addWorkingDays(now, -1, myTime) ?? now;
  const filters: readonly ItemFilter[] = [
    { owner: me.id, stage: 'done', endedSince },
    { owner: me.id, stage: 'active', blocked: false },
    { owner: me.id, stage: 'unended', blocked: true },
  ];
  return Promise.all(
    filters.map(async (filter) => {
      const { items } = await ctx.tx.items.list(filter, { person: me.id, guest: false }, PAGE);
      const open = items.filter(({ audience }) => audience === 'workspace').slice(0, MOST_PREFILLED);
      return open
        .map(({ key, title, blockedReason }) => {
          const why = filter.blocked && blockedReason ? `, waiting for ${blockedReason}` : '';
          return `${formatItemKey(key)} ${title}${why}`.slice(0, LONGEST_LINE);
        })
        .join('\n');
    }),
  );
}

const PAGE = { size: 20, after: null };
const MOST_PREFILLED = 8;
/** So many of these fit an answer. */
const LONGEST_LINE = 180;
