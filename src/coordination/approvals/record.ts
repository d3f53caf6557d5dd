/** Loading an approval for an act, and saving what the act made of it. Its item is locked first, always. */
import type { ActContext } from '../context.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { whenToTell } from '../delivery/when-to-tell.ts';
import { refuse } from '../errors.ts';
import { chain, GENESIS } from '../history/history.ts';
import {
  type ApprovalKey,
  formatApprovalKey,
  type ItemId,
  type OutboxId,
  type PersonId,
  type TeamId,
} from '../ids.ts';
import type { Person } from '../people/person.ts';
import { timesOf } from '../people/working-time.ts';
import type { MessageRef } from '../places.ts';
import type { Reacted, Transaction } from '../ports.ts';
import type { WorkItem } from '../work-items/item.ts';
import { viewerOf } from '../work-items/record.ts';
import { type Approval, type ApprovalFacts, latest } from './approval.ts';
import { type Entitling, entitled, type Records } from './entitled.ts';
import { type ApprovalEvent, after } from './events.ts';
import type { Voter } from './tally.ts';

/** `me` is null where nobody acts, as at a deadline. */
export type Saving = Pick<ActContext, 'tx' | 'workspace' | 'now' | 'ids' | 'sha256'> & {
  readonly me: Person | null;
};

export type ApprovalContext = Saving & {
  /** The reactions to a message, read from its platform before this transaction; null when it cannot be read. */
  readonly readReactions: (ref: MessageRef, version: number) => Promise<readonly Reacted[] | null>;
};

export interface Held {
  readonly approval: Approval;
  readonly item: WorkItem;
  /** What waits for the item, locked with it: an approval may finish it. */
  readonly waiting: readonly WorkItem[];
}

/** An approval whose item I may see; what I may not see does not exist for me. */
export async function seeApproval(
  ctx: Pick<ActContext, 'tx' | 'me'>,
  key: ApprovalKey,
): Promise<{ readonly approval: Approval; readonly item: WorkItem }> {
  const unknown = (): never => refuse({ code: 'unknown_approval', words: formatApprovalKey(key) });
  const approval = (await ctx.tx.approvals.byKey(key)) ?? unknown();
  const visible = await ctx.tx.items.visible([approval.item], viewerOf(ctx.me));
  const [item] = visible.has(approval.item) ? await ctx.tx.items.byIds([approval.item]) : [];
  return { approval, item: item ?? unknown() };
}

/** The same, locked with its item and what waits for that. */
export async function takeApproval(ctx: Pick<ActContext, 'tx' | 'me'>, key: ApprovalKey): Promise<Held> {
  const { approval } = await seeApproval(ctx, key);
  return hold(ctx.tx, approval);
}

export async function hold(tx: Transaction, { key, item: id }: Approval): Promise<Held> {
  const waitingFor = async (): Promise<ItemId[]> =>
    (await tx.items.relations(id)).filter((r) => r.kind === 'blocks' && r.from === id).map((r) => r.to);
  const all = await tx.items.byIds([id, ...(await waitingFor())], true);
  const item = all.find((i) => i.id === id);
  const approval = await tx.approvals.byKey(key, true);
  if (!item || !approval) throw new Error('an approval or its item does not exist');
  return { approval, item, waiting: all.filter((i) => i.id !== id) };
}

export interface Happened {
  readonly act: string;
  readonly rule: string | null;
  readonly event: ApprovalEvent;
  readonly words?: string | null;
  /** Where someone else did it than who acts. */
  readonly actor?: PersonId | null;
}

/** Saves one act on an approval with its history; every message that shows it, or its item, is due again. */
export async function happen(ctx: Saving, before: Approval, happened: Happened): Promise<Approval> {
  const { entry, facts } = entered(ctx, before, before, happened);
  const next: Approval = {
    ...before,
    ...facts,
    version: before.version + 1,
    head: { seq: entry.seq, hash: entry.hash },
  };
  await ctx.tx.approvals.update(next, entry);
  await refresh(ctx, before.item);
  return next;
}

/** The first entry of a new one. */
export async function begin(
  ctx: Saving,
  made: Omit<Approval, 'version' | 'head'>,
  facts: ApprovalFacts,
): Promise<Approval> {
  const { id } = made;
  const begun = { id, head: GENESIS };
  const { entry } = entered(ctx, begun, facts, {
    act: 'asked',
    rule: null,
    event: { event: 'asked', facts },
  });
  const approval: Approval = { ...made, version: 1, head: { seq: entry.seq, hash: entry.hash } };
  await ctx.tx.approvals.insert(approval, entry);
  await refresh(ctx, made.item);
  return approval;
}

/** Its cards show it, and its clock counts by it. */
async function refresh({ tx, now }: Saving, item: ItemId): Promise<void> {
  await tx.outbox.refreshCards(item, now);
  await tx.nudges.approvalChanged(item, now);
}

function entered(
  ctx: Saving,
  { id, head }: Pick<Approval, 'id' | 'head'>,
  facts: ApprovalFacts,
  { act, rule, event, words, actor = ctx.me?.id ?? null }: Happened,
) {
  const payload = { changes: {}, approval: event, ...(words ? { words } : {}) };
  const entry = chain(id, head, { act, rule, actor, at: ctx.now, payload }, ctx.ids.salt(), ctx.sha256);
  return { entry, facts: after(facts, event) };
}

/** The stored records that say who is entitled. */
export async function recordsOf(
  tx: Transaction,
  { seats, standIns = [], requester, gate, item }: Entitling & { readonly item?: ItemId },
): Promise<Records> {
  const teamIds = seats.flatMap((s): TeamId[] => ('team' in s ? [s.team] : []));
  const teams = await tx.teams.byIds(teamIds);
  const named = seats.flatMap((s): PersonId[] => ('person' in s ? [s.person] : []));
  const leads = standIns.map((s) => s.person);
  const ids = [...new Set([requester, ...named, ...leads, ...teams.flatMap((t) => t.members)])];
  const absences = await tx.people.absences(ids);
  const delegates = [...absences.values()].flatMap((a) => (a.delegate ? [a.delegate] : []));
  const people = await tx.people.byIds([...new Set([...ids, ...delegates])]);
  const [work] = gate && item ? await tx.items.byIds([item]) : [];
  return {
    people: new Map(people.map((p) => [p.id, p])),
    members: new Map(teams.map((t) => [t.id, t.members])),
    absences,
    owner: work?.owner ?? null,
  };
}

export const votersOf = async (
  ctx: Pick<Saving, 'tx' | 'now'>,
  approval: Entitling & { readonly item?: ItemId },
) => entitled(approval, await recordsOf(ctx.tx, approval), ctx.now);

/** The request, to each who can answer now, at an hour that suits them; said once a revision. */
export async function requests(
  ctx: Saving,
  approval: Approval,
  item: WorkItem,
  voters: readonly Voter[],
): Promise<Outgoing[]> {
  const readers = [...new Set(voters.map((v) => v.person))];
  return toPeople(ctx, approval, item, readers, 'request', `${latest(approval).number}`);
}

/** What became of it, to whoever asked; of work, to whose it is as well. An agent's is a person's too: who asked for it. */
export async function results(ctx: Saving, approval: Approval, item: WorkItem): Promise<Outgoing[]> {
  const asked = [approval.requester, ...(approval.gate && item.owner ? [item.owner] : [])];
  const isAgents = (await ctx.tx.people.byIds(asked)).some(({ kind }) => kind === 'agent');
  const readers = [...new Set([...asked, ...(isAgents ? [item.requester] : [])])];
  const others = readers.filter((id) => id !== ctx.me?.id);
  return toPeople(ctx, approval, item, others, 'result', `${approval.version}`);
}

async function toPeople(
  ctx: Saving,
  approval: Approval,
  item: WorkItem,
  readers: readonly PersonId[],
  as: 'request' | 'result',
  once: string,
): Promise<Outgoing[]> {
  const people = (await ctx.tx.people.byIds(readers)).filter((p) => p.active);
  const times = await timesOf(ctx, people);
  return people.map(({ id }): Outgoing => {
    const time = times.get(id);
    return {
      id: ctx.ids.uuid() as OutboxId,
      dedupeKey: `approval:${approval.id}:${as}:${once}:${id}`,
      destination: { to: 'person', person: id },
      body: { body: 'approval', item: item.id, approval: approval.id, number: latest(approval).number, as },
      dueAt: time ? whenToTell(ctx.now, time, ctx.workspace.quiet, item.priority === 'urgent') : ctx.now,
    };
  });
}
