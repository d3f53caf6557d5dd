import type { PersonId } from '../../coordination/ids.ts';
import type { Block } from '../../coordination/message.ts';
import type { ItemFilter } from '../../coordination/ports.ts';
import { actionOn } from '../../coordination/work-items/buttons.ts';
import type { WorkItem } from '../../coordination/work-items/item.ts';
import { viewerOf } from '../../coordination/work-items/record.ts';
import { lapsed, reviewedByApproval, toAnswer } from '../approval/inbox-part.ts';
import type { CommandContext } from '../context.ts';
import { verb } from '../verb.ts';
import { endOfToday, itemLine } from './list.ts';

/** As many lines of a part; the rest are counted, with a button that lists them. */
const SHOWN = 5;
/** Looked through for what no part before has shown. */
const LOOKED_AT = 50;

interface Part {
  /** The act that answers a line of it, in place; without one, a line shows its item. */
  readonly act?: { readonly label: string; readonly verb: string };
  readonly title: string;
  readonly filter: ItemFilter;
  /** The same as options of `list`. */
  readonly list: Readonly<Record<string, string>>;
}

export const inboxVerb = verb({
  name: 'inbox',
  description: 'Everything that waits on you, most urgent first',
  examples: ['inbox'],
  options: {},
  async run(ctx) {
    const shown = new Set<string>(await reviewedByApproval(ctx));
    const approvals = [await toAnswer(ctx), await lapsed(ctx)];
    const blocks: Block[] = approvals.flatMap((part) => part.blocks);
    let waiting = approvals.reduce((sum, part) => sum + part.count, 0);
    for (const part of await parts(ctx)) {
      const found = await ctx.tx.items.list(part.filter, viewerOf(ctx.me), { size: LOOKED_AT, after: null });
      const fresh = found.items.filter((item) => !shown.has(item.id));
      if (fresh.length === 0) continue;
      for (const item of fresh) shown.add(item.id);
      waiting += fresh.length;
      blocks.push(...(await partBlocks(ctx, part, fresh, found.total)));
    }
    if (waiting === 0) {
      return {
        message: {
          summary: 'Nothing waits on you',
          tone: 'good',
          blocks: [{ block: 'text', text: ['Nothing waits on you.'] }],
        },
      };
    }
    return {
      message: {
        summary: `Your inbox: ${waiting}`,
        blocks: [{ block: 'heading', text: 'Waiting on you' }, ...blocks],
      },
    };
  },
});

/** Most urgent first; an item is shown in the first part that holds it. */
async function parts(ctx: CommandContext): Promise<readonly Part[]> {
  const { me, now, myTime, tx } = ctx;
  const led = (await tx.teams.all()).filter((team) => team.lead === me.id);
  return [
    {
      title: 'Offered to you',
      filter: { offeredTo: me.id, stage: 'unended' },
      list: { show: 'offered' },
      act: { label: 'Accept', verb: 'handoff accept' },
    },
    {
      title: 'To review',
      filter: { reviewer: me.id, stage: 'review' },
      list: { show: 'review' },
      act: { label: 'Finish review', verb: 'done' },
    },
    {
      title: 'Overdue',
      filter: { owner: me.id, stage: 'unended', dueBefore: now },
      list: { show: 'mine', also: 'overdue' },
      act: { label: 'Done', verb: 'done' },
    },
    {
      title: 'Due today',
      filter: { owner: me.id, stage: 'unended', dueBefore: endOfToday(now, myTime.zone) },
      list: { show: 'mine', also: 'today' },
      act: { label: 'Done', verb: 'done' },
    },
    {
      title: 'Urgent',
      filter: { owner: me.id, stage: 'unended', priority: 'urgent' },
      list: { show: 'mine', priority: 'urgent' },
    },
    {
      title: 'Blocked',
      filter: { owner: me.id, stage: 'unended', blocked: true },
      list: { show: 'mine', also: 'blocked' },
    },
    ...led.map((team) => ({
      title: `Nobody owns, in ${team.name}`,
      filter: { owner: 'nobody', stage: 'unended', team: team.id } as const,
      list: { show: 'unowned', team: `@${team.handle}` },
      act: { label: 'Claim', verb: 'claim' },
    })),
    {
      title: 'In progress',
      filter: { owner: me.id, stage: 'active' },
      list: { show: 'mine', also: 'active' },
    },
    { title: 'Not begun', filter: { owner: me.id, stage: 'open' }, list: { show: 'mine', also: 'open' } },
  ];
}

function lineOf(
  { now }: CommandContext,
  { act }: Part,
  item: WorkItem,
  names: ReadonlyMap<PersonId, string>,
) {
  const line = itemLine(item, names, now);
  return act ? { ...line, button: { label: act.label, action: actionOn(item, act.verb) } } : line;
}

async function partBlocks(
  ctx: CommandContext,
  part: Part,
  items: readonly WorkItem[],
  total: number | null,
): Promise<Block[]> {
  const shown = items.slice(0, SHOWN);
  const owners = [...new Set(shown.map((i) => i.owner))].filter((id): id is PersonId => id !== null);
  const names = new Map((await ctx.tx.people.byIds(owners)).map((p) => [p.id, p.name]));
  const more = total === null || total > shown.length;
  return [
    { block: 'text', text: [{ bold: part.title }] },
    { block: 'list', items: shown.map((item) => lineOf(ctx, part, item, names)) },
    ...(more
      ? [
          {
            block: 'buttons',
            buttons: [
              {
                label: total === null ? 'All' : `All ${total}`,
                action: { verb: 'list', options: part.list },
              },
            ],
          } as const,
        ]
      : []),
  ];
}
