/** A handoff that waits for someone who cannot answer it goes on: to whoever stands in, else back to its giver. */
import type { Instant } from '../calendar.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import type { PersonId } from '../ids.ts';
import type { Standing } from '../people/away.ts';
import type { Person } from '../people/person.ts';
import type { Decision } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import { type SaveContext, save, type TellContext, tell } from '../work-items/record.ts';
import { ended, type Handoff, openHandoff } from './handoff.ts';
import { offers } from './offer.ts';

/** What is known of those who were asked. */
export interface Present {
  person(id: PersonId): Person | null;
  isAway(id: PersonId): boolean;
  /** Who is asked in someone's place; `except` never is. */
  routed(id: PersonId, except: PersonId | null): { readonly person: PersonId; readonly as: Standing };
}

/** Null while those who were asked can answer, or nobody stands in until they are back. */
export function rerouting(
  item: WorkItem,
  present: Present,
  now: Instant,
): (Decision & { readonly told: readonly PersonId[] }) | null {
  const open = openHandoff(item.handoff);
  if (!open) return null;
  const isHere = (id: PersonId): boolean => present.person(id)?.active === true;
  if ('team' in open.receiver) {
    const left = open.asked.filter(isHere);
    if (left.length === open.asked.length) return null;
    if (left.length === 0) return handedBack(open, now);
    return { ...LEFT_TEAM, changes: { handoff: { ...open, asked: left } }, told: [] };
  }
  const [first] = open.asked;
  if (!first || (isHere(first) && !present.isAway(first))) return null;
  const { person: to, as } = present.routed(open.receiver.person, open.giver);
  if (!isHere(to)) return handedBack(open, now);
  if (to === first) return null;
  const standIn = as === 'self' ? null : as;
  return {
    act: 'passed on',
    rule: RULES[as],
    changes: { handoff: { ...open, asked: [to], standIn } },
    told: [to],
  };
}

const RULES: Readonly<Record<Standing, string>> = {
  self: 'whoever is back is asked themselves',
  delegate: 'the delegate of someone who is not here is asked',
  lead: 'the lead of someone who is not here is asked',
  'first back': 'where all are away, the first who is back is asked',
};

const LEFT_TEAM = {
  act: 'narrowed',
  rule: 'whoever left is asked no more, and the others of the team are',
} as const;

const handedBack = (open: Handoff, now: Instant) => ({
  act: 'handed back',
  rule: 'nobody is left who could answer',
  changes: { handoff: ended(open, 'withdrawn', null, now) },
  told: [open.giver],
});

type RerouteContext = SaveContext & Omit<TellContext, 'me'> & { readonly present: Present };

/** For an item that is locked; returns it as it stands then. */
export async function reroute(ctx: RerouteContext, item: WorkItem): Promise<WorkItem> {
  const decision = rerouting(item, ctx.present, ctx.now);
  const handoff = decision?.changes.handoff;
  if (!decision || !handoff) return item;
  const next = { ...item, ...decision.changes, version: item.version + 1 };
  const outgoing: Outgoing[] = openHandoff(handoff)
    ? await offers(ctx, item, handoff.number, await ctx.tx.people.byIds(decision.told))
    : await tell(ctx, [item.owner], 'returned', next);
  return save(ctx, item, decision, outgoing);
}
