/** What is told of a server's channels, and of the roles that open and close them -> what is written down for Baton. */
import type { APIThreadChannel } from 'discord.js';
import type { Intent } from '../../commands/intent.ts';
import type { WorkspaceId } from '../../coordination/ids.ts';
import type { Clock, Store } from '../../coordination/ports.ts';
import { channelProfile, mayWrite } from './profile.ts';
import type { Servers } from './servers.ts';

export interface ChannelParts {
  readonly store: Store;
  readonly servers: Servers;
  readonly clock: Clock;
  /** Baton's own account. */
  readonly bot: string;
  readonly route: (scope: string) => Promise<WorkspaceId | null>;
  /** Written down when it resolves. */
  readonly receive: (workspace: WorkspaceId, intent: Intent) => Promise<void>;
}

export type ChannelChanged = Pick<APIThreadChannel, 'id'> & { readonly guild_id?: string };

/** A channel is new, or may have been renamed, opened or closed. `packet` names the event. */
export async function takeChannel(
  { id, guild_id: scope }: ChannelChanged,
  isGone: boolean,
  packet: string,
  parts: ChannelParts,
): Promise<void> {
  if (scope === undefined) return;
  const place = { platform: 'discord', scope } as const;
  const [workspace, server] = await Promise.all([parts.route(scope), parts.servers.facts(scope)]);
  if (!workspace || !server) return;
  const known = await parts.store.transact(workspace, (tx) => tx.channels.byRef({ ...place, channel: id }));
  const facts = isGone ? null : await parts.servers.channel(server, id);
  if (!known && !facts) return;
  const profile = facts
    ? { ...channelProfile(server, facts), members: null }
    : { channel: id, kind: 'private' as const, name: known?.name ?? '', archived: true, members: null };
  const told = { v: 1, at: parts.clock.now(), place, kind: 'channel', profile } as const;
  await parts.receive(workspace, { ...told, key: `discord:channel:${packet}` });
  if (!isGone) await takeOpened(scope, packet, parts);
}

/**
 * Channels that had refused Baton and in which it may write, as the server stands now: what is to be said there is tried
 * again. `event` names what may have opened them.
 */
export async function takeOpened(scope: string, event: string, parts: ChannelParts): Promise<void> {
  const place = { platform: 'discord', scope } as const;
  const [workspace, server] = await Promise.all([parts.route(scope), parts.servers.facts(scope)]);
  if (!workspace || !server) return;
  const closed = await parts.store.transact(workspace, (tx) => tx.channels.closedIn(place));
  const me = closed.length > 0 ? await parts.servers.member(scope, parts.bot) : null;
  if (!me) return;
  for (const { channel } of closed) {
    const facts = server.channels.find(({ id }) => id === channel);
    if (!facts || !mayWrite(server, facts, me)) continue;
    const told = { v: 1, at: parts.clock.now(), place, key: `discord:open:${event}:${channel}` } as const;
    await parts.receive(workspace, { ...told, kind: 'membership', channel, account: null, present: true });
  }
}
