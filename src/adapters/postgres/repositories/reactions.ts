import type { ReactionStore } from '../../../coordination/ports.ts';
import type { Bound } from './bound.ts';

export const reactionsStore = ({ workspaceId, sql }: Bound): ReactionStore => ({
  /** What was never seen was absent. Two who set the same state at once: one of them changed it. */
  async set({ on: { platform, scope, channel, message }, person, emoji, present }) {
    const [row] = await sql`
      insert into reactions as old (workspace_id, platform, scope, channel, message, person_id, emoji, present)
      values (${workspaceId}, ${platform}, ${scope}, ${channel}, ${message}, ${person}, ${emoji}, ${present})
      on conflict (workspace_id, platform, scope, channel, message, person_id, emoji)
        do update set present = excluded.present where old.present <> excluded.present
      returning xmax = 0 as first`;
    return row !== undefined && (present || row.first === false);
  },
  async of({ platform, scope, channel, message }, person) {
    const rows = await sql`
      select emoji from reactions
      where platform = ${platform} and scope = ${scope} and channel = ${channel} and message = ${message}
        and person_id = ${person} and present`;
    return rows.map(({ emoji }) => emoji);
  },
});
