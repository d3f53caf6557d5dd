/** Runs the clocks of items that are due, and says to people what waits for them: one transaction for one workspace. */
import type { Waits } from '../approvals/approval.ts';
import { waitsOf } from '../approvals/waiting.ts';
import type { Instant } from '../calendar.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { whenToTell } from '../delivery/when-to-tell.ts';
import { reroute } from '../handoffs/reroute.ts';
import { nextWaitingMark } from '../handoffs/waiting.ts';
import { chain, type Entry, type Sha256 } from '../history/history.ts';
import type { ItemId, NudgeId, OutboxId, PersonId } from '../ids.ts';
import type { Ids, Transaction } from '../ports.ts';
import { isEndedItem } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import { flush } from './batch.ts';
import { type Clock, run, type Wanted, wantedClocks } from './clocks.ts';
import type { Nudge } from './nudge.ts';
import { type Policy, type Rule, stepName } from './policy.ts';
import { recipientsOf } from './recipients.ts';
import { approvalsWaiting, ownersWhoLeft, stillTrue } from './still-true.ts';
import type { Wake } from './store.ts';
import { loadWorld, type World } from './world.ts';

export interface RunContext {
  readonly tx: Transaction;
  readonly now: Instant;
  readonly ids: Ids;
  readonly sha256: Sha256;
  /** Lets everything else have its turn: hundreds of items may be run in one go, while people wait for answers. */
  readonly breathe: () => Promise<void>;
}

interface Scene extends RunContext {
  readonly world: World;
  readonly policies: readonly Policy[];
  readonly waits: ReadonlyMap<ItemId, readonly Waits[]>;
}

const ITEMS_A_BREATH = 10;

export async function runDue(
  ctx: RunContext,
  due: { readonly items: readonly ItemId[]; readonly people: readonly PersonId[] },
): Promise<void> {
  const { tx, now } = ctx;
  const items = await tx.items.byIds(due.items, true);
  const [kept, { clockOffset: _, ...workspace }, policies] = await Promise.all([
    tx.nudges.clocks(due.items, true),
    tx.workspace(),
    tx.nudges.policies(),
  ]);
  const waits = await waitsOf({ tx, now }, due.items);
  const asked = [...waits.values()].flat().flatMap((w) => [w.approval.requester, ...w.asked]);
  const others = [...due.people, ...asked];
  const world = await loadWorld(tx, workspace, now, items, others, handlesIn(policies));
  const scene = { ...ctx, world, policies, waits };
  const runs: ItemRun[] = [];
  for (const item of items) {
    runs.push(await runItem(scene, item, kept.get(item.id) ?? []));
    if (runs.length % ITEMS_A_BREATH === 0) await ctx.breathe();
  }
  await writeRuns(scene, runs, due.items);
  const told = runs.flatMap(({ nudges }) => nudges.flatMap(({ person }) => person ?? []));
  await sayWhatWaits(scene, [...new Set([...due.people, ...told])]);
}

const handlesIn = (policies: readonly Policy[]): string[] =>
  policies.flatMap(({ steps }) =>
    steps.flatMap(({ tell }) => tell.flat().flatMap((t) => (t.startsWith('@') ? t.slice(1) : []))),
  );

interface ItemRun {
  readonly item: WorkItem;
  readonly clocks: readonly Clock[];
  readonly nudges: readonly Nudge[];
  readonly entries: readonly Entry[];
  readonly dueAt: Instant | null;
}

async function runItem(scene: Scene, before: WorkItem, kept: readonly Clock[]): Promise<ItemRun> {
  const { now, world } = scene;
  const item = await reroute({ ...scene, me: null, workspace: world.workspace, present: world }, before);
  const clocks: Clock[] = [];
  const nudges: Nudge[] = [];
  const entries: Entry[] = [];
  const wakes: (Instant | null)[] = [nextWaitingMark(item.handoff, now)];
  const waits = scene.waits.get(item.id) ?? [];
  for (const wanted of wantedClocks(item, scene.world.left(item.owner), waits)) {
    const same = kept.find(({ rule, key }) => rule === wanted.rule && key === wanted.key) ?? null;
    const policy = await policyFor(scene, wanted.rule, same);
    const { clock, fire, next } = run(wanted, same, policy, scene.world.clockTime(wanted.whose), now);
    clocks.push(clock);
    // Whoever is away has their ladders run in another's time until they are back.
    wakes.push(
      next?.at ?? null,
      next && 'person' in wanted.whose ? scene.world.backAt(wanted.whose.person) : null,
    );
    if (!fire || (wanted.rule === 'stalled' && (await waitsForAnother(scene, item)))) continue;
    const step = await takeStep(scene, item, wanted, policy, fire);
    nudges.push(...step);
    const head = entries.at(-1) ?? item.head;
    if (step.length > 0) entries.push(noted(scene, item, head, step));
  }
  const known = wakes.filter((at): at is Instant => at !== null);
  return { item, clocks, nudges, entries, dueAt: known.length > 0 ? Math.min(...known) : null };
}

/** The version under which the clock started; of a new one, the one that holds now. */
async function policyFor({ tx, policies }: Scene, rule: Rule, kept: Clock | null): Promise<Policy> {
  const current = policies.find((p) => p.rule === rule);
  const pinned =
    kept && kept.version !== current?.version ? await tx.nudges.policy(rule, kept.version) : null;
  const policy = pinned ?? current;
  if (!policy) throw new Error(`there is no policy for ${rule}`);
  return policy;
}

/** What waits for another item is not its owner's turn. */
async function waitsForAnother({ tx }: Scene, item: WorkItem): Promise<boolean> {
  const blockers = (await tx.items.relations(item.id)).filter((r) => r.kind === 'blocks' && r.to === item.id);
  const others = await tx.items.byIds(blockers.map((r) => r.from));
  return others.some((other) => !isEndedItem(other));
}

/** An approval that lapses within one is about to: that is outside the budget. */
const A_DAY = 24 * 3_600_000;

async function takeStep(
  scene: Scene,
  item: WorkItem,
  wanted: Wanted,
  policy: Policy,
  { step: number, collapsed }: { readonly step: number; readonly collapsed: number },
): Promise<readonly Nudge[]> {
  const { tx, now, ids, world } = scene;
  const { rule, since } = wanted;
  const waits = (scene.waits.get(item.id) ?? []).find(({ approval }) => approval.deadline.at === since);
  const step = policy.steps[Math.min(number, policy.steps.length - 1)];
  if (!step) return [];
  const sees = async (one: WorkItem, person: PersonId): Promise<boolean> => {
    if (one.audience === 'workspace') return true;
    const guest = world.person(person)?.role === 'guest';
    return (await tx.items.visible([one.id], { person, guest })).has(one.id);
  };
  const lapsesSoon = rule === 'approval' && since - now < A_DAY;
  const urgent = item.priority === 'urgent' || lapsesSoon;
  return (await recipientsOf(world, item, rule, step, sees, waits)).map((recipient) => ({
    ...recipient,
    id: ids.uuid() as NudgeId,
    item: item.id,
    rule,
    step: stepName(policy, number),
    number,
    since,
    dueAt: now,
    urgent,
    anyHour: item.priority === 'urgent' && step.anyHour,
    collapsed,
    state: 'waiting',
    decidedAt: null,
  }));
}

/** What the history says of a step that was taken: under which rule, and who was told. */
function noted(scene: Scene, item: WorkItem, head: WorkItem['head'], nudges: readonly Nudge[]): Entry {
  const told = nudges.flatMap(({ person }) => person ?? []);
  const happening = {
    act: 'nudged',
    actor: null,
    rule: nudges[0]?.step ?? null,
    at: scene.now,
    payload: { changes: {}, told },
  };
  return chain(item.id, head, happening, scene.ids.salt(), scene.sha256);
}

async function writeRuns(scene: Scene, runs: readonly ItemRun[], asked: readonly ItemId[]): Promise<void> {
  const { tx, now } = scene;
  const running = runs.filter(({ item }) => !isEndedItem(item));
  const ids = new Set(running.map(({ item }) => item.id));
  const over = asked.filter((id) => !ids.has(id));
  await tx.nudges.wake(
    running.map(({ item: { id }, dueAt, clocks }) => ({ kind: 'item', id, dueAt, clocks })),
  );
  if (over.length > 0) await tx.nudges.end(over);
  const nudges = runs.flatMap((r) => r.nudges);
  const entries = runs.flatMap((r) => r.entries);
  if (nudges.length > 0) await tx.nudges.add(nudges);
  if (entries.length > 0) await tx.items.note(entries);
  for (const { item } of runs)
    if (nextWaitingMark(item.handoff, now) !== null) await tx.outbox.refreshCards(item.id, now);
  await sayInChannels(scene, runs);
}

async function sayInChannels(scene: Scene, runs: readonly ItemRun[]): Promise<void> {
  const { tx, world, now } = scene;
  for (const { item, nudges } of runs) {
    for (const nudge of nudges) {
      if (nudge.channel === null) continue;
      const channel = await tx.channels.byId(nudge.channel);
      if (!channel) continue;
      const time = world.timeOfChannel(nudge.channel);
      const outgoing: Outgoing = {
        id: scene.ids.uuid() as OutboxId,
        dedupeKey: `nudge:${nudge.id}`,
        destination: { to: 'channel', channel: channel.ref },
        body: { body: 'nudges', nudges: [nudge.id], item: item.id },
        dueAt: nudge.anyHour ? now : whenToTell(now, time, world.workspace.quiet, nudge.urgent),
      };
      await tx.outbox.add([outgoing]);
      await tx.nudges.sent([{ nudge: nudge.id, outbox: outgoing.id }], now);
    }
  }
}

/** While others plan, people are looked at again after so long. */
const SOON = 1_000;

/** One message to each person, of all that waits for them and may be said now. Left until all that is due is planned. */
async function sayWhatWaits(scene: Scene, people: readonly PersonId[]): Promise<void> {
  if (people.length === 0) return;
  const { tx, now, world, ids } = scene;
  const spent = await tx.nudges.spent(people);
  if (await tx.nudges.moreDue(now)) {
    await tx.nudges.wake(
      people.map((id) => ({ kind: 'person', id, dueAt: now + SOON, spent: spent.get(id) ?? null })),
    );
    return;
  }
  const waiting = await tx.nudges.waiting(people);
  const items = new Map(
    (await tx.items.byIds([...new Set(waiting.map((n) => n.item))])).map((item) => [item.id, item]),
  );
  const unowned = new Set(waiting.flatMap(({ rule, item }) => (rule === 'unowned' ? item : [])));
  const left = await ownersWhoLeft(
    tx,
    [...items.values()].filter(({ id }) => unowned.has(id)),
  );
  const waits = await approvalsWaiting({ tx, now }, waiting);
  const wakes: Wake[] = [];
  const outgoing: Outgoing[] = [];
  const moot: NudgeId[] = [];
  const sent: { readonly nudge: NudgeId; readonly outbox: OutboxId }[] = [];
  for (const person of people) {
    const mine = waiting.filter((nudge) => nudge.person === person);
    const isAlive = (nudge: Nudge): boolean => {
      const item = items.get(nudge.item);
      const open = waits.get(nudge.item) ?? [];
      return item !== undefined && stillTrue(nudge, item, left.has(item.id), open);
    };
    moot.push(...mine.filter((nudge) => !isAlive(nudge)).map(({ id }) => id));
    const decided = flush(
      mine.filter(isAlive).map(({ id, item, urgent, anyHour }) => ({
        id,
        urgent,
        anyHour,
        heldUntil: snoozedUntil(items.get(item), person),
      })),
      spent.get(person) ?? null,
      world.timeOf(person),
      world.workspace.quiet,
      now,
    );
    wakes.push({ kind: 'person', id: person, dueAt: decided.next, spent: decided.spent });
    if (decided.send.length === 0) continue;
    const one = new Set(mine.filter((n) => decided.send.includes(n.id)).map((n) => n.item));
    const message: Outgoing = {
      id: ids.uuid() as OutboxId,
      dedupeKey: `nudge:${decided.send[0]}`,
      destination: { to: 'person', person },
      body: { body: 'nudges', nudges: decided.send, item: one.size === 1 ? ([...one][0] ?? null) : null },
      dueAt: now,
    };
    outgoing.push(message);
    sent.push(...decided.send.map((nudge) => ({ nudge, outbox: message.id })));
  }
  await tx.outbox.add(outgoing);
  await tx.nudges.wake(wakes);
  await tx.nudges.moot(moot, now);
  await tx.nudges.sent(sent, now);
}

const snoozedUntil = (item: WorkItem | undefined, person: PersonId): Instant | null =>
  item?.snoozes.find((s) => s.person === person)?.until ?? null;
