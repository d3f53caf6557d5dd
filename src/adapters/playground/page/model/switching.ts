/** Where the quick switcher can lead. */
import type { PersonView, View } from '../../api.ts';
import { channelTitle, type Place } from './place.ts';

export interface Goal {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly place: Partial<Place>;
}

/** Channels first, then the people one can be. */
export function goals(view: View, everyone: readonly PersonView[]): Goal[] {
  const channels = view.channels.map((channel) => ({
    key: `channel ${channel.channel}`,
    label: channelTitle(channel),
    hint: channel.kind === 'direct' ? 'direct messages' : channel.topic || 'channel',
    place: { channel: channel.channel },
  }));
  const people = everyone
    .filter((person) => person.account !== view.me.account)
    .map((person) => ({
      key: `person ${person.account}`,
      label: person.name,
      hint: `be @${person.handle}`,
      place: { as: person.account },
    }));
  return [...channels, ...people];
}

/** Goals in whose label or hint some word starts with each of the words; as they stood. */
export function matching(all: readonly Goal[], words: string): Goal[] {
  const wanted = words
    .toLowerCase()
    .split(/[\s#@]+/)
    .filter(Boolean);
  return all.filter((goal) => {
    const starts = `${goal.label} ${goal.hint}`.toLowerCase().split(/[\s#@-]+/);
    return wanted.every((want) => starts.some((start) => start.startsWith(want)));
  });
}
