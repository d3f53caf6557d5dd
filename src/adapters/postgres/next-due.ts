import type { Instant } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import { CLOCKS, INBOX, OUTBOX } from './claim.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';

/** When something is next due in a workspace, perhaps in the past; null when nothing waits. */
export const nextDue = (client: Client, workspaceId: WorkspaceId): Promise<Instant | null> =>
  transact(client, { role: 'baton_app', workspaceId }, async ({ sql }) => {
    const first = ({ table, waiting }: typeof INBOX): string =>
      `(select min(due_at) from ${table} where ${waiting})`;
    const [row] = await sql.unsafe(
      `select least(${first(INBOX)}, ${first(OUTBOX)}, ${first(CLOCKS)}) as due`,
      [],
      {
        prepare: true,
      },
    );
    return row?.due ? Date.parse(row.due) : null;
  });
