import type { ChannelId, PersonId, TeamId, WorkspaceId } from '../../coordination/ids.ts';
import type { Clock, Ids, Store } from '../../coordination/ports.ts';
import { CAST, CHANNELS, directChannel, EARLIER, SCOPE, TEAMS } from './cast.ts';
import { createMessageIds } from './message-ids.ts';
import type { PlaygroundStore } from './store.ts';

const MINUTE = 60_000;

export interface SeedDeps {
  readonly workspace: WorkspaceId;
  readonly store: Store;
  readonly playground: PlaygroundStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Empties the playground and sets it up anew: people, teams, channels and what was said before. */
export async function seed(deps: SeedDeps): Promise<void> {
  await deps.playground.recreate();
  await deps.store.transact(deps.workspace, async (tx) => {
    const people = new Map(CAST.map((c) => [c.handle, deps.ids.uuid() as PersonId]));
    const person = (handle: string): PersonId => people.get(handle) as PersonId;
    for (const member of CAST) {
      const { handle, name, zone, kind, role } = member;
      await tx.people.save({
        id: person(handle),
        handle,
        name,
        zone,
        kind,
        role,
        toldZone: null,
        hours: null,
        active: true,
      });
      await tx.people.saveAccount(person(handle), { platform: 'playground', scope: SCOPE, account: handle });
    }
    const channels = new Map<string, ChannelId>();
    for (const channel of [...CHANNELS, ...CAST.map(directOf)]) {
      const id = deps.ids.uuid() as ChannelId;
      channels.set(channel.key, id);
      await tx.channels.save({
        id,
        ref: { platform: 'playground', scope: SCOPE, channel: channel.key },
        kind: channel.kind,
        name: channel.name,
        off: null,
      });
      await tx.channels.setMembers(id, channel.members.map(person));
    }
    for (const team of TEAMS) {
      await tx.teams.save({
        id: deps.ids.uuid() as TeamId,
        handle: team.handle,
        name: team.name,
        lead: person(team.lead),
        homeChannel: channels.get(team.home) ?? null,
        zone: team.zone,
        hours: null,
        region: null,
        gate: null,
        members: team.members.map(person),
      });
    }
  });
  await sayEarlier(deps);
  await deps.playground.open();
}

const directOf = ({ handle, name }: (typeof CAST)[number]) =>
  ({ key: directChannel(handle), name: `${name} and Baton`, kind: 'direct', members: [handle] }) as const;

async function sayEarlier({ playground, clock, ids }: SeedDeps): Promise<void> {
  const idOf = createMessageIds(clock, ids);
  for (const { channel, author, text, ago } of EARLIER) {
    const postedAt = clock.now() - ago * MINUTE;
    const message = {
      channel,
      id: idOf(ago * MINUTE),
      thread: null,
      author,
      onlyFor: null,
      text,
      message: null,
      postedAt,
      editedAt: null,
    };
    await playground.post(message, null);
  }
}
