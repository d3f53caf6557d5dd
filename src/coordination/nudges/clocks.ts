/** Which clocks run on an item, and what is due of them: pure functions of the record. */
import { latest, type Waits } from '../approvals/approval.ts';
import { type Instant, type LocalDate, localDate, type WorkingTime } from '../calendar.ts';
import { type Handoff, openHandoff } from '../handoffs/handoff.ts';
import type { PersonId, TeamId } from '../ids.ts';
import { categoryOfItem, isEndedItem } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import { workflowOf } from '../workflows/workflow.ts';
import { type Anchor, dueSteps, firstStep } from './ladder.ts';
import type { Policy, Rule } from './policy.ts';

/** A clock as it is kept: which it is, the version of its policy, and the step that comes next; null at its end. */
export interface Clock {
  readonly rule: Rule;
  /** Tells one handoff, date or silence from the next. */
  readonly key: string;
  readonly version: number;
  readonly step: number | null;
}

/** A clock that should run, and whose working time it runs in. */
export interface Wanted {
  readonly rule: Rule;
  readonly key: string;
  readonly since: Instant;
  /** The steps gone by then were known then. */
  readonly startedAt: Instant;
  readonly due: WorkItem['due'];
  readonly allowance: number | null;
  readonly whose: { readonly person: PersonId } | { readonly team: TeamId | null };
}

/** `ownerLeft`: who owns it was deactivated, so that nobody does. `waits`: its approvals that are still to be answered. */
export function wantedClocks(
  item: WorkItem,
  ownerLeft = false,
  waits: readonly Waits[] = [],
): readonly Wanted[] {
  if (isEndedItem(item)) return [];
  const base = { due: null, allowance: null, startedAt: item.updatedAt };
  const wanted: Wanted[] = waits.map((one) => approvalClock(one));
  const handoff = openHandoff(item.handoff);
  if (handoff) {
    wanted.push(handoffClock(handoff));
  }
  if (item.owner === null) {
    const since = item.stageSince;
    wanted.push({ ...base, rule: 'unowned', key: String(since), since, whose: { team: item.team } });
    return wanted;
  }
  const whose = { person: item.owner };
  if (ownerLeft)
    wanted.push({ ...base, rule: 'unowned', key: `left ${item.owner}`, since: item.updatedAt, whose });
  if (item.due)
    wanted.push({
      ...base,
      rule: 'due',
      key: `${item.due.at} ${item.owner}`,
      since: item.due.at,
      due: item.due,
      whose,
    });
  const stage = workflowOf(item).stages.find((s) => s.name === item.stage);
  if (stage?.allowance != null && categoryOfItem(item) !== 'open')
    wanted.push({
      ...base,
      rule: 'stalled',
      key: String(item.updatedAt),
      since: item.updatedAt,
      allowance: stage.allowance,
      whose,
    });
  return wanted;
}

/** Counted from when it was offered; or from the deadline that its giver has set, before which nobody need answer. */
function handoffClock({ number, giver, receiver, asked: [first], offeredAt, acceptBy }: Handoff): Wanted {
  const whose = 'team' in receiver ? receiver : { person: first ?? giver };
  const base = { startedAt: offeredAt, allowance: null, whose };
  return acceptBy
    ? { ...base, rule: 'acceptance', key: `${number} ${acceptBy.at}`, since: acceptBy.at, due: acceptBy }
    : { ...base, rule: 'handoff', key: String(number), since: offeredAt, due: null };
}

function approvalClock({ approval, asked: [first] }: Waits): Wanted {
  const { key, deadline, requester } = approval;
  const { number, at: startedAt } = latest(approval);
  const since = deadline.at;
  const whose = { person: first ?? requester };
  return {
    rule: 'approval',
    key: `${key} ${number} ${since}`,
    ...{ since, startedAt, due: deadline, allowance: null, whose },
  };
}

const anchorOf = ({ since, due, allowance }: Wanted, { zone }: WorkingTime): Anchor => ({
  since,
  date: due && dateOf(due, zone),
  deadline: due?.at,
  allowance,
});

/** A date alone is the same to everyone; a time of day may be another date elsewhere. */
const dateOf = (due: NonNullable<WorkItem['due']>, zone: string): LocalDate =>
  localDate(due.at, due.timed ? zone : due.zone);

export interface Ran {
  readonly clock: Clock;
  /** The step to be taken now. */
  readonly fire: { readonly step: number; readonly collapsed: number } | null;
  readonly next: { readonly step: number; readonly at: Instant } | null;
}

/**
 * Runs one clock on to `now`. `kept` is the same clock as it was left; a new one begins behind the steps that had gone
 * by when it started.
 */
export function run(
  wanted: Wanted,
  kept: Clock | null,
  policy: Policy,
  time: WorkingTime,
  now: Instant,
): Ran {
  const anchor = anchorOf(wanted, time);
  const first = kept ? null : firstStep(policy, anchor, time, wanted.startedAt);
  const clock = { rule: wanted.rule, key: wanted.key, version: policy.version };
  if (first && first.at > now) return { clock: { ...clock, step: first.step }, fire: null, next: first };
  const from = kept ? kept.step : (first?.step ?? null);
  if (from === null) return { clock: { ...clock, step: null }, fire: null, next: null };
  const { fire, collapsed, next } = dueSteps(policy, from, anchor, time, now);
  return {
    clock: { ...clock, step: next?.step ?? null },
    fire: fire === null ? null : { step: fire, collapsed },
    next,
  };
}
