/** The approvals that wait for someone in their inbox: to be answered, or asked for and lapsed. */
import { type Approval, latest } from '../../coordination/approvals/approval.ts';
import { waitingFor } from '../../coordination/approvals/waiting.ts';
import { oneLine } from '../../coordination/approvals/words.ts';
import { formatApprovalKey, formatItemKey, type ItemId } from '../../coordination/ids.ts';
import type { Block } from '../../coordination/message.ts';
import type { WorkItem } from '../../coordination/work-items/item.ts';
import { viewerOf } from '../../coordination/work-items/record.ts';
import { dueSpan } from '../../coordination/work-items/words.ts';
import type { CommandContext } from '../context.ts';
import { approvalButton } from './options.ts';

export interface InboxPart {
  readonly blocks: readonly Block[];
  readonly count: number;
}

/** As many lines of each; the rest are counted. */
const SHOWN = 5;
const MOST_LAPSED = 20;
const MOST_IN_REVIEW = 50;

export const toAnswer = async (ctx: CommandContext): Promise<InboxPart> =>
  partOf(ctx, 'To approve', await waitingFor(ctx, ctx.me.id), ['Answer', 'show']);

export const lapsed = async (ctx: CommandContext): Promise<InboxPart> =>
  partOf(ctx, 'Lapsed, asked by you', await ctx.tx.approvals.lapsedOf(ctx.me.id, MOST_LAPSED), [
    'Ask again',
    'again',
  ]);

/** Items whose review is asked as an approval: it waits for me there, or no longer does. */
export async function reviewedByApproval(ctx: CommandContext): Promise<readonly ItemId[]> {
  const filter = { reviewer: ctx.me.id, stage: 'review', asked: true } as const;
  const found = await ctx.tx.items.list(filter, viewerOf(ctx.me), { size: MOST_IN_REVIEW, after: null });
  const open = await ctx.tx.approvals.pendingOf(found.items.map(({ id }) => id));
  return open.filter(({ gate }) => gate).map(({ item }) => item);
}

async function partOf(
  ctx: CommandContext,
  title: string,
  approvals: readonly Approval[],
  [label, verb]: readonly [string, string],
): Promise<InboxPart> {
  const items = await itemsOf(ctx, approvals);
  const seen = approvals.flatMap((approval) => {
    const item = items.get(approval.item);
    return item ? [{ approval, item }] : [];
  });
  if (seen.length === 0) return { blocks: [], count: 0 };
  const lines = seen.slice(0, SHOWN).map(({ approval, item }) => ({
    text: [
      { bold: formatApprovalKey(approval.key) },
      ` ${oneLine(latest(approval).text)} · ${formatItemKey(item.key)} ${item.title} · by `,
      dueSpan(approval.deadline),
    ],
    button: approvalButton(approval, label, verb),
  }));
  const more = seen.length - lines.length;
  return {
    blocks: [
      { block: 'text', text: [{ bold: title }] },
      { block: 'list', items: lines },
      ...(more > 0 ? [{ block: 'note', text: [`And ${more} more, once these are answered.`] } as const] : []),
    ],
    count: seen.length,
  };
}

async function itemsOf(
  { tx, me }: CommandContext,
  approvals: readonly Approval[],
): Promise<ReadonlyMap<WorkItem['id'], WorkItem>> {
  const ids = [...new Set(approvals.map((a) => a.item))];
  const visible = await tx.items.visible(ids, viewerOf(me));
  return new Map((await tx.items.byIds([...visible])).map((item) => [item.id, item]));
}
