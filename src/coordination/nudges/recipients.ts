/** From what a step names to who is told: people who are there and may see the item, or a channel that may show it. */
import type { Waits } from '../approvals/approval.ts';
import { openHandoff } from '../handoffs/handoff.ts';
import type { ChannelId, PersonId } from '../ids.ts';
import type { Team } from '../teams/team.ts';
import type { WorkItem } from '../work-items/item.ts';
import type { Capacity, Recipient } from './nudge.ts';
import { isOfHandoff, type Rule, type Step, type Target } from './policy.ts';
import type { World } from './world.ts';

/** Whether someone may see the item: asked of those alone whom a step names. */
export type Sees = (item: WorkItem, person: PersonId) => Promise<boolean>;

/** Each once; never empty as long as anyone is left who could be told. */
export async function recipientsOf(
  world: World,
  item: WorkItem,
  rule: Rule,
  step: Step,
  sees: Sees,
  waits?: Waits,
): Promise<readonly Recipient[]> {
  const found = new Map<string, Recipient>();
  for (const alternatives of step.tell) {
    for (const recipient of await firstOf(world, item, rule, [...alternatives, ...FALLBACK], sees, waits))
      found.set(`${recipient.person} ${recipient.channel}`, recipient);
  }
  return [...found.values()];
}

/** A step whose target does not exist falls to who gave the work, then to an admin. */
const FALLBACK: readonly Target[] = ['giver', 'requester', 'admin'];

async function firstOf(
  world: World,
  item: WorkItem,
  rule: Rule,
  alternatives: readonly Target[],
  sees: Sees,
  waits: Waits | undefined,
): Promise<readonly Recipient[]> {
  for (const target of alternatives) {
    if (target === 'team channel') {
      const channel = channelOf(world, item, rule);
      if (channel) return [{ person: null, channel, as: 'team', meant: null, standing: 'self' }];
      continue;
    }
    const told: Recipient[] = [];
    for (const { person, as } of peopleOf(world, item, rule, target, waits)) {
      const recipient = await reachable(world, item, person, as, sees);
      if (recipient) told.push(recipient);
    }
    if (told.length > 0) return told;
  }
  return [];
}

interface Named {
  readonly person: PersonId;
  readonly as: Capacity;
}

function peopleOf(
  world: World,
  item: WorkItem,
  rule: Rule,
  target: Target,
  waits: Waits | undefined,
): readonly Named[] {
  const handoff = openHandoff(item.handoff);
  const one = (person: PersonId | null | undefined, as: Capacity): readonly Named[] =>
    person ? [{ person, as }] : [];
  switch (target) {
    case 'owner':
      return accountable(world, item);
    case 'receiver':
      return handoff?.asked.map((person) => ({ person, as: 'receiver' as const })) ?? [];
    case 'giver':
      return one(handoff?.giver, 'giver');
    case 'requester':
      return one(waits?.approval.requester ?? item.requester, 'requester');
    case 'approver':
      return waits?.asked.map((person) => ({ person, as: 'approver' as const })) ?? [];
    case 'lead':
      return one(leadOf(world, item, rule), 'lead');
    case 'admin':
      return world.admins.map(({ id }) => ({ person: id, as: 'admin' as const })).slice(0, 1);
    case 'team channel':
      return [];
    default:
      return one(world.byHandle(target.slice(1))?.id, 'named');
  }
}

/** The owner; for an agent, the person who answers for it; for someone who left, their lead. */
function accountable(world: World, item: WorkItem): readonly Named[] {
  const owner = item.owner ? world.person(item.owner) : null;
  if (!owner) return [];
  if (!owner.active) {
    const lead = leadOf(world, item, 'due');
    return lead ? [{ person: lead, as: 'lead' }] : [];
  }
  if (owner.kind === 'human') return [{ person: owner.id, as: 'owner' }];
  const reviewer = item.reviewers.find((id) => world.person(id)?.kind === 'human');
  return reviewer ? [{ person: reviewer, as: 'reviewer' }] : [{ person: owner.id, as: 'owner' }];
}

/** Whose silence a rule is about: a lead is theirs. */
function subjectOf(item: WorkItem, rule: Rule): PersonId | null {
  const receiver = openHandoff(item.handoff)?.receiver;
  if (isOfHandoff(rule)) return receiver && 'person' in receiver ? receiver.person : null;
  return item.owner;
}

function teamsOf(world: World, item: WorkItem, rule: Rule): readonly Team[] {
  const receiver = openHandoff(item.handoff)?.receiver;
  if (isOfHandoff(rule) && receiver && 'team' in receiver) {
    const team = world.team(receiver.team);
    return team ? [team] : [];
  }
  const subject = subjectOf(item, rule);
  const own = subject ? world.teamsOf(subject) : [];
  const items = world.team(item.team);
  return !isOfHandoff(rule) && items ? [items, ...own] : own;
}

/** Nobody leads themselves. */
function leadOf(world: World, item: WorkItem, rule: Rule): PersonId | null {
  const subject = subjectOf(item, rule);
  return teamsOf(world, item, rule).find(({ lead }) => lead !== null && lead !== subject)?.lead ?? null;
}

/** A home channel may show what all may see, and what was said in it. */
function channelOf(world: World, item: WorkItem, rule: Rule): ChannelId | null {
  const homes = teamsOf(world, item, rule).flatMap((team) => team.homeChannel ?? []);
  return homes.find((home) => item.audience === 'workspace' || home === item.sourceChannel) ?? null;
}

/** The person, or who stands in for them; null where neither could do anything about it. */
async function reachable(
  world: World,
  item: WorkItem,
  person: PersonId,
  as: Capacity,
  sees: Sees,
): Promise<Recipient | null> {
  const isAble = async (id: PersonId): Promise<boolean> => {
    const found = world.person(id);
    return found?.active === true && found.role !== 'guest' && (await sees(item, id));
  };
  // Who stands in for an approver is asked by the rule, or is not.
  if (as === 'approver')
    return (await isAble(person)) ? { person, channel: null, as, meant: null, standing: 'self' } : null;
  const { person: to, as: standing } = world.routed(person, openHandoff(item.handoff)?.giver ?? null);
  if (await isAble(to))
    return { person: to, channel: null, as, meant: to === person ? null : person, standing };
  if (to === person || !(await isAble(person))) return null;
  return { person, channel: null, as, meant: null, standing: 'self' };
}
