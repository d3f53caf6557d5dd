/** Approvals and their histories. What an approval says is one value of JSON; columns hold what is looked for. */
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import {
  APPROVAL_STATES,
  type Approval,
  type ApprovalFacts,
  isPending,
} from '../../../coordination/approvals/approval.ts';
import type { Entry } from '../../../coordination/history/history.ts';
import type { ApprovalId, ChannelId, ItemId, PersonId, WorkspaceId } from '../../../coordination/ids.ts';
import { type MessageRef, PLATFORMS } from '../../../coordination/places.ts';
import type { ApprovalStore } from '../../../coordination/ports.ts';
import { oneOf } from '../rows.ts';
import { approvals, history, historyPayloads, workItems } from '../schema.ts';
import type { Bound } from './bound.ts';
import { readHistory } from './history.ts';
import { fromEntry, payloadRows } from './item-rows.ts';

type Row = typeof approvals.$inferSelect;

export function toApproval(row: Row): Approval {
  oneOf(APPROVAL_STATES, row.state, 'approvals.state');
  return {
    ...(row.facts as ApprovalFacts),
    id: row.id as ApprovalId,
    key: row.key,
    item: row.itemId as ItemId,
    channel: row.channelId as ChannelId | null,
    version: row.version,
    head: { seq: row.seq, hash: row.headHash },
  };
}

export function fromApproval(workspaceId: WorkspaceId, approval: Approval): Row {
  const { id, key, item, channel, version, head, ...facts } = approval;
  const people = facts.seats.flatMap((s) => ('person' in s ? [s.person] : []));
  const beside = (facts.standIns ?? []).map((s) => s.person);
  const teams = facts.seats.flatMap((s) => ('team' in s ? [s.team] : []));
  return {
    workspaceId,
    id,
    key,
    itemId: item,
    channelId: channel,
    state: facts.state,
    requesterId: facts.requester,
    askedIds: [...new Set([...people, ...beside, ...facts.votes.map((v) => v.person)])],
    askedTeamIds: teams,
    deadlineAt: facts.deadline.at,
    facts,
    version,
    seq: head.seq,
    headHash: head.hash,
  };
}

export function approvalsStore(at: Bound): ApprovalStore {
  const found = async (where: SQL, lock = false): Promise<Approval[]> => {
    const query = at.db.select().from(approvals).where(where).orderBy(asc(approvals.key));
    return (await (lock ? query.for('no key update') : query)).map(toApproval);
  };
  const write = async (entry: Entry): Promise<void> => {
    await at.db.insert(history).values(fromEntry(at.workspaceId, entry));
    await at.db.insert(historyPayloads).values(payloadRows(at.workspaceId, [entry]));
  };
  return {
    byKey: async (key, lock) => (await found(eq(approvals.key, key), lock))[0] ?? null,
    byId: async (id) => (await found(eq(approvals.id, id)))[0] ?? null,
    ofItem: (item, lock) => found(eq(approvals.itemId, item), lock),
    pendingOf: (items) =>
      found(and(eq(approvals.state, 'pending'), inArray(approvals.itemId, [...items])) ?? sql`false`),
    async isPartOf(person) {
      const rows = await at.sql`
        select from approvals
        where state = 'pending' and (requester_id = ${person} or ${person} = any(asked_ids)) limit 1`;
      return rows.length > 0;
    },
    async waitingOn(person, limit) {
      const rows = await at.db
        .select()
        .from(approvals)
        .where(sql`${approvals.state} = 'pending' and ${askedOf(person)}`)
        .orderBy(asc(approvals.deadlineAt), asc(approvals.key))
        .limit(limit);
      return rows.map(toApproval).filter(isPending);
    },
    async lapsedOf(person, limit) {
      const rows = await at.db
        .select({ approval: approvals })
        .from(approvals)
        .innerJoin(
          workItems,
          and(eq(workItems.workspaceId, approvals.workspaceId), eq(workItems.id, approvals.itemId)),
        )
        .where(
          sql`${approvals.state} = 'lapsed' and not ended and (${approvals.requesterId} = ${person}
            or ((${approvals.facts} ->> 'gate')::boolean and ${workItems.stage} = 'review'
              and ${person} in (${workItems.requesterId}, ${workItems.ownerId})))`,
        )
        .orderBy(desc(approvals.deadlineAt), desc(approvals.key))
        .limit(limit);
      return rows.map(({ approval }) => toApproval(approval));
    },
    async nextKey() {
      await at.sql`select pg_advisory_xact_lock(hashtextextended(${`approval keys ${at.workspaceId}`}, 0))`;
      const [row] = await at.sql`select coalesce(max(key), 0) + 1 as key from approvals`;
      return row?.key as number;
    },
    async insert(approval, entry) {
      await at.db.insert(approvals).values(fromApproval(at.workspaceId, approval));
      await write(entry);
    },
    async update(approval, entry) {
      const { id, version } = approval;
      const changed = await at.db
        .update(approvals)
        .set(fromApproval(at.workspaceId, approval))
        .where(sql`${approvals.id} = ${id} and ${approvals.version} = ${version - 1}`)
        .returning({ id: approvals.id });
      if (changed.length !== 1)
        throw new Error('an approval was changed by two at once: it must be locked first');
      await write(entry);
    },
    history: (id) => readHistory(at, id),
    async messages(id, revision) {
      const rows = await at.sql`
        select sent_platform as platform, sent_scope as scope, sent_channel as channel, sent_message as message
        from outbox
        where record_id = (select item_id from approvals where id = ${id}) and sent_message is not null
          and body ->> 'approval' = ${id} and body ->> 'as' = 'request' and (body ->> 'number')::int = ${revision}
        order by platform, scope, channel, message`;
      return rows.map(toRef);
    },
    async reactions(id, revision) {
      const { done, decline } = await emojiOf(at);
      const rows = await at.sql`
        select r.platform, r.scope, r.channel, r.message, r.person_id, r.emoji
        from outbox o join reactions r on r.platform = o.sent_platform and r.scope = o.sent_scope
          and r.channel = o.sent_channel and r.message = o.sent_message and r.workspace_id = o.workspace_id
        where o.body ->> 'approval' = ${id} and o.body ->> 'as' = 'request'
          and (o.body ->> 'number')::int = ${revision} and r.present and r.emoji = any(${[done, decline]})
          and o.record_id = (select item_id from approvals where id = ${id})
        order by r.platform, r.scope, r.channel, r.message, r.person_id, r.emoji`;
      return rows.map((row) => ({
        on: toRef(row),
        person: row.person_id as PersonId,
        emoji: row.emoji,
      }));
    },
  };
}

const toRef = (row: Readonly<Record<string, unknown>>): MessageRef => ({
  platform: oneOf(PLATFORMS, row.platform as string, 'reactions.platform'),
  scope: row.scope as string,
  channel: row.channel as string,
  message: row.message as string,
});

async function emojiOf(at: Bound): Promise<{ readonly done: string; readonly decline: string }> {
  const [row] = await at.sql`
    select coalesce(settings -> 'reactions' ->> 'done', '') as done,
      coalesce(settings -> 'reactions' ->> 'decline', '') as decline
    from workspaces`;
  return { done: row?.done, decline: row?.decline };
}

/** Asked themselves, or in a team. Who stands in for someone is known when they answer. */
export const askedOf = (person: PersonId): SQL => sql`(
  ${person} = any(${approvals.askedIds}) or exists (
    select from team_members m
    where m.workspace_id = ${approvals.workspaceId} and m.team_id = any(${approvals.askedTeamIds}) and m.person_id = ${person}
  ) or exists (
    select from absences b
    where b.workspace_id = ${approvals.workspaceId} and b.delegate_id = ${person} and b.person_id = any(${approvals.askedIds})
  )
)`;
