/** What whoever asks does: ask, ask again with other words, extend, take it back; and what time does. */
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import type { ApprovalId, ApprovalKey, ItemKey, OutboxId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Channel } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import { expectStage, UNENDED } from '../work-items/decide.ts';
import type { Due, WorkItem } from '../work-items/item.ts';
import { authorise, take } from '../work-items/record.ts';
import {
  type Approval,
  type ApprovalFacts,
  isPending,
  latest,
  type Revision,
  RULE_VERSION,
  type Rule,
  type Seat,
} from './approval.ts';
import { canVote } from './entitled.ts';
import {
  type ApprovalContext,
  begin,
  happen,
  hold,
  requests,
  type Saving,
  takeApproval,
  votersOf,
} from './record.ts';
import { closingOf, settle, tallyOf } from './settle.ts';
import type { Acting } from './vote.ts';

export interface Ask {
  readonly from: readonly (Person | Team)[];
  readonly rule: Rule;
  readonly text: string;
  readonly deadline: Due;
  readonly delegates: boolean;
  /** Where it was said. */
  readonly channel: Channel;
}

export async function ask(ctx: Acting, key: ItemKey, asked: Ask): Promise<Approval> {
  const item = await take(ctx, key, 'ask approval of');
  expectStage(item, 'ask approval of', ...UNENDED);
  return askOn(ctx, item, asked, false);
}

/** For an item that is locked, by someone with the right to. */
export async function askOn(ctx: Acting, item: WorkItem, asked: Ask, gate: boolean): Promise<Approval> {
  const { deadline, delegates, text } = asked;
  if (deadline.at <= ctx.now) refuse({ code: 'past_deadline' }, 'by');
  const { seats, rule } = await seatsOf(ctx, asked);
  const facts: ApprovalFacts = {
    requester: ctx.me.id,
    rule,
    ruleVersion: RULE_VERSION,
    seats,
    delegates,
    deadline,
    state: 'pending',
    endedAt: null,
    closing: null,
    revisions: [{ ...frozen(item, text), number: 1, at: ctx.now, by: ctx.me.id }],
    votes: [],
    unread: false,
    gate,
  };
  const id = ctx.ids.uuid() as ApprovalId;
  const approvalKey = await ctx.tx.approvals.nextKey();
  const channel = await publicPlace(ctx, item, asked.channel);
  const made = { ...facts, id, key: approvalKey, item: item.id, channel: channel?.id ?? null };
  const approval = await begin(ctx, made, facts);
  await announce(ctx, approval, item, channel);
  return approval;
}

/** The words of an item that an approval is given on. */
export function frozen(item: WorkItem, text: string): Pick<Revision, 'text' | 'fields' | 'links'> {
  const layers = { Title: item.title, Why: item.purpose, What: item.outcome, Scope: item.scope };
  const said = Object.entries({ ...layers, ...item.fields }).filter(([, value]) => value !== null);
  return { text, fields: Object.fromEntries(said.map(([name, v]) => [name, String(v)])), links: item.links };
}

const isTeam = (one: Person | Team): one is Team => 'members' in one;

/** A team asked alone for more than one answer is asked as its members. */
async function seatsOf(ctx: Acting, { from, rule }: Ask): Promise<{ seats: readonly Seat[]; rule: Rule }> {
  const able = (p: Person): boolean => canVote(p) && p.id !== ctx.me.id;
  for (const one of from)
    if (!isTeam(one) && !able(one))
      refuse({ code: 'cannot_approve', name: one.name, why: whyNot(ctx, one) }, 'from');
  const [alone] = from;
  const many = rule.rule !== 'any' && (rule.rule !== 'count' || rule.need > 1);
  const members = alone && isTeam(alone) ? (await ctx.tx.people.byIds(alone.members)).filter(able) : [];
  const expanded = from.length === 1 && alone && isTeam(alone) && many;
  const seats: readonly Seat[] = expanded
    ? members.map((p) => ({ person: p.id }))
    : from.map((one) => (isTeam(one) ? { team: one.id } : { person: one.id }));
  if (seats.length === 0) refuse({ code: 'no_approvers' }, 'from');
  const need = rule.rule === 'count' ? rule.need : 1;
  if (need > seats.length || need < 1) refuse({ code: 'need_too_many', need, asked: seats.length }, 'need');
  const facts = { seats, requester: ctx.me.id, delegates: false };
  const voters = await votersOf(ctx, { ...facts, rule } as ApprovalFacts);
  for (const [i, found] of voters.entries())
    if (found.length === 0)
      refuse({ code: 'cannot_approve', name: from[i]?.name ?? 'This team', why: 'nobody in it can' }, 'from');
  return { seats, rule };
}

function whyNot(ctx: Acting, person: Person): string {
  if (person.id === ctx.me.id) return 'whoever asks never counts';
  if (!person.active) return 'they left';
  return person.kind === 'agent' ? 'agents do not vote' : 'guests do not vote';
}

/** Where it may be asked in public: where it was said, unless that shows a private item to others. */
async function publicPlace(ctx: Acting, item: WorkItem, said: Channel): Promise<Channel | null> {
  const source = item.sourceChannel ? await ctx.tx.channels.byId(item.sourceChannel) : null;
  const open = item.audience === 'workspace' || said.id === item.sourceChannel;
  const place = said.kind !== 'direct' && open ? said : source;
  return place && place.kind !== 'direct' && place.off === null ? place : null;
}

/** The request, in its channel and to each who can answer now; and what is due at its deadline. */
async function announce(
  ctx: Saving,
  approval: Approval,
  item: WorkItem,
  channel: Channel | null,
): Promise<void> {
  const seats = await votersOf(ctx, approval);
  const { open } = tallyOf(approval, seats, ctx.now);
  const { number } = latest(approval);
  const inThread = channel && item.source && channel.id === item.sourceChannel ? item.source : null;
  const thread = inThread ? (inThread.thread ?? inThread.message) : undefined;
  const shared = channel && {
    id: ctx.ids.uuid() as OutboxId,
    dedupeKey: `approval:${approval.id}:request:${number}:${channel.id}`,
    destination: { to: 'channel', channel: channel.ref, thread } as const,
    body: { body: 'approval', item: item.id, approval: approval.id, number, as: 'request' } as const,
    dueAt: ctx.now,
  };
  const asked = open.flatMap((i) => seats[i] ?? []);
  await ctx.tx.outbox.add([...(shared ? [shared] : []), ...(await requests(ctx, approval, item, asked))]);
  await atDeadline(ctx, approval);
}

const atDeadline = (ctx: Saving, { id, key, deadline }: Approval): Promise<void> =>
  ctx.tx.later(`approval:${id}:deadline:${deadline.at}`, key, deadline.at);

/** Other words, or a request that ended: the votes given are void, and everyone is asked anew. */
export async function askAgain(
  ctx: Acting,
  key: ApprovalKey,
  again: { readonly text?: string | undefined; readonly deadline: Due | null },
): Promise<Approval> {
  const { approval, item } = await takeApproval(ctx, key);
  await authoriseAsking(ctx, approval, item);
  expectStage(item, 'ask approval of', ...UNENDED);
  if (approval.state === 'approved') refuse({ code: 'approval_over', approval: key, was: 'approved' });
  const text = again.text ?? latest(approval).text;
  const deadline = again.deadline ?? approval.deadline;
  if (deadline.at <= ctx.now) refuse({ code: 'past_deadline' }, 'by');
  return revise(ctx, approval, item, text, deadline);
}

/** The item says something else than what was asked: its open approvals are asked anew. */
export async function itemChanged(ctx: Saving & Pick<ActContext, 'me'>, item: WorkItem): Promise<void> {
  for (const approval of await ctx.tx.approvals.ofItem(item.id, true)) {
    if (!isPending(approval)) continue;
    const before = latest(approval);
    const now = frozen(item, before.text);
    const same = JSON.stringify([now.fields, now.links]) === JSON.stringify([before.fields, before.links]);
    if (!same) await revise(ctx, approval, item, before.text, approval.deadline);
  }
}

async function revise(
  ctx: Saving & Pick<ActContext, 'me'>,
  approval: Approval,
  item: WorkItem,
  text: string,
  deadline: Due,
): Promise<Approval> {
  const number = latest(approval).number + 1;
  const revision: Revision = { ...frozen(item, text), number, at: ctx.now, by: ctx.me.id };
  const voided = approval.votes.some((v) => v.revision === number - 1);
  const after = await happen(ctx, approval, {
    act: 'asked again',
    rule: voided ? 'changed words void the votes' : null,
    event: { event: 'revised', revision, deadline },
  });
  const channel = approval.channel ? await ctx.tx.channels.byId(approval.channel) : null;
  await announce(ctx, after, item, channel);
  return after;
}

/** More time, also once it lapsed: votes given before still count. */
export async function extend(ctx: Acting, key: ApprovalKey, deadline: Due): Promise<Approval> {
  const held = await takeApproval(ctx, key);
  const { approval, item } = held;
  await authoriseAsking(ctx, approval, item);
  if (!isPending(approval) && approval.state !== 'lapsed')
    refuse({ code: 'approval_over', approval: key, was: approval.state });
  if (deadline.at <= ctx.now) refuse({ code: 'past_deadline' }, 'by');
  const after = await happen(ctx, approval, {
    act: 'extended',
    rule: null,
    event: { event: 'extended', deadline },
  });
  await atDeadline(ctx, after);
  return settle(ctx, { ...held, approval: after });
}

/** Taken back by whoever asked. */
export async function withdrawRequest(ctx: Acting, key: ApprovalKey): Promise<Approval> {
  const { approval, item } = await takeApproval(ctx, key);
  await authoriseAsking(ctx, approval, item);
  if (!isPending(approval)) refuse({ code: 'approval_over', approval: key, was: approval.state });
  const closing = closingOf(approval, await votersOf(ctx, approval));
  return happen(ctx, approval, {
    act: 'withdrawn',
    rule: null,
    event: { event: 'ended', state: 'withdrawn', at: ctx.now, closing },
  });
}

async function authoriseAsking(ctx: Acting & ActContext, approval: Approval, item: WorkItem): Promise<void> {
  if (approval.requester !== ctx.me.id) await authorise(ctx, item, 'ask approval of');
}

/** What its time has come for: it lapses at its deadline, or is read again. */
export async function whenDue(ctx: ApprovalContext, key: ApprovalKey): Promise<void> {
  const found = await ctx.tx.approvals.byKey(key);
  if (found && isPending(found)) await settle(ctx, await hold(ctx.tx, found));
}
