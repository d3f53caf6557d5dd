/** Runs the clocks of items that are due, and says to people what waits for them: one transaction for one workspace. */
import type { Waits } from '../approvals/approval.ts';
import { waitsOf } from '../approvals/waiting.ts';
import type { Instant } from '../calendar.ts';
import { reroute } from '../handoffs/reroute.ts';
import { nextWaitingMark } from '../handoffs/waiting.ts';
import { chain, type Entry, type Sha256 } from '../history/history.ts';
import type { ItemId, NudgeId, PersonId } from '../ids.ts';
import type { Ids, Transaction } from '../ports.ts';
import { isEndedItem } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import { type Clock, run, type Wanted, wantedClocks } from './clocks.ts';
import type { Nudge } from './nudge.ts';
import { type Policy, type Rule, stepName } from './policy.ts';
import { recipientsOf } from './recipients.ts';
import { sayInChannels, sayWhatWaits, whatWaits } from './say.ts';
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
  // In one breath, here and below: a transaction does what it is asked in order, and each wait is a turn in line.
  const [items, kept, { clockOffset: _, ...workspace }, policies, waits] = await Promise.all([
    tx.items.byIds(due.items, true),
    tx.nudges.clocks(due.items, true),
    tx.workspace(),
    tx.nudges.policies(),
    waitsOf({ tx, now }, due.items),
  ]);
  const asked = [...waits.values()].flat().flatMap((w) => [w.approval.requester, ...w.asked]);
  const others = [...due.people, ...asked];
  const world = await loadWorld(tx, workspace, now, items, others, handlesIn(policies));
  const scene = { ...ctx, world, policies, waits };
  const runs: ItemRun[] = [];
  for (const item of items) {
    runs.push(await runItem(scene, item, kept.get(item.id) ?? []));
    if (runs.length % ITEMS_A_BREATH === 0) await ctx.breathe();
  }
  const told = runs.flatMap(({ nudges }) => nudges.flatMap(({ person }) => person ?? []));
  const people = [...new Set([...due.people, ...told])];
  const [, waiting] = await Promise.all([
    writeRuns(scene, runs, due.items),
    people.length > 0 ? whatWaits(scene, people) : null,
  ]);
  await sayInChannels(
    scene,
    runs.flatMap((r) => r.nudges),
  );
  if (waiting) await sayWhatWaits(scene, people, waiting);
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
  const nudges = runs.flatMap((r) => r.nudges);
  const entries = runs.flatMap((r) => r.entries);
  const marked = runs.filter(({ item }) => nextWaitingMark(item.handoff, now) !== null);
  await Promise.all([
    tx.nudges.wake(running.map(({ item: { id }, dueAt, clocks }) => ({ kind: 'item', id, dueAt, clocks }))),
    over.length > 0 && tx.nudges.end(over),
    nudges.length > 0 && tx.nudges.add(nudges),
    entries.length > 0 && tx.items.note(entries),
    ...marked.map(({ item }) => tx.outbox.refreshCards(item.id, now)),
  ]);
}
