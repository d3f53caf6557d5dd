/** Offers an item to a person or a team; the giver owns it until someone accepts. */
import type { ActContext } from '../context.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { whenToTell } from '../delivery/when-to-tell.ts';
import { refuse } from '../errors.ts';
import type { ItemKey, OutboxId, PersonId } from '../ids.ts';
import { isAway } from '../people/away.ts';
import type { Person } from '../people/person.ts';
import { routes } from '../people/route.ts';
import { timesOf } from '../people/working-time.ts';
import type { Team } from '../teams/team.ts';
import { expectMember } from '../work-items/decide.ts';
import type { WorkItem } from '../work-items/item.ts';
import { save, take } from '../work-items/record.ts';
import { offering } from './decide.ts';
import type { Handoff } from './handoff.ts';

export interface Given {
  readonly to: Person | Team;
  readonly context?: string | null;
  readonly checklist?: readonly string[];
  readonly acceptBy?: Handoff['acceptBy'];
}

export async function give(ctx: ActContext, key: ItemKey, given: Given): Promise<WorkItem> {
  return offer(ctx, await take(ctx, key, 'hand off'), given);
}

/** For an item that is locked, by someone with the right to. */
export async function offer(ctx: ActContext, item: WorkItem, given: Given): Promise<WorkItem> {
  const { to, context = null, checklist = [], acceptBy = null } = given;
  if (item.owner === null) refuse({ code: 'no_owner', item: item.key, act: 'hand off' });
  if (to.id === item.owner) refuse({ code: 'own_handoff', item: item.key });
  const [owner] = await ctx.tx.people.byIds([item.owner]);
  if (!owner) throw new Error('the owner of an item does not exist');
  const { asked, standIn } = isTeam(to)
    ? { asked: await membersOf(ctx, to, item.owner), standIn: null }
    : await inPlaceOf(ctx, to, item.owner);
  const receiver = isTeam(to) ? { team: to.id } : { person: to.id };
  const wanted = { receiver, asked, standIn, context, checklist, acceptBy };
  const decision = offering(item, wanted, owner, ctx.now);
  const number = decision.changes.handoff?.number ?? 0;
  return save(ctx, item, decision, await offers(ctx, item, number, asked));
}

/** Who is asked where one person is meant: they, or whoever stands in while they are away. */
async function inPlaceOf(ctx: ActContext, person: Person, owner: PersonId) {
  // Refused by who they are, before anyone is asked in their place.
  expectMember(person, 'own work');
  const { to, as } = (await routes(ctx, [person], owner)).get(person.id) ?? { to: person, as: 'self' };
  return { asked: [to], standIn: as === 'self' ? null : as };
}

const isTeam = (to: Person | Team): to is Team => 'members' in to;

/** The people of a team, but for those who are away: an agent would always be the first to accept. */
async function membersOf(ctx: ActContext, team: Team, owner: PersonId): Promise<Person[]> {
  const members = await ctx.tx.people.byIds(team.members);
  const able = members.filter((p) => p.id !== owner && p.active && p.role !== 'guest' && p.kind === 'human');
  if (able.length === 0) refuse({ code: 'nobody_to_ask', team: team.name });
  const absences = await ctx.tx.people.absences(able.map((p) => p.id));
  const present = able.filter((p) => !isAway(absences.get(p.id), ctx.now));
  return present.length > 0 ? present : able;
}

/** Asks each of them, at an hour that suits them; who was asked by the same offer before is not asked again. */
export async function offers(
  ctx: Pick<ActContext, 'tx' | 'now' | 'ids' | 'workspace'>,
  item: WorkItem,
  number: number,
  asked: readonly Person[],
): Promise<Outgoing[]> {
  const times = await timesOf(ctx, asked);
  return asked.map(({ id }): Outgoing => {
    const time = times.get(id);
    const { quiet } = ctx.workspace;
    return {
      id: ctx.ids.uuid() as OutboxId,
      dedupeKey: `offer:${item.id}:${number}:${id}`,
      destination: { to: 'person', person: id },
      body: { body: 'offer', item: item.id, number },
      dueAt: time ? whenToTell(ctx.now, time, quiet, item.priority === 'urgent') : ctx.now,
    };
  });
}
