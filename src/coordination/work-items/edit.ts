import type { ActContext } from '../context.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { refuse } from '../errors.ts';
import type { ItemKey } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Team } from '../teams/team.ts';
import { checkedTitle } from './add.ts';
import { categoryOfItem, dating, editing, expectMember, ownedBy, reviewersFor } from './decide.ts';
import { sameDue } from './due.ts';
import type { Changes, Due, Link, Priority, WorkItem } from './item.ts';
import { followers, save, take, tell } from './record.ts';

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
  return save(ctx, item, decision, await news(ctx, item, next));
}

/** To whom what changed is news: a new owner, new reviewers of what waits for them, and all whom its date concerns. */
async function news(ctx: ActContext, before: WorkItem, after: WorkItem): Promise<Outgoing[]> {
  const owner = after.owner === before.owner ? null : after.owner;
  const reviewers = after.reviewers.filter((r) => r !== after.owner && !before.reviewers.includes(r));
  const moved = sameDue(before.due, after.due) ? [] : followers(after).filter((id) => id !== owner);
  return [
    ...(await tell(ctx, [owner], 'assigned', after)),
    ...(await tell(ctx, categoryOfItem(after) === 'review' ? reviewers : [], 'review', after)),
    ...(await tell(ctx, moved, 'moved', after)),
  ];
}

async function changesOf(ctx: ActContext, item: WorkItem, wanted: Edit): Promise<Changes> {
  const { title, owner, reviewers, watchers, team, ...plain } = wanted;
  for (const reviewer of reviewers ?? [])
    if (!item.reviewers.includes(reviewer.id)) expectMember(reviewer, 'review work');
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
  const named = reviewers ?? (await ctx.tx.people.byIds(item.reviewers));
  return next.id === item.owner ? reviewersFor(next, named, ctx.me) : ownedBy(next, named, ctx.me);
}

/** Moves the due date; null clears it. */
export async function due(ctx: ActContext, key: ItemKey, date: Due | null): Promise<WorkItem> {
  const item = await take(ctx, key, 'date');
  const decision = dating(item, date);
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  return save(ctx, item, decision, await tell(ctx, followers(item), 'moved', next));
}
