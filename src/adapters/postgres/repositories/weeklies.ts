import { desc, eq } from 'drizzle-orm';
import type { WeeklyPost, WeeklyStore } from '../../../coordination/flow/weekly-store.ts';
import type { TeamId } from '../../../coordination/ids.ts';
import type { Rule } from '../../../coordination/schedule.ts';
import { oneOf } from '../rows.ts';
import { weeklies, weeklyPosts } from '../schema.ts';
import type { Bound } from './bound.ts';

const WAKE = `
  insert into clocks (workspace_id, id, kind, state, due_at, detail)
  values ($1::uuid, $2::uuid, 'team', case when $3::timestamptz is null then 'idle' else 'pending' end,
    coalesce($3::timestamptz, now()), '{}')
  on conflict (workspace_id, id) do update set
    state = excluded.state, due_at = excluded.due_at, lease_until = null, attempts = 0`;

export function weekliesStore(at: Bound): WeeklyStore {
  const { workspaceId } = at;
  return {
    async of(team, lock = false) {
      const query = at.db.select().from(weeklies).where(eq(weeklies.teamId, team));
      const [row] = await (lock ? query.for('no key update') : query);
      return row ? { team, rule: row.rule as Rule, words: row.words, since: row.since } : null;
    },
    async save({ team: teamId, ...row }) {
      await at.db
        .insert(weeklies)
        .values({ workspaceId, teamId, ...row })
        .onConflictDoUpdate({ target: [weeklies.workspaceId, weeklies.teamId], set: row });
    },
    async remove(team) {
      await at.db.delete(weeklies).where(eq(weeklies.teamId, team));
      await at.sql`delete from clocks where id = ${team}`;
    },
    async lastPost(team) {
      const query = at.db.select().from(weeklyPosts).where(eq(weeklyPosts.teamId, team));
      const [row] = await query.orderBy(desc(weeklyPosts.date)).limit(1);
      if (!row) return null;
      const state = oneOf(['posted', 'skipped'], row.state, 'weekly_posts.state');
      const because = row.because as WeeklyPost['because'];
      return { team: row.teamId as TeamId, date: row.date, state, because, lateBy: row.lateBy };
    },
    async savePost({ team: teamId, ...post }) {
      await at.db
        .insert(weeklyPosts)
        .values({ workspaceId, teamId, ...post })
        .onConflictDoNothing();
    },
    async wake(team, dueAt) {
      const due = dueAt === null ? null : new Date(dueAt).toISOString();
      await at.sql.unsafe(WAKE, [workspaceId, team, due], { prepare: true });
    },
  };
}
