/** Where something was said or pressed, as far as Slack says so. */
import type { Place } from '../../commands/intent.ts';
import type { ChannelKind, MessageRef } from '../../coordination/places.ts';

/** Names that stand in a payload for channels that have none of their own. */
const DIRECT = 'directmessage';
const PRIVATE = 'privategroup';

export interface Said {
  readonly team: string;
  readonly channel: string;
  /** Of an interaction: the channel's name, or a word for what it is. */
  readonly name?: string | undefined;
  /** Of an event: `im`, `mpim`, `group`, `channel`. */
  readonly type?: string | undefined;
  readonly thread?: string | undefined;
}

export function placeOf({ team, channel, name, type, thread }: Said): Place {
  const channelKind = kindOf(channel, name, type);
  return {
    platform: 'slack',
    scope: team,
    channel,
    channelKind,
    channelName: channelKind === 'direct' ? 'direct message' : (name ?? channel),
    ...(thread === undefined ? {} : { thread }),
  };
}

/** A channel of which nothing is said counts as private, until Slack is asked: what is private stays so. */
function kindOf(channel: string, name: string | undefined, type: string | undefined): ChannelKind {
  if (type === 'im' || name === DIRECT || channel.startsWith('D')) return 'direct';
  if (type === 'channel') return 'public';
  if (type !== undefined || name === undefined || name === PRIVATE || name.startsWith('mpdm-'))
    return 'private';
  return channel.startsWith('C') ? 'public' : 'private';
}

/** App Home belongs to no channel: what is pressed there is answered in the direct one, which Slack finds by the person. */
export const homePlace = (team: string, user: string): Place => ({
  platform: 'slack',
  scope: team,
  channel: user,
  channelKind: 'direct',
  channelName: 'direct message',
});

/** A message; the thread's own root is in no thread. */
export const refOf = (team: string, channel: string, ts: string, thread?: string): MessageRef => ({
  platform: 'slack',
  scope: team,
  channel,
  message: ts,
  ...(thread === undefined || thread === ts ? {} : { thread }),
});

/** The thread that a message stands in, if it is not its root. */
export const threadOf = (ts: string | undefined, thread: string | undefined): string | undefined =>
  thread === ts ? undefined : thread;

/** `1700000000.000100` in ms. */
export const timeOf = (ts: string | undefined, otherwise: number): number => {
  const seconds = Number(ts);
  return ts !== undefined && Number.isFinite(seconds) ? Math.trunc(seconds * 1000) : otherwise;
};
