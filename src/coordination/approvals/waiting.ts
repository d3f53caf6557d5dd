/** Whose answer an approval waits for, and which approvals wait for someone. */
import type { Instant } from '../calendar.ts';
import type { ItemId, PersonId } from '../ids.ts';
import type { Transaction } from '../ports.ts';
import { type Approval, type ApprovalFacts, isPending, latest, type Waits } from './approval.ts';
import { votersOf } from './record.ts';
import { tallyOf, type Voter } from './tally.ts';

/** Those who can answer now, and have not said anything to the words as they are. */
export function stillAsked(
  approval: ApprovalFacts,
  seats: readonly (readonly Voter[])[],
  now: Instant,
): readonly PersonId[] {
  if (!isPending(approval) || approval.deadline.at <= now) return [];
  const { open } = tallyOf(approval, seats, now);
  const { number } = latest(approval);
  const answered = new Set(approval.votes.filter((v) => v.revision === number).map((v) => v.person));
  const voters = open.flatMap((i) => seats[i] ?? []).map((v) => v.person);
  return [...new Set(voters)].filter((person) => !answered.has(person));
}

export const askedNow = async (
  at: { readonly tx: Transaction; readonly now: Instant },
  approval: Approval,
): Promise<readonly PersonId[]> => stillAsked(approval, await votersOf(at, approval), at.now);

/** Looked through: in a sequence many are named whose turn it is not. */
const LOOKED_AT = 30;

/** Those that wait for an answer of this person, the soonest due ahead. */
export async function waitingFor(
  at: { readonly tx: Transaction; readonly now: Instant },
  person: PersonId,
): Promise<readonly Approval[]> {
  const found: Approval[] = [];
  for (const approval of await at.tx.approvals.waitingOn(person, LOOKED_AT))
    if ((await askedNow(at, approval)).includes(person)) found.push(approval);
  return found;
}

/** What waits of each of these items. */
export async function waitsOf(
  at: { readonly tx: Transaction; readonly now: Instant },
  items: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, readonly Waits[]>> {
  const found = new Map<ItemId, Waits[]>();
  for (const approval of items.length > 0 ? await at.tx.approvals.pendingOf(items) : []) {
    const waits = { approval, asked: await askedNow(at, approval) };
    found.set(approval.item, [...(found.get(approval.item) ?? []), waits]);
  }
  return found;
}
