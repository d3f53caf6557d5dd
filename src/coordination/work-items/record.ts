/** Loading an item for an act, and saving what the act made of it: the first and the last step of every use case. */
import type { ActContext } from '../context.ts';
import type { NoticeKind, Outgoing } from '../delivery/outbox.ts';
import { whenToTell } from '../delivery/when-to-tell.ts';
import { refuse } from '../errors.ts';
import { chain, type Happening } from '../history/history.ts';
import { formatItemKey, type ItemId, type ItemKey, type OutboxId, type PersonId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import { type Routed, routes } from '../people/route.ts';
import { timesOf } from '../people/working-time.ts';
import type { Viewer } from '../ports.ts';
import { type Decision, isEndedItem } from './decide.ts';
import type { WorkItem } from './item.ts';
import { type ItemAct, may, relationshipsOf, whoMay } from './rights.ts';

export const viewerOf = (person: Person): Viewer => ({ person: person.id, guest: person.role === 'guest' });

/** An item that I may see, unlocked; what I may not see does not exist for me. */
export async function see(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const item = await ctx.tx.items.byKey(key, viewerOf(ctx.me));
  return item ?? refuse({ code: 'unknown_item', words: formatItemKey(key) });
}

/** An item that I may see, locked. */
export async function locked(ctx: ActContext, key: ItemKey): Promise<WorkItem> {
  const item = await ctx.tx.items.byKey(key, viewerOf(ctx.me), true);
  return item ?? refuse({ code: 'unknown_item', words: formatItemKey(key) });
}

/** An item locked for an act that I have the right to. */
export async function take(ctx: ActContext, key: ItemKey, act: ItemAct): Promise<WorkItem> {
  const item = await locked(ctx, key);
  await authorise(ctx, item, act);
  return item;
}

/**
 * The same, with every item that waits for it, all locked in key order: ending or reopening an item is news to them. A
 * relation made between the first look and the lock is found by the second look.
 */
export async function takeWithWaiting(
  ctx: ActContext,
  key: ItemKey,
  act: ItemAct,
): Promise<{ readonly item: WorkItem; readonly waiting: readonly WorkItem[] }> {
  const { id } = await see(ctx, key);
  const waitingFor = async (): Promise<ItemId[]> =>
    (await ctx.tx.items.relations(id)).filter((r) => r.kind === 'blocks' && r.from === id).map((r) => r.to);
  await ctx.tx.items.byIds([id, ...(await waitingFor())], true);
  const all = await ctx.tx.items.byIds([id, ...(await waitingFor())], true);
  const item = all.find((i) => i.id === id);
  if (!item) refuse({ code: 'unknown_item', words: formatItemKey(key) });
  await authorise(ctx, item, act);
  return { item, waiting: all.filter((i) => i.id !== id) };
}

export async function authorise(ctx: ActContext, item: WorkItem, act: ItemAct): Promise<void> {
  const direct = relationshipsOf(ctx.me, item, false);
  if (may(act, direct)) return;
  if (direct.length > 0 && may(act, ['lead']) && (await actsFor(ctx, item))) return;
  const asksForOwner =
    (act === 'start' || act === 'done' || act === 'hand off') && item.owner === null && !isEndedItem(item);
  if (direct.length > 0 && asksForOwner) refuse({ code: 'no_owner', item: item.key, act });
  refuse({ code: 'not_allowed', act, who: whoMay(act), item: item.key });
}

/** Whether I lead the owner, or stand in for them while they are away. */
async function actsFor(ctx: ActContext, item: WorkItem): Promise<boolean> {
  if (await leads(ctx, item)) return true;
  if (item.owner === ctx.me.id) return false;
  const [owner] = item.owner ? await ctx.tx.people.byIds([item.owner]) : [];
  return owner !== undefined && (await routes(ctx, [owner])).get(owner.id)?.to.id === ctx.me.id;
}

/** Whether I lead the item's team, or one its owner is in. */
async function leads(ctx: ActContext, item: WorkItem): Promise<boolean> {
  const teams = await ctx.tx.teams.all();
  return teams.some(
    (t) =>
      t.lead === ctx.me.id && (t.id === item.team || (item.owner !== null && t.members.includes(item.owner))),
  );
}

/** What saving needs of a use case; nobody may have acted, as when a message was deleted by its platform. */
export type SaveContext = Pick<ActContext, 'tx' | 'now' | 'ids' | 'sha256'> & {
  readonly me: Pick<Person, 'id'> | null;
};

/** Saves one act on an item, with its history and what is to be said of it; returns the item as it now stands. */
export async function save(
  ctx: SaveContext,
  before: WorkItem,
  decision: Decision & { readonly other?: ItemId; readonly told?: readonly PersonId[] },
  outgoing: readonly Outgoing[] = [],
): Promise<WorkItem> {
  const { act, rule, changes, words, other, told } = decision;
  const happening: Happening = {
    act,
    rule,
    actor: ctx.me?.id ?? null,
    at: ctx.now,
    payload: {
      changes,
      ...(words ? { words } : {}),
      ...(other ? { other } : {}),
      ...(told?.length ? { told } : {}),
    },
  };
  const entry = chain(before.id, before.head, happening, ctx.ids.salt(), ctx.sha256);
  const after: WorkItem = {
    ...before,
    ...changes,
    version: before.version + 1,
    updatedAt: ctx.now,
    head: { seq: entry.seq, hash: entry.hash },
  };
  await ctx.tx.items.update(after, [entry], outgoing);
  return after;
}

export type TellContext = SaveContext & Pick<ActContext, 'workspace'>;

/**
 * Messages that tell people of an item, each at an hour that suits its reader. Nobody is told of their own act. `item`
 * is as it will stand after the act: its version makes the same act told once.
 */
export async function tell(
  ctx: TellContext,
  who: readonly (PersonId | null)[],
  notice: NoticeKind,
  item: WorkItem,
  about: readonly ItemId[] = [],
): Promise<Outgoing[]> {
  const ids = [...new Set(who)].filter((id): id is PersonId => id !== null && id !== ctx.me?.id);
  if (ids.length === 0) return [];
  const people = (await ctx.tx.people.byIds(ids)).filter((p) => p.active);
  const routed = ASKS.has(notice) ? await routes(ctx, people) : new Map<PersonId, Routed>();
  const readers = people.map((meant) => ({ meant, to: routed.get(meant.id)?.to ?? meant }));
  const times = await timesOf(
    ctx,
    readers.map(({ to }) => to),
  );
  return readers
    .filter(({ to }) => to.id !== ctx.me?.id)
    .map(({ meant, to }): Outgoing => {
      const time = times.get(to.id);
      return {
        id: ctx.ids.uuid() as OutboxId,
        dedupeKey: `${notice}:${item.id}:${item.version}:${meant.id}:${about.join(',')}`,
        destination: { to: 'person', person: to.id },
        body: {
          body: 'notice',
          item: item.id,
          notice,
          about,
          by: ctx.me?.id ?? null,
          ...(to.id === meant.id ? {} : { meant: meant.id }),
        },
        dueAt: time ? whenToTell(ctx.now, time, ctx.workspace.quiet, item.priority === 'urgent') : ctx.now,
      };
    });
}

/** What asks for an act does not wait until someone is back; what only tells does. */
const ASKS: ReadonlySet<NoticeKind> = new Set([
  'assigned',
  'unblocked',
  'review',
  'asked',
  'declined',
  'returned',
]);

/** Who is told when an item ends or comes back: its watchers, the requester among them, and its owner. */
export const followers = (item: WorkItem): readonly (PersonId | null)[] => [
  item.requester,
  item.owner,
  ...item.watchers,
];
