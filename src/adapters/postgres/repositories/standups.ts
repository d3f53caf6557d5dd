import { and, asc, desc, eq, inArray } from 'drizzle-orm';
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
import type { ShownRound, StandupStore } from '../../../coordination/standups/store.ts';
import type { Lookups } from '../lookups.ts';
import { oneOf, reader, writer } from '../rows.ts';
import { standupAnswers as answers, standupRounds as rounds, standups } from '../schema.ts';
import type { Bound } from './bound.ts';

const WAKE = `
  insert into clocks (workspace_id, id, kind, state, due_at, detail)
  select $1::uuid, w.id, 'standup', case when w.due is null then 'idle' else 'pending' end, coalesce(w.due, now()), '{}'
  from unnest($2::uuid[], $3::timestamptz[]) as w (id, due)
  on conflict (workspace_id, id) do update set
    state = excluded.state, due_at = excluded.due_at, lease_until = null, attempts = 0`;

const LATEST_OF_EACH = `
  select r.* from unnest($1::uuid[]) s (id) cross join lateral (
    select * from standup_rounds where standup_id = s.id order by date desc limit $2::int) r`;

const ANSWERS_SINCE = `
  select * from standup_answers where standup_id = any($1::uuid[]) and date >= $2 order by at, person_id`;

const SAVE_ROUNDS = `
  insert into standup_rounds
  select * from json_populate_recordset(null::standup_rounds, $1::json)
  on conflict (workspace_id, standup_id, date) do update set
    state = excluded.state, because = excluded.because, opened_at = excluded.opened_at, posts_at = excluded.posts_at,
    posted_at = excluded.posted_at, late_by = excluded.late_by, asks = excluded.asks, report = excluded.report`;

const SHOWN = `
  select to_json(r) as round, to_json(s) as standup,
    (select name from channels c where c.id = s.channel_id) as channel,
    to_json(array(select to_json(a) from standup_answers a where a.standup_id = s.id and a.date = r.date
      order by a.at, a.person_id)) as answers,
    to_json(array(select json_build_object('id', p.id, 'name', p.name, 'active', p.active) from people p where p.id in (
      select a.person_id from standup_answers a where a.standup_id = s.id and a.date = r.date
      union all select (ask ->> 'person')::uuid from jsonb_array_elements(r.asks) ask))) as people
  from standup_rounds r join standups s on s.id = r.standup_id and s.workspace_id = r.workspace_id
  where r.id = any($1::uuid[])`;

const readStandup = reader(standups);
const readRound = reader(rounds);
const readAnswer = reader(answers);
const roundsJson = writer(rounds);

export function standupsStore(at: Bound, lookups: Lookups): StandupStore {
  const { workspaceId } = at;
  const shown = lookups.of(
    async (ids: readonly RoundId[]) =>
      (await at.sql.unsafe(SHOWN, [ids as RoundId[]], { prepare: true })).map(toShown),
    ({ round }, ids) => ids.has(round.id),
  );
  const one = async (which: ReturnType<typeof eq>, lock: boolean): Promise<Standup | null> => {
    const query = at.db.select().from(standups).where(which);
    const [row] = await (lock ? query.for('no key update') : query);
    return row ? toStandup(row) : null;
  };
  return {
    byId: (id, lock = false) => one(eq(standups.id, id), lock),
    async byIds(ids) {
      const query = at.db
        .select()
        .from(standups)
        .where(inArray(standups.id, [...ids]));
      return (await query.orderBy(asc(standups.id)).for('no key update')).map(toStandup);
    },
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
    async roundsOfEach(ids, most) {
      const found = new Map<StandupId, Round[]>(ids.map((id) => [id, []]));
      const rows = await at.sql.unsafe(LATEST_OF_EACH, [ids as StandupId[], most], { prepare: true });
      for (const row of rows) found.get(row.standup_id as StandupId)?.push(toRound(readRound(row)));
      return found;
    },
    shown: async (id) => (await shown([id]))[0] ?? null,
    async saveRounds(all) {
      if (all.length === 0) return;
      const rows = all.map(({ standup: standupId, ...round }) => ({
        workspaceId,
        ...round,
        standupId,
        asks: [...round.asks],
      }));
      await at.sql.unsafe(SAVE_ROUNDS, [roundsJson(rows)], { prepare: true });
    },
    async answersSince(ids, date) {
      const rows = await at.sql.unsafe(ANSWERS_SINCE, [ids as StandupId[], date], { prepare: true });
      return rows.map((row) => ({
        standup: row.standup_id as StandupId,
        answer: toAnswer(readAnswer(row)),
      }));
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
    async wakeEach(due) {
      if (due.size === 0) return;
      const instants = [...due.values()].map((at_) => (at_ === null ? null : new Date(at_).toISOString()));
      await at.sql.unsafe(WAKE, [workspaceId, [...due.keys()], instants], { prepare: true });
    },
  };
}

const toShown = (row: Readonly<Record<string, unknown>>): ShownRound => ({
  round: toRound(readRound(row.round)),
  standup: toStandup(readStandup(row.standup)),
  channel: row.channel as string | null,
  answers: (row.answers as unknown[]).map((one) => toAnswer(readAnswer(one))),
  people: row.people as ShownRound['people'],
});

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
