/** What was said of an item by itself, in order, and what comes next: the story behind `show view: why`. */
import { waitsOf } from '../approvals/waiting.ts';
import type { Instant } from '../calendar.ts';
import type { ActContext } from '../context.ts';
import type { PersonId } from '../ids.ts';
import type { WorkItem } from '../work-items/item.ts';
import { type Clock, run, wantedClocks } from './clocks.ts';
import { stepName, type Target } from './policy.ts';
import type { Told } from './store.ts';
import { loadWorld } from './world.ts';

export interface Coming {
  readonly at: Instant;
  /** As the history will name it. */
  readonly step: string;
  readonly tell: readonly (readonly Target[])[];
}

export interface Story {
  readonly told: readonly Told[];
  readonly coming: readonly Coming[];
  readonly names: ReadonlyMap<PersonId, string>;
}

export async function storyOf(ctx: ActContext, item: WorkItem): Promise<Story> {
  const [told, kept, policies] = await Promise.all([
    ctx.tx.nudges.ofItem(item.id),
    ctx.tx.nudges.clocks([item.id], false),
    ctx.tx.nudges.policies(),
  ]);
  const ids = told.flatMap(({ nudge }) => [nudge.person, nudge.meant]).filter((id) => id !== null);
  const people = await ctx.tx.people.byIds([...new Set(ids)]);
  const world = await loadWorld(ctx.tx, ctx.workspace, ctx.now, [item], [], []);
  const coming: Coming[] = [];
  const waits = await waitsOf(ctx, [item.id]);
  for (const wanted of wantedClocks(item, world.left(item.owner), waits.get(item.id) ?? [])) {
    const same =
      (kept.get(item.id) ?? []).find((c: Clock) => c.rule === wanted.rule && c.key === wanted.key) ?? null;
    const pinned = same ? await ctx.tx.nudges.policy(wanted.rule, same.version) : null;
    const policy = pinned ?? policies.find((p) => p.rule === wanted.rule);
    if (!policy) continue;
    const { next } = run(wanted, same, policy, world.clockTime(wanted.whose), ctx.now);
    const step = next && policy.steps[Math.min(next.step, policy.steps.length - 1)];
    if (next && step) coming.push({ at: next.at, step: stepName(policy, next.step), tell: step.tell });
  }
  return {
    told,
    coming: coming.toSorted((a, b) => a.at - b.at),
    names: new Map(people.map((p) => [p.id, p.name])),
  };
}
