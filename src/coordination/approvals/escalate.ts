/** Who has not answered is not waited for alone: their lead is asked beside them. */
import { addDays, addWorkingDates, endOfWorkingDate, localDate } from '../calendar.ts';
import { refuse } from '../errors.ts';
import type { ApprovalKey, PersonId } from '../ids.ts';
import type { Team } from '../teams/team.ts';
import type { Due } from '../work-items/item.ts';
import { takenUpAgain } from './again.ts';
import type { Approval, Seat, StandIn } from './approval.ts';
import { canVote } from './entitled.ts';
import { type Held, happen, requests, votersOf } from './record.ts';
import { atDeadline } from './request.ts';
import { settle } from './settle.ts';
import { tallyOf } from './tally.ts';
import type { Acting } from './vote.ts';

/** Asks the lead of each who is silent, else the requester's; past its deadline there is a working day more. */
export async function escalate(ctx: Acting, key: ApprovalKey): Promise<Approval> {
  const held = await takenUpAgain(ctx, key);
  const { approval, item } = held;
  const standIns = await aboveTheSilent(ctx, held);
  if (standIns.length === 0) refuse({ code: 'nobody_above', approval: key });
  const deadline = approval.deadline.at > ctx.now ? approval.deadline : nextWorkingDay(ctx);
  const after = await happen(ctx, approval, {
    act: 'escalated',
    rule: 'the lead of who has not answered may answer for them',
    event: { event: 'escalated', standIns, deadline },
  });
  const leads = standIns.map(({ person }) => ({ person, for: null }));
  await ctx.tx.outbox.add(await requests(ctx, after, item, leads));
  await atDeadline(ctx, after);
  return settle(ctx, { ...held, approval: after });
}

function nextWorkingDay({ now, myTime }: Acting): Due {
  const today = localDate(now, myTime.zone);
  const date = addWorkingDates(today, 1, myTime) ?? addDays(today, 1);
  return { at: endOfWorkingDate(date, myTime), zone: myTime.zone, timed: false };
}

async function aboveTheSilent(ctx: Acting, { approval, item }: Held): Promise<readonly StandIn[]> {
  const { seats, requester, gate } = approval;
  const never = [requester, gate ? item.owner : null];
  const voters = await votersOf(ctx, approval);
  const { open, counted } = tallyOf(approval, voters, ctx.now);
  const asked = new Set(voters.flat().map((v) => v.person));
  const silent = open.filter((i) => !counted.some((v) => voters[i]?.some((one) => one.person === v.person)));
  const mine = await ctx.tx.teams.of(requester);
  const found: StandIn[] = [];
  for (const i of silent) {
    const teams = [...(await teamsOf(ctx, seats[i])), ...mine];
    const above = teams.flatMap((t): PersonId[] => (t.lead && !never.includes(t.lead) ? [t.lead] : []));
    const people = await ctx.tx.people.byIds(above.filter((id) => !asked.has(id)));
    const able = above.find((id) => canVote(people.find((p) => p.id === id)));
    if (able) found.push({ seat: i, person: able });
  }
  return found;
}

async function teamsOf({ tx }: Acting, seat: Seat | undefined): Promise<readonly Team[]> {
  if (!seat) return [];
  return 'person' in seat ? tx.teams.of(seat.person) : tx.teams.byIds([seat.team]);
}
