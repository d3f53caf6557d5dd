import { and, eq, sql as expression, inArray } from 'drizzle-orm';
import type { ChannelId, PersonId } from '../../../coordination/ids.ts';
import { PLATFORMS } from '../../../coordination/places.ts';
import type { Channel, ChannelStore } from '../../../coordination/ports.ts';
import { oneOf, reader } from '../rows.ts';
import { channelMembers, channels } from '../schema.ts';
import type { Together } from '../together.ts';
import type { Bound } from './bound.ts';

const readRow = reader(channels);

const BY_REF = {
  name: 'channel by ref',
  value: '(select to_json(c) from channels c where c.platform = $1 and c.scope = $2 and c.channel = $3)',
};

export function channelsStore(at: Bound, together: Together): ChannelStore {
  return {
    async byRef({ platform, scope, channel }) {
      const raw = await together.ask(BY_REF, [platform, scope, channel]);
      return raw ? toChannel(readRow(raw)) : null;
    },
    async byId(id) {
      const [row] = await at.db.select().from(channels).where(eq(channels.id, id));
      return row ? toChannel(row) : null;
    },
    async byIds(ids) {
      if (ids.length === 0) return [];
      const rows = await at.db
        .select()
        .from(channels)
        .where(inArray(channels.id, [...ids]));
      return rows.map(toChannel);
    },
    /** Of several of one name, on several platforms, a public one first. */
    async byName(name) {
      const [row] = await at.db
        .select()
        .from(channels)
        .where(expression`lower(${channels.name}) = lower(${name})`)
        .orderBy(expression`${channels.kind} <> 'public'`, channels.id)
        .limit(1);
      return row ? toChannel(row) : null;
    },
    async closedIn({ platform, scope }) {
      const rows = await at.sql`
        select channel from channels
        where platform = ${platform} and scope = ${scope} and off_reason is not null and off_reason <> 'is_archived'`;
      return rows.map((row) => ({ platform, scope, channel: row.channel as string }));
    },
    async save({ id, ref: { platform, scope, channel }, kind, name, off }) {
      const values = { platform, scope, channel, kind, name, offReason: off };
      await at.db
        .insert(channels)
        .values({ workspaceId: at.workspaceId, id, ...values })
        .onConflictDoUpdate({ target: [channels.workspaceId, channels.id], set: values });
    },
    async setMembers(id, members) {
      await at.sql`delete from channel_members where channel_id = ${id} and person_id <> all(${members as PersonId[]}::uuid[])`;
      await at.sql`
        insert into channel_members (workspace_id, channel_id, person_id)
        select ${at.workspaceId}, ${id}, person from unnest(${members as PersonId[]}::uuid[]) as person
        on conflict do nothing`;
    },
    async addMember(channelId, personId) {
      await at.db
        .insert(channelMembers)
        .values({ workspaceId: at.workspaceId, channelId, personId })
        .onConflictDoNothing();
    },
    async removeMember(id, person) {
      await at.db
        .delete(channelMembers)
        .where(and(eq(channelMembers.channelId, id), eq(channelMembers.personId, person)));
    },
    async members(id) {
      const rows = await at.db.select().from(channelMembers).where(eq(channelMembers.channelId, id));
      return rows.map(({ personId }) => personId as PersonId);
    },
    async membersOfEach(ids) {
      const found = new Map<ChannelId, PersonId[]>(ids.map((id) => [id, []]));
      if (ids.length === 0) return found;
      const rows = await at.sql`
        select channel_id, person_id from channel_members where channel_id = any(${ids as ChannelId[]}::uuid[])`;
      for (const row of rows) found.get(row.channel_id as ChannelId)?.push(row.person_id as PersonId);
      return found;
    },
    async isMember(id, person) {
      const isIn = and(eq(channelMembers.channelId, id), eq(channelMembers.personId, person));
      return (await at.db.select().from(channelMembers).where(isIn)).length > 0;
    },
  };
}

function toChannel(row: typeof channels.$inferSelect): Channel {
  return {
    id: row.id as ChannelId,
    ref: {
      platform: oneOf(PLATFORMS, row.platform, 'channels.platform'),
      scope: row.scope,
      channel: row.channel,
    },
    kind: oneOf(['public', 'private', 'direct'], row.kind, 'channels.kind'),
    name: row.name,
    off: row.offReason,
  };
}
