import { refuse } from '../coordination/errors.ts';
import type { Team } from '../coordination/teams/team.ts';
import type { CommandContext } from './context.ts';

/** Refuses whoever is no admin. */
export function asAdmin(ctx: CommandContext, act: string): void {
  if (ctx.me.role !== 'admin' || !ctx.me.active) refuse({ code: 'not_allowed', act, who: 'admins' });
}

/** A team is its lead's business, and the admins'. */
export function asLeadOf(ctx: CommandContext, team: Team, act: string): void {
  const mayAct =
    ctx.me.active && (ctx.me.role === 'admin' || (ctx.me.role === 'member' && team.lead === ctx.me.id));
  if (!mayAct) refuse({ code: 'not_allowed', act, who: 'its lead and admins' });
}
