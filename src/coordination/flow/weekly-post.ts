/** Tells a team of its week in its home channel, once for each occurrence of its rule. */
import { addDays, type Instant, instantAt } from '../calendar.ts';
import type { OutboxId, PersonId, TeamId } from '../ids.ts';
import type { Ids, Transaction, Viewer } from '../ports.ts';
import { type Occurrence, occurrences } from '../schedule.ts';
import { USUAL_WEEKS, weeklyOf, zoneOf } from './collect.ts';
import type { Weekly, WeeklyPost } from './weekly-store.ts';

export interface WeeklyContext {
  readonly tx: Transaction;
  readonly now: Instant;
  readonly ids: Ids;
}

/** What is late by that much is told once and says so; what is older is skipped. */
const CATCH_UP_MS = 2 * 3_600_000;
/** Of an outage, however long, so many occurrences are recorded. */
const MOST_MISSED = 60;
/** Less is no news. */
const LATE_FROM_MS = 5 * 60_000;
/** What a channel shows is what everyone may see. */
const EVERYONE: Viewer = { person: '00000000-0000-0000-0000-000000000000' as PersonId, guest: false };

/** Sets when a team is told of its week; null: not any more. */
export async function setWeekly(
  { tx, now }: WeeklyContext,
  team: TeamId,
  wanted: Pick<Weekly, 'rule' | 'words'> | null,
): Promise<void> {
  if (wanted === null) {
    await tx.weeklies.remove(team);
    return;
  }
  await tx.weeklies.save({ ...wanted, team, since: now });
  await tx.weeklies.wake(team, now);
}

export async function runDueWeekly(ctx: WeeklyContext, id: TeamId): Promise<void> {
  const { tx, now } = ctx;
  const weekly = await tx.weeklies.of(id, true);
  const [team] = await tx.teams.byIds([id]);
  if (!weekly || !team) return tx.weeklies.wake(id, null);
  const zone = zoneOf({ team, workspace: await tx.workspace() });
  const last = (await tx.weeklies.lastPost(id))?.date ?? null;
  const from = last === null ? weekly.since : Math.max(weekly.since, instantAt(addDays(last, 1), 0, zone));
  const due = occurrences(weekly.rule, zone, from, MOST_MISSED).filter(({ at }) => at <= now);
  for (const [n, occurrence] of due.entries())
    await tx.weeklies.savePost(await tell(ctx, id, occurrence, n === due.length - 1));
  await tx.weeklies.wake(id, occurrences(weekly.rule, zone, now + 1, 1)[0]?.at ?? null);
}

/** Of several that were missed the latest alone may still be told. */
async function tell(
  { tx, now, ids }: WeeklyContext,
  id: TeamId,
  { date, at }: Occurrence,
  isLatest: boolean,
): Promise<WeeklyPost> {
  const lateBy = now - at;
  const skipped = (because: WeeklyPost['because']): WeeklyPost => ({
    team: id,
    date,
    state: 'skipped',
    because,
    lateBy,
  });
  if (!isLatest || lateBy > CATCH_UP_MS) return skipped('more than 2 h late');
  const [team = null] = await tx.teams.byIds([id]);
  const channel = team?.homeChannel ? await tx.channels.byId(team.homeChannel) : null;
  if (!channel || channel.off !== null) return skipped('no home channel');
  const message = await weeklyOf(
    { tx, workspace: await tx.workspace(), team, viewer: EVERYONE, now, weeks: USUAL_WEEKS },
    { offers: ['csv', 'json'], lateBy: lateBy >= LATE_FROM_MS ? lateBy : 0 },
  );
  await tx.outbox.add([
    {
      id: ids.uuid() as OutboxId,
      dedupeKey: `week:${id}:${date}`,
      destination: { to: 'channel', channel: channel.ref },
      body: { body: 'words', message },
      dueAt: now,
    },
  ]);
  return { team: id, date, state: 'posted', because: null, lateBy };
}
