import type { Entry } from '../../coordination/history/history.ts';
import { formatApprovalKey, formatItemKey, type PersonId } from '../../coordination/ids.ts';
import type { Message, Span, Text } from '../../coordination/message.ts';
import { card } from '../../coordination/work-items/card.ts';
import type { WorkItem } from '../../coordination/work-items/item.ts';
import { see, viewerOf } from '../../coordination/work-items/record.ts';
import { type ItemView, viewOf } from '../../coordination/work-items/view.ts';
import type { CommandContext } from '../context.ts';
import { choiceOption, itemOption, optional } from '../option.ts';
import { verb } from '../verb.ts';
import { whyOf } from './show-why.ts';

/** The latest entries of a history; the rest are counted. */
const SHOWN = 20;

export const showVerb = verb({
  name: 'show',
  description: 'Show an item: its card, why it stands as it does, or its history',
  examples: ['show W-12', 'show W-12 view: history'],
  options: {
    item: itemOption(),
    view: optional(choiceOption('what to show of it', ['card', 'why', 'history'])),
  },
  async run(ctx, { item: key, view: wanted = 'card' }) {
    const item = await see(ctx, key);
    const view = await hideUnseen(ctx, await viewOf(ctx.tx, item, { now: ctx.now, zone: ctx.myTime.zone }));
    if (wanted === 'card') return { message: card(view) };
    const entries = await historyWith(ctx, item);
    const names = await namesOf(ctx, entries);
    if (wanted === 'history') return { message: historyOf(view, entries, names) };
    return { message: await whyOf(ctx, view, entries, (entry) => line(view, entry, names)) };
  },
});

/** In a private answer the reader's own sight decides which neighbours are named. */
async function hideUnseen(ctx: CommandContext, view: ItemView): Promise<ItemView> {
  const ids = [...view.waitsFor, ...view.holdsUp].map((n) => n.id);
  if (ids.length === 0) return view;
  const visible = await ctx.tx.items.visible(ids, viewerOf(ctx.me));
  const mark = (n: ItemView['waitsFor'][number]) => ({ ...n, hidden: !visible.has(n.id) });
  return { ...view, waitsFor: view.waitsFor.map(mark), holdsUp: view.holdsUp.map(mark) };
}

/** What happened to an item, and to the approvals that were asked of it. */
async function historyWith(ctx: CommandContext, item: WorkItem): Promise<readonly Entry[]> {
  const own = await ctx.tx.items.history(item.id);
  const approvals = await ctx.tx.approvals.ofItem(item.id);
  const theirs = await Promise.all(
    approvals.map(async ({ id, key }) =>
      (await ctx.tx.approvals.history(id)).map((e) => ({ ...e, act: `${formatApprovalKey(key)}: ${e.act}` })),
    ),
  );
  return [...(await namingOthers(ctx, own)), ...theirs.flat()].toSorted((a, b) => a.at - b.at);
}

/** With the other item of an act, where the reader may see it. */
async function namingOthers(ctx: CommandContext, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const ids = entries.flatMap(({ payload }) => payload?.other ?? []);
  if (ids.length === 0) return entries;
  const visible = await ctx.tx.items.visible(ids, viewerOf(ctx.me));
  const keys = new Map(
    (await ctx.tx.items.byIds([...visible])).map(({ id, key }) => [id, formatItemKey(key)]),
  );
  return entries.map((entry) => {
    const key = entry.payload?.other && keys.get(entry.payload.other);
    return key ? { ...entry, act: `${entry.act}: ${key}` } : entry;
  });
}

async function namesOf(
  ctx: CommandContext,
  entries: readonly Entry[],
): Promise<ReadonlyMap<PersonId, string>> {
  const ids = new Set<PersonId>();
  for (const { actor, payload } of entries) {
    if (actor) ids.add(actor);
    if (payload?.changes.owner) ids.add(payload.changes.owner);
    for (const told of payload?.told ?? []) ids.add(told);
  }
  return new Map((await ctx.tx.people.byIds([...ids])).map((p) => [p.id, p.name]));
}

type Names = ReadonlyMap<PersonId, string>;

function line(view: ItemView, entry: Entry, names: Names): Text {
  const who: Span = entry.actor
    ? { person: entry.actor, name: names.get(entry.actor) ?? 'someone' }
    : 'Baton';
  const owner = entry.payload?.changes.owner;
  const details = [
    owner && owner !== entry.actor ? `owner ${names.get(owner) ?? 'someone'}` : '',
    ...(entry.payload?.told ?? []).map((id) => names.get(id) ?? 'someone'),
    entry.payload === null ? 'words erased' : '',
    entry.payload?.words ? `“${entry.payload.words}”` : '',
    entry.rule ? `because of ${entry.rule}` : '',
  ].filter(Boolean);
  const when: Span = { instant: entry.at, zone: view.zone, timed: true };
  return [when, ' ', who, ' ', { bold: entry.act }, details.length > 0 ? ` — ${details.join(', ')}` : ''];
}

function historyOf(view: ItemView, entries: readonly Entry[], names: Names): Message {
  const key = formatItemKey(view.item.key);
  const shown = entries.slice(-SHOWN);
  const earlier = entries.length - shown.length;
  return {
    summary: `The history of ${key}`,
    blocks: [
      { block: 'heading', text: `History of ${key} · ${view.item.title}` },
      ...(earlier > 0 ? [{ block: 'note', text: [`and ${earlier} earlier`] } as const] : []),
      { block: 'list', items: shown.map((entry) => ({ text: line(view, entry, names) })) },
    ],
  };
}
