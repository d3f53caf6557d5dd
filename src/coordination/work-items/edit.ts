import { itemChanged } from '../approvals/again.ts';
import type { ActContext } from '../context.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { refuse } from '../errors.ts';
import { openHandoff, takenBack } from '../handoffs/handoff.ts';
import { offer } from '../handoffs/offer.ts';
import type { ItemKey } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Team } from '../teams/team.ts';
import { checkedTitle } from './add.ts';
import { categoryOfItem, dating, differing, editing, expectMember, ownedBy, reviewersFor } from './decide.ts';
import { sameDue } from './due.ts';
import type { Changes, Due, Link, Priority, WorkItem } from './item.ts';
import { authorise, followers, save, take, tell } from './record.ts';

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
  const { owner, ...rest } = wanted;
  if (!owner || !(await isHandoff(ctx, item, owner))) return change(ctx, item, wanted);
  await authorise(ctx, item, 'hand off');
  const changes = differing(item, await changesOf(ctx, item, rest));
  return offer(ctx, Object.keys(changes).length > 0 ? await change(ctx, item, rest) : item, { to: owner });
}

async function change(ctx: ActContext, item: WorkItem, wanted: Edit): Promise<WorkItem> {
  const decision = editing(item, await changesOf(ctx, item, wanted));
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const after = await save(ctx, item, decision, await news(ctx, item, next));
  await itemChanged(ctx, item, after);
  return after;
}

/**
 * What is owned moves by a handoff, so that it is never without someone accountable. What was only just added is
 * corrected by who added it, and what is owned by someone who left has nobody to hand it off.
 */
async function isHandoff(ctx: ActContext, item: WorkItem, owner: Person): Promise<boolean> {
  if (item.owner === null || item.owner === owner.id) return false;
  if (item.head.seq === 1 && item.requester === ctx.me.id) return false;
  const [current] = await ctx.tx.people.byIds([item.owner]);
  return current?.active === true;
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
  if (next.id === item.owner) return reviewersFor(next, named, ctx.me);
  const handoff = openHandoff(item.handoff) ? { handoff: takenBack(item.handoff, ctx.now) } : {};
  return { ...ownedBy(next, named, ctx.me), ...handoff };
}

/** Moves the due date; null clears it. */
export async function due(
  ctx: ActContext,
  key: ItemKey,
  date: Due | null,
  reason?: string,
): Promise<WorkItem> {
  const item = await take(ctx, key, 'date');
  const decision = { ...dating(item, date), ...(reason ? { words: reason } : {}) };
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  return save(ctx, item, decision, await tell(ctx, followers(item), 'moved', next));
}
