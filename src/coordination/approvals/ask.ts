/** Asking people or teams to approve something of an item. */
import { refuse } from '../errors.ts';
import type { ItemKey } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Channel } from '../ports.ts';
import type { Team } from '../teams/team.ts';
import { expectStage, UNENDED } from '../work-items/decide.ts';
import type { Due } from '../work-items/item.ts';
import { take } from '../work-items/record.ts';
import type { Approval, Seat } from './approval.ts';
import { canVote } from './entitled.ts';
import { votersOf } from './record.ts';
import { put } from './request.ts';
import type { Rule } from './rule.ts';
import type { Acting } from './vote.ts';

export interface Ask {
  readonly from: readonly (Person | Team)[];
  readonly rule: Rule;
  readonly text: string;
  readonly deadline: Due;
  readonly delegates: boolean;
  /** Where it was said. */
  readonly channel: Channel;
}

export async function ask(ctx: Acting, key: ItemKey, asked: Ask): Promise<Approval> {
  const item = await take(ctx, key, 'ask approval of');
  expectStage(item, 'ask approval of', ...UNENDED);
  if (asked.deadline.at <= ctx.now) refuse({ code: 'past_deadline' }, 'by');
  const { from, ...rest } = asked;
  const { seats, rule } = await seatsOf(ctx, asked);
  return put(ctx, item, { ...rest, seats, rule, requester: ctx.me.id, gate: false });
}

const isTeam = (one: Person | Team): one is Team => 'members' in one;

/** A team asked alone for more than one answer is asked as its members. */
async function seatsOf(ctx: Acting, { from, rule }: Ask): Promise<{ seats: readonly Seat[]; rule: Rule }> {
  const able = (p: Person): boolean => canVote(p) && p.id !== ctx.me.id;
  for (const one of from)
    if (!isTeam(one) && !able(one))
      refuse({ code: 'cannot_approve', name: one.name, why: whyNot(ctx, one) }, 'from');
  const [alone] = from;
  const many = rule.rule !== 'any' && (rule.rule !== 'count' || rule.need > 1);
  const members = alone && isTeam(alone) ? (await ctx.tx.people.byIds(alone.members)).filter(able) : [];
  const expanded = from.length === 1 && alone && isTeam(alone) && many;
  const seats: readonly Seat[] = expanded
    ? members.map((p) => ({ person: p.id }))
    : from.map((one) => (isTeam(one) ? { team: one.id } : { person: one.id }));
  if (seats.length === 0) refuse({ code: 'no_approvers' }, 'from');
  const need = rule.rule === 'count' ? rule.need : 1;
  if (need > seats.length || need < 1) refuse({ code: 'need_too_many', need, asked: seats.length }, 'need');
  const voters = await votersOf(ctx, { seats, requester: ctx.me.id, delegates: false, gate: false });
  for (const [i, found] of voters.entries())
    if (found.length === 0)
      refuse({ code: 'cannot_approve', name: from[i]?.name ?? 'This team', why: 'nobody in it can' }, 'from');
  return { seats, rule };
}

function whyNot(ctx: Acting, person: Person): string {
  if (person.id === ctx.me.id) return 'whoever asks never counts';
  if (!person.active) return 'they left';
  return person.kind === 'agent' ? 'agents do not vote' : 'guests do not vote';
}
