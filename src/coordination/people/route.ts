/** Where what is meant for someone goes: to themselves, or to whoever stands in while they are away. */
import type { Instant } from '../calendar.ts';
import type { PersonId } from '../ids.ts';
import type { Transaction } from '../ports.ts';
import type { Workspace } from '../workspaces/workspace.ts';
import { type Candidate, isAway, type Standing, standIn } from './away.ts';
import type { Person } from './person.ts';
import { timesOf } from './working-time.ts';

export interface Routed {
  readonly to: Person;
  readonly as: Standing;
}

interface RouteContext {
  readonly tx: Transaction;
  readonly workspace: Workspace;
  readonly now: Instant;
}

/** By the person meant. `except` is never asked in another's place, as the giver of a handoff. */
export async function routes(
  ctx: RouteContext,
  people: readonly Person[],
  except: PersonId | null = null,
): Promise<ReadonlyMap<PersonId, Routed>> {
  const absences = await ctx.tx.people.absences(people.map((p) => p.id));
  const found = new Map<PersonId, Routed>();
  for (const person of people) {
    const away = absences.get(person.id);
    found.set(
      person.id,
      isAway(away, ctx.now)
        ? await inTheirPlace(ctx, person, away?.delegate ?? null, except)
        : { to: person, as: 'self' },
    );
  }
  return found;
}

async function inTheirPlace(
  ctx: RouteContext,
  person: Person,
  delegate: PersonId | null,
  except: PersonId | null,
): Promise<Routed> {
  const lead = (await ctx.tx.teams.of(person.id)).find((t) => t.lead !== null && t.lead !== person.id)?.lead;
  const named = [delegate, lead].filter((id): id is PersonId => Boolean(id) && id !== except);
  const able = (await ctx.tx.people.byIds(named)).filter((p) => p.active && p.role !== 'guest');
  const all = [person, ...able];
  const [times, absences] = await Promise.all([
    timesOf(ctx, all),
    ctx.tx.people.absences(all.map((p) => p.id)),
  ]);
  const candidate = (id: PersonId | null | undefined): Candidate | null => {
    const time = id && all.some((p) => p.id === id) ? times.get(id) : undefined;
    return id && time ? { person: id, time, away: absences.get(id) ?? null } : null;
  };
  const self = candidate(person.id);
  if (!self) throw new Error('the time of someone is not known');
  const chosen = standIn(self, candidate(delegate), candidate(lead), ctx.now);
  return { to: all.find((p) => p.id === chosen.person) ?? person, as: chosen.as };
}
