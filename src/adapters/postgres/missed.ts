/** After a start or a gap: the reactions to what is still open are read again, for some may have gone unseen. */
import type { Instant } from '../../coordination/calendar.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';

/** Platforms are asked by and by; all within a minute. */
const A_SECOND = 5;
const LAST_AFTER_SECONDS = 45;

/** Has each open approval of every workspace read; returns how many there are. */
export const readOpenApprovals = (client: Client, now: Instant): Promise<number> =>
  transact(client, { role: 'owner' }, async ({ sql }) => {
    const { count } = await sql`
      insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
      select workspace_id, gen_random_uuid(), name,
        json_build_object('v', 1, 'key', name, 'at', ${now}::bigint, 'kind', 'approval_due', 'approval', key, 'read', true),
        'pending', ${new Date(now).toISOString()}::timestamptz + after * interval '1 second', now()
      from (
        select a.workspace_id, a.key, 'approval:' || a.id || ':read:' || ${String(now)}::text as name,
          least(${LAST_AFTER_SECONDS}, (row_number() over (order by a.deadline_at) - 1) / ${A_SECOND}) as after
        from approvals a join workspaces w on w.id = a.workspace_id
        where a.state = 'pending' and w.removed_at is null
      ) open
      on conflict (workspace_id, key) do nothing`;
    return count;
  });
