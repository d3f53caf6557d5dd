/** What is to be done at an instant to come waits in the inbox like an event, and is claimed once. */
import type { Intent } from '../../commands/intent.ts';
import type { Instant } from '../../coordination/calendar.ts';
import type { ApprovalKey } from '../../coordination/ids.ts';
import type { Bound } from './repositories/bound.ts';

export async function later(
  { sql, workspaceId }: Bound,
  key: string,
  approval: ApprovalKey,
  due: Instant,
): Promise<void> {
  const intent: Intent = { v: 1, key, at: due, kind: 'approval_due', approval };
  await sql`
    insert into inbox (workspace_id, id, key, intent, state, due_at, received_at)
    values (${workspaceId}, gen_random_uuid(), ${key}, ${JSON.stringify(intent)}::jsonb, 'pending',
      ${new Date(due).toISOString()}::timestamptz, now())
    on conflict (workspace_id, key) do nothing`;
}
