/** Runs standups that are due, each under a lock: asks people, posts digests, and says when to come again. */
import { addWorkingDays, type Instant, type LocalDate, NO_DAYS_OFF } from '../calendar.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { collect } from '../digests/collect.ts';
import { digest, NONE } from '../digests/digest.ts';
import { NEEDS } from '../digests/parts.ts';
import type { OutboxId, PersonId, RoundId, StandupId } from '../ids.ts';
import type { Ids, Transaction, Viewer } from '../ports.ts';
import { hasNews, promptMessage } from './message.ts';
import { asksOf, CATCH_UP_MS, missedRounds, nextDue, nextRound, postsAt, shouldAsk } from './plan.ts';
import { viewOfRound } from './render.ts';
import type { Ask, Report, Round, SkipReason, Standup } from './standup.ts';
import { type Participant, participantsById, participantsOf, teamOf, zonesOf } from './world.ts';

export interface StandupContext {
  readonly tx: Transaction;
  readonly now: Instant;
  readonly ids: Ids;
}

/** Rounds that may be open at once, and a few that were. */
const LATEST = 6;
/** Of the thirty lines of a digest, those for what needs someone. */
const REPORT_LINES = 16;
/** What a channel shows is what everyone may see. */
const EVERYONE: Viewer = { person: '00000000-0000-0000-0000-000000000000' as PersonId, guest: false };

export async function runDueStandup(ctx: StandupContext, id: StandupId): Promise<void> {
  const standup = await ctx.tx.standups.byId(id, true);
  if (standup) await runStandup(ctx, standup);
  else await ctx.tx.standups.wake(id, null);
}

/** The standup is locked. */
export async function runStandup(ctx: StandupContext, standup: Standup): Promise<void> {
  const { tx, now } = ctx;
  const known = await tx.standups.rounds(standup.id, LATEST);
  let last = known[0]?.date ?? null;
  for (const { date, at } of missedRounds(standup, last, now)) {
    await tx.standups.saveRound(skippedRound(ctx, standup, date, at));
    last = date;
  }
  const people = await participantsOf(tx, standup);
  const zones = zonesOf(people);
  const rounds = known.filter(({ state }) => state !== 'skipped');
  let next = nextRound(standup, last, now, zones.values());
  for (; next && next.opensAt <= now; next = nextRound(standup, last, now, zones.values())) {
    const begun = beginRound(ctx, standup, next, people);
    await tx.standups.saveRound(begun);
    rounds.push(begun);
    last = next.date;
  }
  const after: Round[] = [];
  for (const round of rounds) after.push(await goOn(ctx, standup, round, people));
  await tx.standups.wake(standup.id, nextDue(after, next));
}

async function goOn(
  ctx: StandupContext,
  standup: Standup,
  round: Round,
  people: ReadonlyMap<PersonId, Participant>,
): Promise<Round> {
  const { tx, now } = ctx;
  const asked = await askWhoIsDue(ctx, standup, round, people);
  const after =
    asked.state === 'open' && asked.postsAt <= now ? await closeRound(ctx, standup, asked) : asked;
  if (after === round) return round;
  await tx.standups.saveRound(after);
  if (round.state === 'posted') await tx.outbox.refreshCards(round.id, now);
  return after;
}

const skippedRound = (
  { ids, now }: StandupContext,
  { id }: Standup,
  date: LocalDate,
  at: Instant,
  because: SkipReason = 'more than 2 h late',
): Round => ({
  id: ids.uuid() as RoundId,
  standup: id,
  date,
  state: 'skipped',
  because,
  openedAt: at,
  postsAt: at,
  postedAt: null,
  lateBy: now - at,
  asks: [],
  report: null,
});

/** A round that is begun now: at its time, up to 2 h late, or because someone asked for it. */
export function beginRound(
  { ids, now }: StandupContext,
  standup: Standup,
  { date, at, opensAt }: { readonly date: LocalDate; readonly at: Instant; readonly opensAt: Instant },
  people: ReadonlyMap<PersonId, Participant>,
): Round {
  const asks = asksOf(standup, date, zonesOf(people), now);
  return {
    id: ids.uuid() as RoundId,
    standup: standup.id,
    date,
    state: 'open',
    because: null,
    openedAt: now,
    postsAt: postsAt(standup, at, now),
    postedAt: null,
    lateBy: Math.max(0, now - Math.max(at, opensAt)),
    asks,
    report: null,
  };
}

/** Asks whoever is due, each once. The same round where nobody is. */
async function askWhoIsDue(
  ctx: StandupContext,
  standup: Standup,
  round: Round,
  known: ReadonlyMap<PersonId, Participant>,
): Promise<Round> {
  const { tx, now } = ctx;
  if (!round.asks.some(({ state, at }) => state === 'waiting' && at <= now)) return round;
  const missing = round.asks.map(({ person }) => person).filter((id) => !known.has(id));
  const people = new Map([...known, ...(await participantsById(tx, new Set(missing)))]);
  const answered = new Set((await tx.standups.answers(standup.id, round.date)).map((a) => a.person));
  const channel = await tx.channels.byId(standup.channel);
  const outgoing: Outgoing[] = [];
  const asks = round.asks.flatMap((ask): Ask[] => {
    const who = people.get(ask.person);
    if (ask.state !== 'waiting') return [ask];
    if (!who) return [];
    const { skipsHolidays } = standup;
    const state = shouldAsk({ ...who, at: ask.at, now, skipsHolidays, answered: answered.has(ask.person) });
    if (state !== 'ask') return [{ ...ask, state }];
    const prompt = { standup, channel: channel?.name ?? 'channel', date: round.date, zone: who.time.zone };
    outgoing.push({
      id: ctx.ids.uuid() as OutboxId,
      dedupeKey: `standup:${round.id}:${ask.person}`,
      destination: { to: 'person', person: ask.person },
      body: {
        body: 'words',
        message: promptMessage({ ...prompt, closes: ask.closes, lateBy: now - ask.at }),
      },
      dueAt: now,
    });
    return [{ ...ask, state: 'asked' }];
  });
  await tx.outbox.add(outgoing);
  return { ...round, asks };
}

/** Posts the digest; one that is too late, or of a day on which nobody works, is skipped and recorded. */
export async function closeRound(ctx: StandupContext, standup: Standup, round: Round): Promise<Round> {
  const { tx, now } = ctx;
  const skipped = (because: SkipReason): Round => ({ ...round, state: 'skipped', because });
  if (now - round.postsAt > CATCH_UP_MS) return skipped('more than 2 h late');
  const answers = await tx.standups.answers(standup.id, round.date);
  if (answers.length === 0 && round.asks.every(({ state }) => state === 'holiday'))
    return skipped(round.asks.length > 0 ? 'holiday' : 'nobody to ask');
  const report = await reportOf(ctx, standup, EVERYONE);
  const lateBy = Math.max(round.lateBy, now - round.postsAt);
  const posted: Round = { ...round, state: 'posted', postedAt: now, report, lateBy };
  const view = await viewOfRound(tx, standup, posted, now);
  if (standup.quietDays === 'line' || hasNews(view)) await postDigest(ctx, standup, posted);
  return posted;
}

/** Written once for each round, however often it is asked for. */
export async function postDigest(
  { tx, ids, now }: StandupContext,
  standup: Standup,
  round: Round,
): Promise<void> {
  const channel = await tx.channels.byId(standup.channel);
  if (!channel) return;
  await tx.outbox.add([
    {
      id: ids.uuid() as OutboxId,
      dedupeKey: `standup:${round.id}`,
      destination: { to: 'channel', channel: channel.ref },
      body: { body: 'standup', round: round.id },
      dueAt: now,
    },
  ]);
}

/** What needs someone and what was done, as `viewer` may see it. */
export async function reportOf(ctx: StandupContext, standup: Standup, viewer: Viewer): Promise<Report> {
  const { tx, now } = ctx;
  if (standup.looks === 'answers') return { blocks: [], quiet: true };
  const [team, workspace, rounds] = await Promise.all([
    teamOf(tx, standup),
    tx.workspace(),
    tx.standups.rounds(standup.id, LATEST),
  ]);
  const days = team?.daysOff ?? NO_DAYS_OFF;
  const time = { zone: standup.zone, hours: team?.hours ?? workspace.hours, ...days, away: null };
  const before = rounds.find(({ postedAt }) => postedAt !== null)?.postedAt;
  const since = before ?? addWorkingDays(now, -1, time) ?? now;
  const of = team?.name ?? workspace.name;
  const found = await collect({ tx, team, of, viewer, now, since, time });
  const view = standup.looks === 'all' ? found : { ...found, done: NONE, active: NONE };
  const quiet = [...NEEDS.map((need) => view.needs[need]), view.done].every(
    ({ items }) => items.length === 0,
  );
  // Who is away stands with who was asked.
  const { blocks } = digest({ ...view, away: [] }, REPORT_LINES);
  return { blocks, quiet };
}
