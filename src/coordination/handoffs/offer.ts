/** Offers an item to a person or a team; the giver owns it until someone accepts. */
import type { ActContext } from '../context.ts';
import type { Outgoing } from '../delivery/outbox.ts';
import { whenToTell } from '../delivery/when-to-tell.ts';
import { refuse } from '../errors.ts';
import type { ItemKey, OutboxId, PersonId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import { workingTimeOf } from '../people/working-time.ts';
import type { Team } from '../teams/team.ts';
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
  const asked = isTeam(to) ? await membersOf(ctx, to, item.owner) : [to];
  const receiver = isTeam(to) ? { team: to.id } : { person: to.id };
  const decision = offering(item, { receiver, asked, context, checklist, acceptBy }, owner, ctx.now);
  const number = decision.changes.handoff?.number ?? 0;
  return save(ctx, item, decision, await offers(ctx, item, number, asked));
}

const isTeam = (to: Person | Team): to is Team => 'members' in to;

/** The people of a team: an agent would always be the first to accept. */
async function membersOf(ctx: ActContext, team: Team, owner: PersonId): Promise<Person[]> {
  const members = await ctx.tx.people.byIds(team.members);
  const able = members.filter((p) => p.id !== owner && p.active && p.role !== 'guest' && p.kind === 'human');
  return able.length > 0 ? able : refuse({ code: 'nobody_to_ask', team: team.name });
}

function offers(
  ctx: ActContext,
  item: WorkItem,
  number: number,
  asked: readonly Person[],
): Promise<Outgoing[]> {
  return Promise.all(
    asked.map(async (person): Promise<Outgoing> => {
      const time = workingTimeOf(person, await ctx.tx.teams.of(person.id), ctx.workspace);
      return {
        id: ctx.ids.uuid() as OutboxId,
        dedupeKey: `offer:${item.id}:${number}:${person.id}`,
        destination: { to: 'person', person: person.id },
        body: { body: 'offer', item: item.id, number },
        dueAt: whenToTell(ctx.now, time, ctx.workspace.quiet, item.priority === 'urgent'),
      };
    }),
  );
}
