/** Where `done` needs an approval: it is asked of the reviewers, and their word on the item is their answer. */
import { refuse } from '../errors.ts';
import { formatApprovalKey, type PersonId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Channel } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import { categoryOfItem, handingIn } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import { save } from '../work-items/record.ts';
import { ruleName, workflowOf } from '../workflows/workflow.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import { type Approval, isPending, type Seat } from './approval.ts';
import { canVote } from './entitled.ts';
import type { Held, Saving } from './record.ts';
import { put, threeWorkingDays } from './request.ts';
import type { Rule } from './rule.ts';
import { type Acting, answerHeld } from './vote.ts';

export type HandingIn = Acting & { readonly channel: Channel };

/** What `done` needs, and why. */
export interface Needed {
  readonly rule: Rule;
  readonly because: string;
}

/** An agent's work always needs a person's word; else what the item's team set, or the workspace. */
export function neededFor(
  owner: Pick<Person, 'kind'> | null,
  team: Pick<Team, 'gate'> | null,
  { settings }: Pick<Workspace, 'settings'>,
): Needed | null {
  const set = team?.gate ?? settings.gate ?? { rule: 'off' };
  if (owner?.kind === 'agent')
    return {
      rule: set.rule === 'off' ? { rule: 'any' } : set,
      because: 'what an agent has done needs the approval of its reviewers',
    };
  if (set.rule === 'off') return null;
  return {
    rule: set,
    because: `done needs an approval, as the ${team?.gate ? 'team' : 'workspace'} has set`,
  };
}

export async function gateOf(
  ctx: Pick<Saving, 'tx' | 'workspace'>,
  item: WorkItem,
  owner: Person | null,
): Promise<Needed | null> {
  const [team = null] = item.team ? await ctx.tx.teams.byIds([item.team]) : [];
  return neededFor(owner, team, ctx.workspace);
}

/** Refuses where the reviewers named are too few to approve it. */
export async function seatsFor(
  ctx: Pick<Saving, 'tx'>,
  item: WorkItem,
  requester: Person['id'],
  rule: Rule,
): Promise<readonly Seat[]> {
  const people = new Map((await ctx.tx.people.byIds(item.reviewers)).map((p) => [p.id, p]));
  const seats = item.reviewers
    .filter((id) => id !== item.owner && id !== requester && canVote(people.get(id)))
    .map((person) => ({ person }));
  const need = rule.rule === 'count' ? rule.need : 1;
  if (seats.length < need)
    refuse({ code: 'gate_needs_reviewers', item: item.key, need, named: seats.length });
  return seats;
}

/** Moves an item to review and asks its reviewers; whoever is one of them asks in the owner's name. */
export async function handIn(ctx: HandingIn, before: WorkItem, needed: Needed): Promise<WorkItem> {
  const decision = handingIn(before, ruleName(workflowOf(before), needed.because), ctx.now);
  const item = await save(ctx, before, decision);
  await askReviewers(ctx, item, needed);
  return item;
}

async function askReviewers(ctx: HandingIn, item: WorkItem, { rule }: Needed): Promise<Approval> {
  const { now, myTime, channel } = ctx;
  const requester = item.owner && item.reviewers.includes(ctx.me.id) ? item.owner : ctx.me.id;
  return put(ctx, item, {
    ...{ requester, rule, channel, gate: true, delegates: true },
    seats: await seatsFor(ctx, item, requester, rule),
    text: 'Is this done?',
    deadline: threeWorkingDays(now, myTime),
  });
}

/**
 * A reviewer's word on an item in review is their answer to what `done` asked; null where nothing was asked, nor needs
 * to be. What was handed in before the gate was set is asked now.
 */
export async function answerGate(
  ctx: HandingIn,
  { item, waiting }: Omit<Held, 'approval'>,
  needed: Needed | null,
): Promise<WorkItem | null> {
  const all = await ctx.tx.approvals.ofItem(item.id, true);
  const asked = all.findLast((a) => a.gate && (isPending(a) || (needed && a.state === 'lapsed')));
  const approval = asked ?? (needed && (await askReviewers(ctx, item, needed)));
  if (!approval) return null;
  // A lead has it asked, and has no answer to give.
  if (!asked && !isSeated(approval, ctx.me.id)) return item;
  await answerHeld(ctx, { approval, item, waiting }, { answer: 'approve', reason: null });
  const [after] = await ctx.tx.items.byIds([item.id]);
  return after ?? item;
}

const isSeated = ({ seats }: Approval, person: PersonId): boolean =>
  seats.some((seat) => 'person' in seat && seat.person === person);

/** Of what `done` asked, only the latest can be taken up again: an earlier one asked others, or of other work. */
export async function expectLatestGate(
  ctx: Pick<Saving, 'tx'>,
  { key, gate, state, item }: Approval,
): Promise<void> {
  if (!gate) return;
  const gates = (await ctx.tx.approvals.ofItem(item)).filter((a) => a.gate);
  if (gates.at(-1)?.key !== key) refuse({ code: 'approval_over', approval: key, was: state });
}

/** Asked again, an item that was sent back is handed in again. */
export async function handedInAgain(ctx: Acting, item: WorkItem, approval: Approval): Promise<WorkItem> {
  if (!approval.gate || categoryOfItem(item) === 'review') return item;
  const rule = ruleName(workflowOf(item), `${formatApprovalKey(approval.key)} is asked again`);
  return save(ctx, item, handingIn(item, rule, ctx.now));
}
