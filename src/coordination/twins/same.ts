/** Two items that are the same work become one: the twin ends, and whoever followed it follows the other. It can be undone. */
import { endOpen } from '../approvals/ending.ts';
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import type { Entry } from '../history/history.ts';
import { replay } from '../history/replay.ts';
import type { ItemId, ItemKey, PersonId } from '../ids.ts';
import { cancelling, expectStage, isEndedItem, UNENDED } from '../work-items/decide.ts';
import type { ItemState, WorkItem } from '../work-items/item.ts';
import { authorise, followers, save, see, tell } from '../work-items/record.ts';
import { refreshNeighbours } from '../work-items/release.ts';

/** The acts in the histories of both, by which they are told apart again. */
const ENDED = 'same as';
const JOINED = 'joined by';

export interface Joined {
  readonly twin: WorkItem;
  readonly of: WorkItem;
}

/** Ends `key`, which is the same work as `ofKey`. What others wait for is not ended so: they would be told to go on. */
export async function sameAs(ctx: ActContext, key: ItemKey, ofKey: ItemKey): Promise<Joined> {
  if (key === ofKey) refuse({ code: 'same_itself', item: key });
  const [seen, stays] = [await see(ctx, key), await see(ctx, ofKey)];
  const { twin, of } = await both(ctx, seen.id, stays.id);
  await authorise(ctx, twin, 'cancel');
  expectStage(twin, 'cancel', ...UNENDED);
  if (isEndedItem(of)) refuse({ code: 'wrong_stage', act: 'join', item: ofKey, stage: of.stage });
  const waiting = (await ctx.tx.items.relations(twin.id)).filter(
    (r) => r.kind === 'blocks' && r.from === twin.id,
  );
  const first = (await ctx.tx.items.byIds(waiting.map((r) => r.to))).find((item) => !isEndedItem(item));
  if (first) refuse({ code: 'still_waited_for', item: key, by: first.key, of: ofKey });
  await ctx.tx.items.relate({ kind: 'duplicates', from: twin.id, to: of.id });
  const decision = { ...cancelling(twin, undefined, ctx.now), act: ENDED, other: of.id };
  const next = { ...twin, ...decision.changes, version: twin.version + 1 };
  const ended = await save(ctx, twin, decision, await tell(ctx, followers(twin), 'cancelled', next));
  await endOpen(ctx, ended, 'cancelled');
  await refreshNeighbours(ctx, ended);
  const watchers = [...new Set([...of.watchers, ...newFollowers(twin, of)])];
  const changes = watchers.length === of.watchers.length ? {} : { watchers };
  return { twin: ended, of: await save(ctx, of, { act: JOINED, rule: null, changes, other: twin.id }) };
}

/** A circle grows by whoever its people name, not by who knew of something like it. */
function newFollowers(twin: WorkItem, of: WorkItem): PersonId[] {
  if (of.audience !== 'workspace') return [];
  const follow = followers(twin).filter((id) => id !== null);
  return follow.filter((id) => id !== of.requester && id !== of.owner);
}

/** As it was before: the twin where it stood, and who came with it follows the other no more. */
export async function apart(ctx: ActContext, key: ItemKey): Promise<Joined> {
  const { id } = await see(ctx, key);
  const relation = (await ctx.tx.items.relations(id)).find((r) => r.kind === 'duplicates' && r.from === id);
  if (!relation) refuse({ code: 'not_same', item: key });
  const { twin, of } = await both(ctx, id, relation.to);
  await authorise(ctx, twin, 'reopen');
  await ctx.tx.items.unrelate(relation);
  const [before, joined] = [
    await stateBefore(ctx, twin.id, (entry) => entry.act === ENDED),
    await stateBefore(ctx, of.id, ({ act, payload }) => act === JOINED && payload?.other === twin.id),
  ];
  const stage = before.state?.stage ?? (twin.owner ? 'active' : 'open');
  const changes = { stage, stageSince: ctx.now, blockedReason: before.state?.blockedReason ?? null };
  const next = { ...twin, ...changes, version: twin.version + 1 };
  const outgoing = await tell(ctx, followers(twin), 'reopened', next);
  const back = await save(ctx, twin, { act: 'apart again', rule: null, changes, other: of.id }, outgoing);
  await refreshNeighbours(ctx, back);
  const came = (joined.entry?.payload?.changes.watchers ?? []).filter(
    (watcher) => !joined.state?.watchers.includes(watcher),
  );
  const watchers = of.watchers.filter((watcher) => !came.includes(watcher));
  const left = watchers.length === of.watchers.length ? {} : { watchers };
  return {
    twin: back,
    of: await save(ctx, of, { act: 'apart again', rule: null, changes: left, other: twin.id }),
  };
}

/** The last entry that is meant, and what stood before it; null where that was erased. */
async function stateBefore(
  { tx }: ActContext,
  item: ItemId,
  meant: (entry: Entry) => boolean,
): Promise<{ readonly entry: Entry | undefined; readonly state: ItemState | null }> {
  const entries = await tx.items.history(item);
  const at = entries.findLastIndex(meant);
  return { entry: entries[at], state: at < 0 ? null : replay(entries.slice(0, at)) };
}

/** Both locked, in key order. */
async function both(ctx: ActContext, twinId: ItemId, ofId: ItemId): Promise<Joined> {
  const items = await ctx.tx.items.byIds([twinId, ofId], true);
  const found = (id: ItemId): WorkItem =>
    items.find((item) => item.id === id) ?? refuse({ code: 'stale_action' });
  return { twin: found(twinId), of: found(ofId) };
}
