/** Two accounts become one person's: one owner, one vote, one row. */
import type { ActContext } from '../context.ts';
import { refuse } from '../errors.ts';
import { canonicalJson } from '../history/history.ts';
import type { PersonId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import { toldOf } from '../people/profile.ts';
import type { Changes, ItemState, WorkItem } from '../work-items/item.ts';
import { save } from '../work-items/record.ts';

/** Every field that names people. */
const NAMING = [
  'owner',
  'requester',
  'reviewers',
  'watchers',
  'handoff',
  'snoozes',
] as const satisfies readonly (keyof ItemState)[];

/** Makes `from` one with `into`, who stays: what was theirs is `into`'s, and each item's history says so. */
export async function joinPeople(ctx: ActContext, from: Person, into: Person): Promise<void> {
  const { tx } = ctx;
  // Two votes that were counted as two people's cannot be made one behind a question's back.
  if (await tx.approvals.isPartOf(from.id)) refuse({ code: 'undecided' });
  const ids = await tx.items.concerning(from.id);
  for (const item of await tx.items.byIds(ids, true)) {
    const changes = renamed(item, from.id, into.id);
    if (Object.keys(changes).length > 0)
      await save(ctx, item, { act: 'accounts joined', rule: 'two accounts, one person', changes });
  }
  for (const team of await tx.teams.all()) {
    const members = unique(team.members.map((id) => (id === from.id ? into.id : id)));
    const lead = team.lead === from.id ? into.id : team.lead;
    if (canonicalJson([members, lead]) !== canonicalJson([team.members, team.lead]))
      await tx.teams.save({ ...team, members, lead });
  }
  for (const standup of await tx.standups.all()) {
    const next = replaced(standup, from.id, into.id) as typeof standup;
    if (canonicalJson(next) !== canonicalJson(standup)) await tx.standups.save(next);
  }
  await tx.people.absorb(from.id, into.id);
  // The short name stays free for nobody: it leads to no one any more.
  await tx.people.save({ ...from, handle: `${from.handle}-${from.id.slice(0, 8)}`, active: false });
  const profiles = await tx.people.profilesOf(into.id);
  await tx.people.save({ ...into, ...toldOf(profiles.map(({ profile }) => profile)) });
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

/** What changes about an item when one person's id becomes another's. */
export function renamed(item: WorkItem, from: PersonId, into: PersonId): Changes {
  const pairs = NAMING.flatMap((field) => {
    const next = replaced(item[field], from, into);
    return canonicalJson(next) === canonicalJson(item[field]) ? [] : [[field, next] as const];
  });
  return Object.fromEntries(pairs) as Changes;
}

function replaced(value: unknown, from: string, into: string): unknown {
  if (value === from) return into;
  if (Array.isArray(value)) {
    const next = value.map((one) => replaced(one, from, into));
    return next.every((one) => typeof one === 'string') ? unique(next) : next;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, from, into)]));
}
