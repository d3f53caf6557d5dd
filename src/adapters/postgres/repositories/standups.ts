import { and, asc, desc, eq } from 'drizzle-orm';
import type { ChannelId, PersonId, RoundId, StandupId } from '../../../coordination/ids.ts';
import type { Rule } from '../../../coordination/schedule.ts';
import {
  type Answer,
  type Ask,
  LOOKS,
  type Participants,
  type Report,
  type Round,
  type SkipReason,
  type Standup,
} from '../../../coordination/standups/standup.ts';
import type { StandupStore } from '../../../coordination/standups/store.ts';
import { oneOf } from '../rows.ts';
import { standupAnswers as answers, standupRounds as rounds, standups } from '../schema.ts';
import type { Bound } from './bound.ts';

const WAKE = `
  insert into clocks (workspace_id, id, kind, state, due_at, detail)
  values ($1::uuid, $2::uuid, 'standup', case when $3::timestamptz is null then 'idle' else 'pending' end,
    coalesce($3::timestamptz, now()), '{}')
  on conflict (workspace_id, id) do update set
    state = excluded.state, due_at = excluded.due_at, lease_until = null, attempts = 0`;

export function standupsStore(at: Bound): StandupStore {
  const { workspaceId } = at;
  const one = async (which: ReturnType<typeof eq>, lock: boolean): Promise<Standup | null> => {
    const query = at.db.select().from(standups).where(which);
    const [row] = await (lock ? query.for('no key update') : query);
    return row ? toStandup(row) : null;
  };
  return {
    byId: (id, lock = false) => one(eq(standups.id, id), lock),
    byName: (name, lock = false) => one(eq(standups.name, name), lock),
    all: async () => (await at.db.select().from(standups).orderBy(asc(standups.name))).map(toStandup),
    async save(standup) {
      const row = fromStandup(standup);
      await at.db
        .insert(standups)
        .values({ workspaceId, ...row })
        .onConflictDoUpdate({ target: [standups.workspaceId, standups.id], set: row });
    },
    async remove(id) {
      await at.db.delete(standups).where(eq(standups.id, id));
      await at.sql`delete from clocks where id = ${id}`;
    },
    async rounds(id, most) {
      const query = at.db.select().from(rounds).where(eq(rounds.standupId, id));
      return (await query.orderBy(desc(rounds.date)).limit(most)).map(toRound);
    },
    async roundById(id) {
      const [row] = await at.db.select().from(rounds).where(eq(rounds.id, id));
      return row ? toRound(row) : null;
    },
    async saveRound({ standup: standupId, ...round }) {
      const row = { ...round, standupId, asks: [...round.asks] };
      await at.db
        .insert(rounds)
        .values({ workspaceId, ...row })
        .onConflictDoUpdate({ target: [rounds.workspaceId, rounds.standupId, rounds.date], set: row });
    },
    async answers(id, date) {
      const query = at.db
        .select()
        .from(answers)
        .where(and(eq(answers.standupId, id), eq(answers.date, date)));
      return (await query.orderBy(asc(answers.at), asc(answers.personId))).map(toAnswer);
    },
    async answersOf(id, person, most) {
      const query = at.db
        .select()
        .from(answers)
        .where(and(eq(answers.standupId, id), eq(answers.personId, person)));
      return (await query.orderBy(desc(answers.date)).limit(most)).map(toAnswer);
    },
    async saveAnswer(standupId, { person: personId, ...answer }) {
      const row = { ...answer, standupId, personId, words: [...answer.words] };
      const target = [answers.workspaceId, answers.standupId, answers.date, answers.personId];
      await at.db
        .insert(answers)
        .values({ workspaceId, ...row })
        .onConflictDoUpdate({ target, set: row });
    },
    async wake(id, dueAt) {
      const due = dueAt === null ? null : new Date(dueAt).toISOString();
      await at.sql.unsafe(WAKE, [workspaceId, id, due], { prepare: true });
    },
  };
}

const fromStandup = ({ channel, joined, left, window, ...rest }: Standup) => ({
  ...rest,
  channelId: channel,
  joinedIds: [...joined],
  leftIds: [...left],
  windowMinutes: window,
});

function toStandup(row: typeof standups.$inferSelect): Standup {
  const { id, name, words, zone, skipsHolidays, paused, since } = row;
  return {
    id: id as StandupId,
    name,
    words,
    zone,
    skipsHolidays,
    paused,
    since,
    channel: row.channelId as ChannelId,
    rule: row.rule as Rule,
    clock: oneOf(['channel', 'each'], row.clock, 'standups.clock'),
    participants: row.participants as Participants,
    joined: row.joinedIds as PersonId[],
    left: row.leftIds as PersonId[],
    questions: row.questions as readonly string[],
    window: row.windowMinutes,
    looks: oneOf(LOOKS, row.looks, 'standups.looks'),
    quietDays: oneOf(['line', 'nothing'], row.quietDays, 'standups.quiet_days'),
    madeBy: row.madeBy as PersonId,
  };
}

const toRound = ({ workspaceId: _, ...row }: typeof rounds.$inferSelect): Round => ({
  ...row,
  id: row.id as RoundId,
  standup: row.standupId as StandupId,
  state: oneOf(['open', 'posted', 'skipped'], row.state, 'standup_rounds.state'),
  because: row.because as SkipReason | null,
  asks: row.asks as readonly Ask[],
  report: row.report as Report | null,
});

const toAnswer = ({ workspaceId: _, ...row }: typeof answers.$inferSelect): Answer => ({
  ...row,
  person: row.personId as PersonId,
  said: oneOf(['answer', 'nothing', 'skip'], row.said, 'standup_answers.said'),
  words: row.words as Answer['words'],
});
