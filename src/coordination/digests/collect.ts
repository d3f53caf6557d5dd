/** What a digest tells, asked of the store at once; then the few names and approvals that its lines need. */
import { isPending, latest } from '../approvals/approval.ts';
import { askedNow } from '../approvals/waiting.ts';
import { addWorkingDays, type Instant, type WorkingTime } from '../calendar.ts';
import { openHandoff } from '../handoffs/handoff.ts';
import type { ItemId, PersonId } from '../ids.ts';
import type { Action } from '../message.ts';
import { isAway } from '../people/away.ts';
import type { Transaction, Viewer } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import { twinPairs } from '../twins/twins.ts';
import type { WorkItem } from '../work-items/item.ts';
import { TASK } from '../workflows/workflow.ts';
import { type AskedApproval, type DigestView, MOST_OF_PART, NONE, type Some } from './digest.ts';
import { DIGEST_PARTS, type DigestPart, NEEDS, type PartName, type ShownPart } from './parts.ts';

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

/** Of each part, more than are shown: what looks like the same work is looked for among them. */
const LOOKED_AT = MOST_OF_PART + 2;
/** Looked through at most: of a team that is all, of a large workspace the soonest due. */
const REACH = 5_000;

export async function collect(asked: DigestAsked): Promise<DigestView> {
  const { tx, team, viewer, of, now, since, time } = asked;
  const [parts, away] = await Promise.all([
    tx.items.digest({
      team: team?.id ?? null,
      viewer,
      now,
      since,
      soon: soonFrom(now, time),
      stalledSince: stalledSince(now, time),
      most: LOOKED_AT,
      reach: REACH,
    }),
    awayOf(tx, team, now),
  ]);
  const some = Object.fromEntries(DIGEST_PARTS.map((name) => [name, partIn(parts, name)])) as Record<
    PartName,
    Some
  >;
  const approvals = await approvalsOf(asked, some.approval.items.slice(0, MOST_OF_PART));
  const shown = parts.flatMap(({ items }) => items);
  const unended = parts.flatMap(({ part, items }) => (part === 'done' ? [] : items.map(({ item }) => item)));
  const names = await namesOf(
    tx,
    shown.map(({ item }) => item),
    [...away.map(({ person }) => person), ...[...approvals.values()].flatMap((a) => a.asked)],
  );
  return {
    of,
    now,
    since,
    zone: time.zone,
    needs: Object.fromEntries(NEEDS.map((need) => [need, some[need]])) as DigestView['needs'],
    same: twinPairs(unended),
    done: some.done,
    active: some.active,
    blockedSince: new Map(
      shown.flatMap(({ item, blockedSince }) => (blockedSince === null ? [] : [[item.id, blockedSince]])),
    ),
    approvals,
    names,
    away,
    listOf: (part) => listOf(part, team),
  };
}

function partIn(parts: readonly DigestPart[], name: PartName): Some {
  const found = parts.find(({ part }) => part === name);
  return found ? { items: found.items.map(({ item }) => item), total: found.total } : NONE;
}

/** What is due before this instant and was not begun is at risk: the same time on the next working day. */
export const soonFrom = (now: Instant, time: WorkingTime): Instant => addWorkingDays(now, 1, time) ?? now;

/** Before this instant an active item has been untouched for longer than its stage allows. */
export function stalledSince(now: Instant, time: WorkingTime): Instant {
  const allowance = TASK.stages.find((s) => s.category === 'active')?.allowance ?? 0;
  return addWorkingDays(now, -allowance, time) ?? 0;
}

/** Of each item the first approval that waits, and who could answer it now. */
async function approvalsOf(
  { tx, now }: DigestAsked,
  items: readonly WorkItem[],
): Promise<ReadonlyMap<ItemId, AskedApproval>> {
  const found = new Map<ItemId, AskedApproval>();
  for (const item of items) {
    const approval = (await tx.approvals.ofItem(item.id)).find(isPending);
    if (!approval) continue;
    const asked = await askedNow({ tx, now }, approval);
    found.set(item.id, { key: approval.key, asked, since: latest(approval).at });
  }
  return found;
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

const LISTED_AS: Readonly<Record<ShownPart, string>> = {
  handoff: 'handoffs',
  approval: 'approvals',
  review: 'reviews',
  blocked: 'blocked',
  overdue: 'overdue',
  risk: 'risk',
  stalled: 'stalled',
  unowned: 'unowned',
  done: 'done',
  active: 'active',
};

/** The same as options of `list`. */
function listOf(part: ShownPart, team: Team | null): Action {
  const options = { show: LISTED_AS[part], ...(team ? { team: `@${team.handle}` } : {}) };
  return { verb: 'list', options };
}
