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
