/** Where one is, as the address says it: `#as=ana&channel=general&thread=…`. */
import type { ChannelView, PersonView } from '../../api.ts';

export interface Place {
  readonly as: string | null;
  readonly channel: string | null;
  readonly thread: string | null;
}

export function readPlace(hash: string): Place {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const get = (name: string) => words.get(name) || null;
  return { as: get('as'), channel: get('channel'), thread: get('thread') };
}

export function writePlace(place: Place): string {
  const words = new URLSearchParams();
  if (place.as) words.set('as', place.as);
  if (place.channel) words.set('channel', place.channel);
  if (place.channel && place.thread) words.set('thread', place.thread);
  return `#${words}`;
}

/** A person by account or handle. */
export const findPerson = (people: readonly PersonView[], words: string | null): PersonView | undefined =>
  people.find((person) => person.account === words) ?? people.find((person) => person.handle === words);

/** A channel by id or name; `baton` is the direct messages, whose id differs from person to person. */
export const findChannel = (
  channels: readonly ChannelView[],
  words: string | null,
): ChannelView | undefined =>
  channels.find((channel) => channel.channel === words) ??
  channels.find((channel) => channelWord(channel, channels) === words);

/** The word for a channel in the address: its name where that is enough, else its id. */
export function channelWord(channel: ChannelView, channels: readonly ChannelView[]): string {
  const word = channel.kind === 'direct' ? 'baton' : channel.name;
  const twins = channels.filter((other) => (other.kind === 'direct' ? 'baton' : other.name) === word);
  return twins.length === 1 ? word : channel.channel;
}

/** What people call a channel: `#general`, or `Baton` for the direct messages. */
export const channelTitle = (channel: ChannelView): string =>
  channel.kind === 'direct' ? 'Baton' : `#${channel.name}`;
