/** What whoever asked does with a request: ask again with other words, extend it, take it back; and what time does. */
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import type { ApprovalKey } from '../ids.ts';
import { expectStage, UNENDED } from '../work-items/decide.ts';
import type { Due, WorkItem } from '../work-items/item.ts';
import { authorise } from '../work-items/record.ts';
import { type Approval, isPending, latest, type Revision, type Seat } from './approval.ts';
import { takeBackDone } from './gate.ts';
import { expectLatestGate, handedInAgain, seatsFor } from './hand-in.ts';
import {
  type ApprovalContext,
  type Held,
  happen,
  hold,
  type Saving,
  takeApproval,
  votersOf,
} from './record.ts';
import { announce, atDeadline, frozen } from './request.ts';
import { settle, settleUnseen } from './settle.ts';
import { closingOf } from './tally.ts';
import type { Acting } from './vote.ts';

/** Other words, or a request that ended: the votes given are void, and everyone is asked anew. */
export async function askAgain(
  ctx: Acting,
  key: ApprovalKey,
  again: { readonly text?: string | undefined; readonly deadline: Due | null },
): Promise<Approval> {
  const { approval, item: before } = await takeApproval(ctx, key);
  await authoriseAsking(ctx, approval, before);
  expectStage(before, 'ask approval of', ...UNENDED);
  if (approval.state === 'approved') refuse({ code: 'approval_over', approval: key, was: 'approved' });
  const text = again.text ?? latest(approval).text;
  const deadline = again.deadline ?? approval.deadline;
  if (deadline.at <= ctx.now) refuse({ code: 'past_deadline' }, 'by');
  await expectLatestGate(ctx, approval);
  const item = await handedInAgain(ctx, before, approval);
  const seats = approval.gate ? await otherSeats(ctx, approval, item) : undefined;
  return revise(ctx, approval, item, { text, deadline, ...(seats ? { seats } : {}) });
}

/** The item says something else than what was asked, or others are to review it: its open approvals are asked anew. */
export async function itemChanged(
  ctx: Saving & Pick<ActContext, 'me'>,
  was: WorkItem,
  item: WorkItem,
): Promise<void> {
  const others = was.owner !== item.owner || was.reviewers.join() !== item.reviewers.join();
  for (const approval of await ctx.tx.approvals.ofItem(item.id, true)) {
    if (!isPending(approval)) continue;
    const before = latest(approval);
    const now = frozen(item, before.text);
    const same = JSON.stringify([now.fields, now.links]) === JSON.stringify([before.fields, before.links]);
    const { text } = before;
    const { deadline } = approval;
    const seats = approval.gate && others ? await otherSeats(ctx, approval, item) : undefined;
    if (!same || seats) await revise(ctx, approval, item, { text, deadline, ...(seats ? { seats } : {}) });
  }
}

/** The reviewers named now; none where they are those who were asked. */
async function otherSeats(
  ctx: Saving,
  approval: Approval,
  item: WorkItem,
): Promise<readonly Seat[] | undefined> {
  const { seats, requester, rule } = approval;
  const named = await seatsFor(ctx, item, requester, rule);
  return JSON.stringify(named) === JSON.stringify(seats) ? undefined : named;
}

async function revise(
  ctx: Saving & Pick<ActContext, 'me'>,
  approval: Approval,
  item: WorkItem,
  { text, ...asked }: { readonly text: string; readonly deadline: Due; readonly seats?: readonly Seat[] },
): Promise<Approval> {
  const number = latest(approval).number + 1;
  const revision: Revision = { ...frozen(item, text), number, at: ctx.now, by: ctx.me.id };
  const voided = approval.votes.some((v) => v.revision === number - 1);
  const after = await happen(ctx, approval, {
    act: 'asked again',
    rule: voided ? `changed ${asked.seats ? 'reviewers' : 'words'} void the votes` : null,
    event: { event: 'revised', revision, ...asked },
  });
  const channel = approval.channel ? await ctx.tx.channels.byId(approval.channel) : null;
  await announce(ctx, after, item, channel);
  return after;
}

/** More time, also once it lapsed: votes given before still count. */
export async function extend(ctx: Acting, key: ApprovalKey, deadline: Due): Promise<Approval> {
  const held = await takenUpAgain(ctx, key);
  const { approval } = held;
  if (deadline.at <= ctx.now) refuse({ code: 'past_deadline' }, 'by');
  const after = await happen(ctx, approval, {
    act: 'extended',
    rule: null,
    event: { event: 'extended', deadline },
  });
  await atDeadline(ctx, after);
  return settle(ctx, { ...held, approval: after });
}

/** One that waits or lapsed, with its item handed in, where `done` asked. */
export async function takenUpAgain(ctx: Acting, key: ApprovalKey): Promise<Held> {
  const held = await takeUndecided(ctx, key);
  await expectLatestGate(ctx, held.approval);
  return { ...held, item: await handedInAgain(ctx, held.item, held.approval) };
}

/** Taken back by whoever asked; of work, that it is done. */
export async function withdrawRequest(ctx: Acting, key: ApprovalKey): Promise<Approval> {
  const held = await takeUndecided(ctx, key);
  const { approval } = held;
  const closing = closingOf(approval, await votersOf(ctx, approval));
  const after = await happen(ctx, approval, {
    act: 'withdrawn',
    rule: null,
    event: { event: 'ended', state: 'withdrawn', at: ctx.now, closing },
  });
  if (after.gate) await takeBackDone(ctx, held, after);
  return after;
}

/** One that waits or lapsed, by whoever asked or asks for the item. */
async function takeUndecided(ctx: Acting, key: ApprovalKey): Promise<Held> {
  const held = await takeApproval(ctx, key);
  const { approval, item } = held;
  await authoriseAsking(ctx, approval, item);
  if (!isPending(approval) && approval.state !== 'lapsed')
    refuse({ code: 'approval_over', approval: key, was: approval.state });
  expectStage(item, 'ask approval of', ...UNENDED);
  return held;
}

async function authoriseAsking(ctx: Acting, approval: Approval, item: WorkItem): Promise<void> {
  if (approval.requester !== ctx.me.id) await authorise(ctx, item, 'ask approval of');
}

/** What its time has come for: it lapses at its deadline, or is read again; `missed` where anything may have gone unseen. */
export async function whenDue(ctx: ApprovalContext, key: ApprovalKey, missed: boolean): Promise<void> {
  const found = await ctx.tx.approvals.byKey(key);
  if (!found || !isPending(found)) return;
  const held = await hold(ctx.tx, found);
  await (missed ? settleUnseen : settle)(ctx, held);
}
