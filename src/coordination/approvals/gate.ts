/** An approval that `done` asked for: given, it finishes its item; refused, it sends it back. */
import type { ActContext } from '../context.ts';
import { formatApprovalKey } from '../ids.ts';
import { categoryOfItem, passingGate, sendingBack } from '../work-items/decide.ts';
import { followers, type SaveContext, save, tell } from '../work-items/record.ts';
import { release } from '../work-items/release.ts';
import type { Approval } from './approval.ts';
import { endOpen } from './ending.ts';
import type { ApprovalContext, Held } from './record.ts';

type Acting = ApprovalContext & Pick<ActContext, 'me'>;

export async function passGate(
  ctx: Acting,
  { item, waiting }: Held,
  approval: Approval,
  because: string,
): Promise<void> {
  if (categoryOfItem(item) !== 'review') return;
  const decision = passingGate(item, `${because}; ${formatApprovalKey(approval.key)} was given`, ctx.now);
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const after = await save(ctx, item, decision, await tell(ctx, followers(item), 'finished', next));
  await endOpen(ctx, after, 'done');
  await release(ctx, after, waiting);
}

/** Its owner takes back that it is done. */
export async function takeBackDone(ctx: SaveContext, { item }: Held, approval: Approval): Promise<void> {
  if (categoryOfItem(item) !== 'review') return;
  const rule = `${formatApprovalKey(approval.key)} was taken back`;
  await save(ctx, item, { ...sendingBack(item, undefined, ctx.now), rule });
}

export async function sendBackFromGate(
  ctx: Acting,
  { item }: Held,
  approval: Approval,
  because: string,
): Promise<void> {
  if (categoryOfItem(item) !== 'review') return;
  const words = approval.votes.findLast((v) => v.answer === 'reject')?.reason ?? undefined;
  const rule = `${because}; ${formatApprovalKey(approval.key)} was refused`;
  await save(ctx, item, { ...sendingBack(item, words, ctx.now), rule });
}
