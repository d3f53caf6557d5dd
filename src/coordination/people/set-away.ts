import type { Instant } from '../calendar.ts';
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import { expectMember } from '../work-items/decide.ts';
import type { Person } from './person.ts';

/** I am away from now on until then; `delegate` stands in. */
export async function goAway(ctx: ActContext, to: Instant, delegate: Person | null): Promise<void> {
  if (to <= ctx.now) refuse({ code: 'past_date', words: 'that' }, 'until');
  if (delegate?.id === ctx.me.id) refuse({ code: 'own_delegate' }, 'delegate');
  if (delegate) expectMember(delegate, 'stand in');
  await ctx.tx.people.setAway(ctx.me.id, { from: ctx.now, to, delegate: delegate?.id ?? null });
  await ctx.tx.nudges.wakeItemsOf(ctx.me.id, ctx.now);
}

/** I am back. False when I was not away. */
export async function comeBack(ctx: ActContext): Promise<boolean> {
  const away = (await ctx.tx.people.absences([ctx.me.id])).get(ctx.me.id);
  await ctx.tx.people.setAway(ctx.me.id, null);
  await ctx.tx.nudges.wakeItemsOf(ctx.me.id, ctx.now);
  return away !== undefined && (away.to === null || away.to > ctx.now);
}
