/** Messages of Baton's that show an item which has not ended, with the reactions to them that are known. */
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Installation, MessageRef } from '../../coordination/places.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';

export interface ShownMessage {
  readonly ref: MessageRef;
  /** Reactions that stand, by account. */
  readonly standing: readonly { readonly account: string; readonly emoji: string }[];
}

/** The newest first. */
export const shownMessages = (
  client: Client,
  workspaceId: WorkspaceId,
  { platform, scope }: Installation,
  limit: number,
): Promise<ShownMessage[]> =>
  transact(client, { role: 'baton_app', workspaceId }, async ({ sql }) => {
    const rows = await sql<
      { channel: string; message: string; standing: { account: string; emoji: string }[] | null }[]
    >`
      select o.sent_channel as channel, o.sent_message as message, (
        select json_agg(json_build_object('account', a.account, 'emoji', r.emoji))
        from reactions r join accounts a using (workspace_id, person_id, platform, scope)
        where r.workspace_id = o.workspace_id and r.platform = ${platform} and r.scope = ${scope}
          and r.channel = o.sent_channel and r.message = o.sent_message and r.present
      ) as standing
      from outbox o join work_items i on i.workspace_id = o.workspace_id and i.id = o.record_id
      where o.sent_platform = ${platform} and o.sent_scope = ${scope} and not i.ended
      order by o.created_at desc limit ${limit}`;
    return rows.map(({ channel, message, standing }) => ({
      ref: { platform, scope, channel, message },
      standing: standing ?? [],
    }));
  });

/** What items that have not ended came from, and where people are written to directly; the newest first. */
export const followedMessages = (
  client: Client,
  workspaceId: WorkspaceId,
  { platform, scope }: Installation,
  limit: number,
): Promise<{ readonly sources: MessageRef[]; readonly directs: string[] }> =>
  transact(client, { role: 'baton_app', workspaceId }, async ({ sql }) => {
    const [sources, directs] = await Promise.all([
      sql<{ channel: string; message: string }[]>`
        select source_message_channel as channel, source_message as message from work_items
        where source_platform = ${platform} and source_scope = ${scope} and source_message is not null
          and not ended and source_note is distinct from 'deleted'
        order by key desc limit ${limit}`,
      sql<{ channel: string }[]>`
        select sent_channel as channel from outbox
        where sent_platform = ${platform} and sent_scope = ${scope} and sent_message is not null
          and destination->>'to' in ('person', 'whisper')
        group by sent_channel order by max(created_at) desc limit ${limit}`,
    ]);
    return {
      sources: sources.map(({ channel, message }) => ({ platform, scope, channel, message })),
      directs: directs.map(({ channel }) => channel),
    };
  });
