/** Runs standups that are due, each under a lock: asks people, posts digests, and says when to come again. */
import type { Instant, LocalDate } from '../calendar.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import type { OutboxId, PersonId, RoundId, StandupId } from '../ids.ts';
import type { Channel, Ids } from '../ports.ts';
import { type Desk, openDesk, type StandupContext } from './desk.ts';
import { hasNews, promptMessage } from './message.ts';
import { asksOf, CATCH_UP_MS, missedRounds, nextDue, nextRound, postsAt, shouldAsk } from './plan.ts';
import type { Ask, Round, SkipReason, Standup } from './standup.ts';
import { type Participant, participantsById, zonesOf } from './world.ts';

/** All that are due in a workspace; those that are gone are not woken again. */
export async function runDueStandups(ctx: StandupContext, due: readonly StandupId[]): Promise<void> {
  if (due.length === 0) return;
  const standups = await ctx.tx.standups.byIds(due);
  const desk = await openDesk(ctx, standups);
  for (const id of due) desk.wake(id, null);
  for (const standup of standups) await run(desk, standup);
  await desk.close();
}

/** The standup is locked. */
export async function runStandup(ctx: StandupContext, standup: Standup): Promise<void> {
  const desk = await openDesk(ctx, [standup]);
  await run(desk, standup);
  await desk.close();
}

async function run(desk: Desk, standup: Standup): Promise<void> {
  const { now } = desk;
  const known = desk.rounds(standup);
  let last = known[0]?.date ?? null;
  for (const { date, at } of missedRounds(standup, last, now)) {
    desk.save(skippedRound(desk, standup, date, at));
    last = date;
  }
  const people = desk.participants(standup);
  const zones = zonesOf(people);
  const rounds = known.filter(({ state }) => state !== 'skipped');
  let next = nextRound(standup, last, now, zones.values());
  for (; next && next.opensAt <= now; next = nextRound(standup, last, now, zones.values())) {
    const begun = beginRound(desk, standup, next, people);
    desk.save(begun);
    rounds.push(begun);
    last = next.date;
  }
  const after: Round[] = [];
  for (const round of rounds) after.push(await goOn(desk, standup, round));
  desk.wake(standup.id, nextDue(after, next));
}

async function goOn(desk: Desk, standup: Standup, round: Round): Promise<Round> {
  const asked = await askWhoIsDue(desk, standup, round);
  const after =
    asked.state === 'open' && asked.postsAt <= desk.now ? await closeRound(desk, standup, asked) : asked;
  if (after === round) return round;
  desk.save(after);
  if (round.state === 'posted') desk.refresh(round.id);
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
async function askWhoIsDue(desk: Desk, standup: Standup, round: Round): Promise<Round> {
  const { tx, now } = desk;
  if (!round.asks.some(({ state, at }) => state === 'waiting' && at <= now)) return round;
  const known = desk.participants(standup);
  const missing = round.asks.map(({ person }) => person).filter((id) => !known.has(id));
  const more = missing.length > 0 ? await participantsById(tx, new Set(missing)) : [];
  const people = new Map([...known, ...more]);
  const answered = new Set(desk.answers(standup, round.date).map((a) => a.person));
  const channel = desk.channel(standup);
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
      id: desk.ids.uuid() as OutboxId,
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
  desk.say(outgoing);
  return { ...round, asks };
}

/** Posts the digest; one that is too late, or of a day on which nobody works, is skipped and recorded. */
export async function closeRound(desk: Desk, standup: Standup, round: Round): Promise<Round> {
  const { now, ids } = desk;
  const skipped = (because: SkipReason): Round => ({ ...round, state: 'skipped', because });
  if (now - round.postsAt > CATCH_UP_MS) return skipped('more than 2 h late');
  const answers = desk.answers(standup, round.date);
  if (answers.length === 0 && round.asks.every(({ state }) => state === 'holiday'))
    return skipped(round.asks.length > 0 ? 'holiday' : 'nobody to ask');
  const report = await desk.report(standup);
  const lateBy = Math.max(round.lateBy, now - round.postsAt);
  const posted: Round = { ...round, state: 'posted', postedAt: now, report, lateBy };
  const channel = desk.channel(standup);
  if (channel && (standup.quietDays === 'line' || hasNews({ answers, round: posted })))
    desk.say([digestOf(ids, now, posted, channel)]);
  return posted;
}

/** Written once for each round, however often it is asked for. */
export const digestOf = (
  ids: Ids,
  now: Instant,
  { id }: Pick<Round, 'id'>,
  { ref }: Pick<Channel, 'ref'>,
): Outgoing => ({
  id: ids.uuid() as OutboxId,
  dedupeKey: `standup:${id}`,
  destination: { to: 'channel', channel: ref },
  body: { body: 'standup', round: id },
  dueAt: now,
});
