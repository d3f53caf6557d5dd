/** What a digest tells, found by the indexes that lists use. */
import { addWorkingDays, type Instant, type WorkingTime } from '../calendar.ts';
import { openHandoff } from '../handoffs/handoff.ts';
import type { ItemId, PersonId } from '../ids.ts';
import type { Action } from '../message.ts';
import { isAway } from '../people/away.ts';
import type { ItemFilter, Transaction, Viewer } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import type { WorkItem } from '../work-items/item.ts';
import { TASK } from '../workflows/workflow.ts';
import { type DigestView, NEEDS, type Need, type Some } from './digest.ts';

export interface DigestAsked {
  readonly tx: Transaction;
  /** Null: the whole workspace. */
  readonly team: Team | null;
  readonly of: string;
  readonly viewer: Viewer;
  readonly now: Instant;
  readonly since: Instant;
  /** Whose working days count. */
  readonly time: WorkingTime;
}

/** Looked through for what no need before has told of. */
const LOOKED_AT = 25;

export async function collect(asked: DigestAsked): Promise<DigestView> {
  const { tx, team, of, now, since, time } = asked;
  const told = new Set<ItemId>();
  const needs = {} as Record<Need, Some>;
  for (const need of NEEDS) needs[need] = untold(await some(asked, filterOf(need, asked)), told);
  const done = await some(asked, { stage: 'done', endedSince: since });
  const active = untold(await some(asked, { stage: 'active' }), told);
  const away = await awayOf(tx, team, now);
  const shown = [...NEEDS.map((need) => needs[need]), done, active].flatMap(({ items }) => items);
  const names = await namesOf(
    tx,
    shown,
    away.map(({ person }) => person),
  );
  return {
    of,
    now,
    since,
    zone: time.zone,
    needs,
    done,
    active,
    names,
    away,
    listOf: (part) => listOf(part, team),
  };
}

function filterOf(need: Need, { now, time }: DigestAsked): ItemFilter {
  switch (need) {
    case 'handoff':
      return { stage: 'unended', offered: true };
    case 'review':
      return { stage: 'review' };
    case 'blocked':
      return { stage: 'unended', blocked: true };
    case 'overdue':
      return { stage: 'unended', dueBefore: now };
    case 'stalled':
      return { stage: 'active', untouchedSince: stalledSince(now, time) };
    case 'unowned':
      return { stage: 'unended', owner: 'nobody' };
  }
}

/** Before this instant an active item has been untouched for longer than its stage allows. */
export function stalledSince(now: Instant, time: WorkingTime): Instant {
  const allowance = TASK.stages.find((s) => s.category === 'active')?.allowance ?? 0;
  return addWorkingDays(now, -allowance, time) ?? 0;
}

async function some({ tx, team, viewer }: DigestAsked, filter: ItemFilter): Promise<Some> {
  const ofTeam = team ? { ...filter, team: team.id } : filter;
  return tx.items.list(ofTeam, viewer, { size: LOOKED_AT, after: null });
}

/** Without what was told of before; where there are more than were looked through, the count is of all of them. */
function untold({ items, total }: Some, told: Set<ItemId>): Some {
  const fresh = items.filter(({ id }) => !told.has(id));
  for (const { id } of fresh) told.add(id);
  return { items: fresh, total: total === null ? null : total - (items.length - fresh.length) };
}

/** Who of the team is not there: of everyone in the workspace would be too many. */
async function awayOf(tx: Transaction, team: Team | null, now: Instant): Promise<DigestView['away']> {
  if (!team) return [];
  const absences = await tx.people.absences(team.members);
  return team.members.flatMap((person) => {
    const away = absences.get(person);
    return away && isAway(away, now) ? [{ person, until: away.to }] : [];
  });
}

async function namesOf(
  tx: Transaction,
  items: readonly WorkItem[],
  more: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const ids = new Set(more);
  for (const { owner, reviewers, handoff } of items) {
    if (owner) ids.add(owner);
    for (const person of [...reviewers, ...(openHandoff(handoff)?.asked ?? [])]) ids.add(person);
  }
  return new Map((await tx.people.byIds([...ids])).map((p) => [p.id, p.name]));
}

const LISTED_AS: Readonly<Record<Need | 'done' | 'active', string>> = {
  handoff: 'handoffs',
  review: 'reviews',
  blocked: 'blocked',
  overdue: 'overdue',
  stalled: 'stalled',
  unowned: 'unowned',
  done: 'done',
  active: 'active',
};

/** The same as options of `list`. */
function listOf(part: Need | 'done' | 'active', team: Team | null): Action {
  const options = { show: LISTED_AS[part], ...(team ? { team: `@${team.handle}` } : {}) };
  return { verb: 'list', options };
}
