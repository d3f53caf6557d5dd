/** One approval with all that proves it. */
import { type ExportedApproval, exportedSchema } from '../../coordination/approvals/exported.ts';
import {
  type ApprovalKey,
  formatApprovalKey,
  formatItemKey,
  type PersonId,
  type TeamId,
} from '../../coordination/ids.ts';
import type { Client } from './client.ts';
import { transact } from './guard.ts';
import { transactionOf } from './store.ts';
import type { NamedWorkspace } from './workspaces.ts';

/** Null when there is no approval of that key. */
export const exportApproval = (
  client: Client,
  workspace: NamedWorkspace,
  key: ApprovalKey,
): Promise<ExportedApproval | null> =>
  transact(client, { role: 'baton_app', workspaceId: workspace.id }, async (scope) => {
    const tx = transactionOf({ ...scope, workspaceId: workspace.id });
    const approval = await tx.approvals.byKey(key);
    if (!approval) return null;
    const { id, key: _, item: itemId, channel: __, version: ___, head, ...facts } = approval;
    const [item] = await tx.items.byIds([itemId]);
    const history = await tx.approvals.history(id);
    const people = [...history.map((e) => e.actor), ...facts.votes.flatMap((v) => [v.person, v.for])];
    const seats = facts.seats.flatMap((s) => ('person' in s ? [s.person] : []));
    const ids = [...people, ...seats, facts.requester].filter((one): one is PersonId => one !== null);
    const teams = facts.seats.flatMap((s): TeamId[] => ('team' in s ? [s.team] : []));
    const named = [...(await tx.people.byIds([...new Set(ids)])), ...(await tx.teams.byIds(teams))];
    const messages = await scope.sql`
      select sent_platform as platform, sent_scope as scope, sent_channel as channel, sent_message as message,
        (body ->> 'number')::int as revision, destination ->> 'to' as told
      from outbox where record_id = ${itemId} and body ->> 'approval' = ${id} and body ->> 'as' = 'request'
        and sent_message is not null
      order by revision, platform, scope, channel, message`;
    // Read as it will be when it is checked: in one order of its parts.
    return exportedSchema.parse({
      baton: 'approval',
      version: 1,
      workspace: { id: workspace.id, name: workspace.name },
      key: formatApprovalKey(key),
      item: { key: item ? formatItemKey(item.key) : '', title: item?.title ?? '' },
      approval: facts,
      head,
      names: Object.fromEntries(named.map((one) => [one.id, one.name])),
      messages: messages.map(({ told, ...message }) => ({
        ...message,
        url: urlOf(message as SentTo, told === 'person'),
      })),
      history,
    });
  });

interface SentTo {
  readonly platform: string;
  readonly scope: string;
  readonly channel: string;
  readonly message: string;
}

/** Slack's links to a message name the team's own address, which nothing here knows: its channel is linked. */
function urlOf({ platform, scope, channel, message }: SentTo, direct: boolean): string | null {
  if (platform === 'discord')
    return `https://discord.com/channels/${direct ? '@me' : scope}/${channel}/${message}`;
  return platform === 'slack' ? `https://slack.com/app_redirect?team=${scope}&channel=${channel}` : null;
}
