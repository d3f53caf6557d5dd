/** What follows from the votes as they stand: the next is asked, or it is decided, lapsed, and its item finished. */
import { refuse } from '../errors.ts';
import type { PersonId } from '../ids.ts';
import type { MessageRef } from '../places.ts';
import type { StandingReaction } from '../ports.ts';
import { ruleName, workflowOf } from '../workflows/workflow.ts';
import { type Approval, isPending, latest, type Vote } from './approval.ts';
import { passGate, sendBackFromGate } from './gate.ts';
import { type ApprovalContext, type Held, happen, requests, results, votersOf } from './record.ts';
import { RULE_VERSION, ruleWords } from './rule.ts';
import { closingOf, type Tally, tallyOf, type Voter } from './tally.ts';

export const ruleOf = ({ rule, seats, ruleVersion }: Approval): string =>
  `approval rule v${ruleVersion}: ${ruleWords(rule, seats.length)}`;

/** For an approval that is locked with its item. */
export async function settle(ctx: ApprovalContext, held: Held): Promise<Approval> {
  if (!isPending(held.approval)) return held.approval;
  if (held.approval.ruleVersion !== RULE_VERSION) refuse({ code: 'stale_action' });
  const seats = await votersOf(ctx, held.approval);
  const first = tallyOf(held.approval, seats, ctx.now);
  if (first.outcome === 'pending') return stillPending(ctx, held, seats, first);
  const byReaction = first.counted.some((v) => v.by === 'reaction');
  const read = first.outcome === 'lapsed' || !byReaction ? held.approval : await readAgain(ctx, held, seats);
  if (read === null) return waitUnread(ctx, held);
  const now = tallyOf(read, seats, ctx.now);
  if (now.outcome === 'pending') return stillPending(ctx, { ...held, approval: read }, seats, now);
  return end(ctx, { ...held, approval: read }, now.outcome, seats);
}

/** The same, where reactions may have been given or taken away unseen: every message that asks is read. */
export async function settleUnseen(ctx: ApprovalContext, held: Held): Promise<Approval> {
  const { approval } = held;
  if (!isPending(approval) || approval.ruleVersion !== RULE_VERSION) return approval;
  const refs = await ctx.tx.approvals.messages(approval.id, latest(approval).number);
  const read = await readAgain(ctx, held, await votersOf(ctx, approval), refs);
  return settle(ctx, { ...held, approval: read ?? approval });
}

async function stillPending(
  ctx: ApprovalContext,
  { approval, item }: Held,
  seats: readonly (readonly Voter[])[],
  { open }: Tally,
): Promise<Approval> {
  const asked = approval.rule.rule === 'sequence' ? open.flatMap((i) => seats[i] ?? []) : [];
  await ctx.tx.outbox.add(await requests(ctx, approval, item, asked));
  return approval;
}

async function end(
  ctx: ApprovalContext,
  held: Held,
  state: 'approved' | 'rejected' | 'lapsed',
  seats: readonly (readonly Voter[])[],
): Promise<Approval> {
  const rule = state === 'lapsed' ? 'silence past the deadline decides nothing' : ruleOf(held.approval);
  const over = await happen(ctx, held.approval, {
    act: state,
    rule,
    event: { event: 'ended', state, at: ctx.now, closing: closingOf(held.approval, seats) },
    actor: null,
  });
  // That work passed is told with its end.
  if (!over.gate || state !== 'approved') await ctx.tx.outbox.add(await results(ctx, over, held.item));
  if (over.gate && state !== 'lapsed') {
    const [last] = await ctx.tx.people.byIds(lastVoter(over));
    const because = ruleName(workflowOf(held.item), 'done asks for an approval');
    if (last) {
      const acting = { ...ctx, me: last };
      await (state === 'approved' ? passGate : sendBackFromGate)(acting, held, over, because);
    }
  }
  return over;
}

const lastVoter = ({ votes }: Approval): PersonId[] => votes.slice(-1).map((v) => v.person);

const RETRY_MS = 60_000;

/** Nothing is decided on what nobody could read; it is tried again in a minute. */
async function waitUnread(ctx: ApprovalContext, { approval }: Held): Promise<Approval> {
  await ctx.tx.later(`approval:${approval.id}:${approval.version}:read`, approval.key, ctx.now + RETRY_MS);
  if (approval.unread) return approval;
  return happen(ctx, approval, {
    act: 'could not be read',
    rule: 'reactions are read again before they decide',
    event: { event: 'read', unread: true },
    actor: null,
  });
}

const nameOf = ({ platform, scope, channel, message }: MessageRef): string =>
  JSON.stringify([platform, scope, channel, message]);

/**
 * The votes by reaction as their platforms hold them now: what was taken away unseen counts no more, what was given
 * unseen does. Null when a message cannot be read.
 */
async function readAgain(
  ctx: ApprovalContext,
  { approval }: Held,
  seats: readonly (readonly Voter[])[],
  everywhere?: readonly MessageRef[],
): Promise<Approval | null> {
  const { done, decline } = ctx.workspace.settings.reactions;
  const known = await ctx.tx.approvals.reactions(approval.id, latest(approval).number);
  const refs = everywhere ?? [...new Map(known.map(({ on }) => [nameOf(on), on])).values()];
  const standing: StandingReaction[] = [];
  for (const on of refs) {
    const read = await ctx.readReactions(on, approval.version);
    if (read === null) {
      if (!everywhere) return null;
      standing.push(...known.filter((k) => nameOf(k.on) === nameOf(on)));
      continue;
    }
    for (const { emoji, accounts } of read.filter((r) => r.emoji === done || r.emoji === decline)) {
      const people = await ctx.tx.people.byAccounts(on, accounts);
      standing.push(...people.map((p) => ({ on, person: p.id, emoji })));
    }
  }
  for (const { on, person, emoji } of known)
    if (!standing.some((s) => s.person === person && s.emoji === emoji && nameOf(s.on) === nameOf(on)))
      await ctx.tx.reactions.set({ on, person, emoji, present: false });
  for (const reaction of standing) await ctx.tx.reactions.set({ ...reaction, present: true });
  return bringUpToDate(ctx, approval, seats, answersIn(standing, done));
}

/** What people say by reaction, each once: both ways is nothing. */
export function answersIn(
  standing: readonly StandingReaction[],
  yes: string | null,
): ReadonlyMap<PersonId, 'approve' | 'reject' | 'both'> {
  const said = new Map<PersonId, 'approve' | 'reject' | 'both'>();
  for (const { person, emoji } of standing) {
    const answer = emoji === yes ? 'approve' : 'reject';
    const before = said.get(person);
    said.set(person, before && before !== answer ? 'both' : answer);
  }
  return said;
}

async function bringUpToDate(
  ctx: ApprovalContext,
  before: Approval,
  seats: readonly (readonly Voter[])[],
  said: ReadonlyMap<PersonId, 'approve' | 'reject' | 'both'>,
): Promise<Approval> {
  const revision = latest(before).number;
  const rule = 'reactions are read again before they decide';
  const current = before.votes.filter((v) => v.revision === revision);
  let approval = before;
  for (const { person } of current.filter((v) => v.by === 'reaction' && !stands(v, said)))
    approval = await happen(ctx, approval, {
      act: 'withdrew a vote',
      rule,
      event: { event: 'unvoted', person },
      actor: person,
    });
  for (const [person, answer] of said) {
    const voter = seats.flat().find((v) => v.person === person);
    const has = current.some((v) => v.person === person && (v.by === 'press' || stands(v, said)));
    if (!voter || has || answer === 'both') continue;
    const vote = { ...voter, answer, revision, at: ctx.now, by: 'reaction', reason: null } as const;
    approval = await happen(ctx, approval, {
      act: ACTS[answer],
      rule,
      event: { event: 'voted', vote },
      actor: person,
    });
  }
  return approval;
}

/** How an answer is named in the history. */
export const ACTS = { approve: 'approved it', reject: 'rejected it', changes: 'asked for changes' } as const;

const stands = (vote: Vote, said: ReadonlyMap<PersonId, string>): boolean =>
  said.get(vote.person) === vote.answer;
