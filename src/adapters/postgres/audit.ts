/** What an auditor sees: work that is late beyond what the loops explain, by workspace. It sees no content. */
import type { Instant } from '../../coordination/calendar.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';

export const FINDINGS = ['late message', 'stuck send', 'late event', 'late clock'] as const;
export type FindingKind = (typeof FINDINGS)[number];

export interface Finding {
  readonly what: FindingKind;
  readonly workspace: WorkspaceId;
  readonly rows: number;
}

/** The loops look each second: what has been due for a minute was passed over. */
const LATE = `$1::timestamptz - interval '60 seconds'`;
const MOST = 1_000;

/** A lease that ran out is swept within a second: one past that is held up by something. */
const QUESTIONS: Readonly<Record<FindingKind, string>> = {
  'late message': `select workspace_id from outbox where state in ('pending', 'unknown') and due_at < ${LATE}`,
  'stuck send': `select workspace_id from outbox where state = 'sending' and lease_until < now() - interval '10 seconds' and $1::timestamptz is not null`,
  'late event': `select workspace_id from inbox where state = 'pending' and due_at < ${LATE}`,
  'late clock': `select workspace_id from clocks where state = 'pending' and due_at < ${LATE}`,
};

export const findLate = (client: Client, now: Instant): Promise<Finding[]> =>
  transact(client, { role: 'baton_claim' }, async ({ sql }) => {
    const found: Finding[] = [];
    for (const what of FINDINGS) {
      const rows = await sql.unsafe(
        `select workspace_id, count(*)::int as rows from (${QUESTIONS[what]} limit ${MOST}) late group by workspace_id`,
        [new Date(now).toISOString()],
        { prepare: true },
      );
      for (const row of rows)
        found.push({ what, workspace: row.workspace_id as WorkspaceId, rows: row.rows });
    }
    return found;
  });
