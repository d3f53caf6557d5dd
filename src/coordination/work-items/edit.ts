import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import type { ItemKey } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Team } from '../teams/team.ts';
import { checkedTitle } from './add.ts';
import { dating, editing, ownedBy } from './decide.ts';
import type { Changes, Due, Link, Priority, WorkItem } from './item.ts';
import { save, take, tell } from './record.ts';

/** What `edit` may set; a part that is left out stays. Null empties. */
export interface Edit {
  readonly title?: string;
  readonly purpose?: string | null;
  readonly outcome?: string | null;
  readonly scope?: string | null;
  /** Never emptied: what was owned once is owned until it ends. */
  readonly owner?: Person;
  readonly reviewers?: readonly Person[];
  readonly watchers?: readonly Person[];
  readonly team?: Team | null;
  readonly due?: Due | null;
  readonly cadence?: string | null;
  readonly priority?: Priority;
  readonly links?: readonly Link[];
}

/**
 * Fills or corrects an item. `seenVersion` is the version a form was opened on: someone else's change since then is not
 * overwritten.
 */
export async function edit(
  ctx: ActContext,
  key: ItemKey,
  wanted: Edit,
  seenVersion?: number,
): Promise<WorkItem> {
  const item = await take(ctx, key, 'edit');
  if (seenVersion !== undefined && seenVersion !== item.version)
    refuse({ code: 'changed_meanwhile', item: key });
  const decision = editing(item, await changesOf(ctx, item, wanted));
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const news = 'owner' in decision.changes ? await tell(ctx, [next.owner], 'assigned', next) : [];
  return save(ctx, item, decision, news);
}

async function changesOf(ctx: ActContext, item: WorkItem, wanted: Edit): Promise<Changes> {
  const { title, owner, reviewers, watchers, team, ...plain } = wanted;
  return {
    ...plain,
    ...(title === undefined ? {} : { title: checkedTitle(title) }),
    ...(team === undefined ? {} : { team: team?.id ?? null }),
    ...(watchers ? { watchers: watchers.map((w) => w.id) } : {}),
    ...(reviewers ? { reviewers: reviewers.map((r) => r.id) } : {}),
    ...(owner || reviewers ? await ownership(ctx, item, owner, reviewers) : {}),
  };
}

/** The owner, checked against the reviewers named: an agent needs a human among them. */
async function ownership(
  ctx: ActContext,
  item: WorkItem,
  owner?: Person,
  reviewers?: readonly Person[],
): Promise<Changes> {
  const [current] = item.owner ? await ctx.tx.people.byIds([item.owner]) : [];
  const next = owner ?? current;
  if (!next || (next.id === item.owner && next.kind === 'human')) return {};
  return ownedBy(next, reviewers ?? (await ctx.tx.people.byIds(item.reviewers)), ctx.me);
}

/** Moves the due date; null clears it. */
export async function due(ctx: ActContext, key: ItemKey, date: Due | null): Promise<WorkItem> {
  const item = await take(ctx, key, 'date');
  return save(ctx, item, dating(item, date), await tellMoved(ctx, item));
}

const tellMoved = (ctx: ActContext, item: WorkItem) =>
  tell(ctx, [item.owner, item.requester, ...item.watchers], 'moved', { ...item, version: item.version + 1 });
