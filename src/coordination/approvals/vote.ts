/** What those do who are asked: approve, reject, ask for changes, and take their answer back. */
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import type { ApprovalKey } from '../ids.ts';
import { type Answer, type Approval, isPending, latest, type Vote } from './approval.ts';
import { type ApprovalContext, type Held, happen, results, takeApproval, votersOf } from './record.ts';
import { ACTS, answersIn, settle } from './settle.ts';
import { tallyOf, type Voter } from './tally.ts';

export type Acting = ActContext & Pick<ApprovalContext, 'readReactions'>;

/** `seen` is the revision that was answered. */
export interface Said {
  readonly answer: Answer;
  readonly reason: string | null;
  readonly seen?: number | undefined;
}

export async function answer(ctx: Acting, key: ApprovalKey, said: Said): Promise<Approval> {
  return answerHeld(ctx, await takeApproval(ctx, key), said);
}

/** The same, for an approval that is locked with its item. */
export const answerHeld = (ctx: Acting, held: Held, said: Said): Promise<Approval> =>
  cast(ctx, held, said, 'press');

async function cast(ctx: Acting, held: Held, said: Said, by: Vote['by']): Promise<Approval> {
  const { approval, item } = held;
  expectOpen(approval, ctx.now, said.seen);
  const voter = await voterOf(ctx, approval);
  const vote: Vote = {
    ...voter,
    answer: said.answer,
    revision: latest(approval).number,
    at: ctx.now,
    by,
    reason: said.reason,
  };
  const standing = mine(approval, ctx);
  if (standing && sameVote(standing, vote)) return settle(ctx, held);
  const after = await happen(ctx, approval, {
    act: ACTS[said.answer],
    rule: voter.for ? 'a delegate votes for who is away' : null,
    event: { event: 'voted', vote },
    words: said.reason,
  });
  if (said.answer === 'changes') await ctx.tx.outbox.add(await results(ctx, after, item));
  return settle(ctx, { ...held, approval: after });
}

const sameVote = (one: Vote, other: Vote): boolean =>
  one.answer === other.answer && one.by === other.by && one.reason === other.reason;

const mine = (approval: Approval, { me }: Acting): Vote | undefined =>
  approval.votes.find((v) => v.person === me.id && v.revision === latest(approval).number);

/** Takes a vote back, while nothing is decided. */
export async function takeBackVote(ctx: Acting, held: Held): Promise<Approval> {
  const { approval } = held;
  expectOpen(approval, ctx.now);
  if (!mine(approval, ctx)) refuse({ code: 'no_vote', approval: approval.key });
  const after = await happen(ctx, approval, {
    act: 'withdrew a vote',
    rule: null,
    event: { event: 'unvoted', person: ctx.me.id },
  });
  return settle(ctx, { ...held, approval: after });
}

export type Heard = 'counted' | 'both' | 'rejected' | 'withdrawn' | 'nothing';

/** What my reactions to a request, wherever it is shown, say now. @throws Refusal when they may not count */
export async function hearReactions(
  ctx: Acting,
  key: ApprovalKey,
  seen: number,
  present: boolean,
): Promise<Heard> {
  const held = await takeApproval(ctx, key);
  const { approval } = held;
  const { number } = latest(approval);
  const standing = (await ctx.tx.approvals.reactions(approval.id, number)).filter(
    ({ person }) => person === ctx.me.id,
  );
  const said = answersIn(standing, ctx.workspace.settings.reactions.done).get(ctx.me.id);
  const vote = mine(approval, ctx);
  if (present) expectOpen(approval, ctx.now, seen);
  else if (!isPending(approval) || seen !== number) return 'nothing';
  if (present) await voterOf(ctx, approval);
  if (said === undefined || said === 'both') {
    if (vote?.by === 'reaction') await takeBackVote(ctx, held);
    if (said === 'both') return 'both';
    return vote?.by === 'reaction' ? 'withdrawn' : 'nothing';
  }
  if (!present && vote?.by === 'press') return 'nothing';
  await cast(ctx, held, { answer: said, reason: null, seen }, 'reaction');
  return said === 'reject' ? 'rejected' : 'counted';
}

/** Refuses what is over, and what answers words that are no longer asked. */
function expectOpen(approval: Approval, now: number, seen?: number): void {
  const { key, state, deadline } = approval;
  if (!isPending(approval)) refuse({ code: 'approval_over', approval: key, was: state });
  if (now >= deadline.at) refuse({ code: 'approval_over', approval: key, was: 'lapsed' });
  if (seen !== undefined && seen !== latest(approval).number)
    refuse({ code: 'approval_changed', approval: key });
}

/** As whom I answer; refused where I am not asked, or not yet. */
async function voterOf(ctx: Acting, approval: Approval): Promise<Voter> {
  const { key, requester, rule } = approval;
  if (requester === ctx.me.id) refuse({ code: 'own_approval', approval: key });
  const seats = await votersOf(ctx, approval);
  const voter = seats.flat().find((v) => v.person === ctx.me.id);
  if (!voter) refuse({ code: 'not_approver', approval: key });
  if (rule.rule !== 'sequence') return voter;
  const { open } = tallyOf(approval, seats, ctx.now);
  const asked = seats.slice(0, (open[0] ?? seats.length) + 1).flat();
  const turn = asked.find((v) => v.person === ctx.me.id);
  return turn ?? refuse({ code: 'not_your_turn', approval: key });
}
