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

/** Goals that have a word starting with each of the words; those whose name has it before those that only mention it. */
export function matching(all: readonly Goal[], words: string): Goal[] {
  const wanted = split(words).filter(Boolean);
  const has = (text: string) => {
    const starts = split(text);
    return wanted.every((want) => starts.some((start) => start.startsWith(want)));
  };
  const found = all.filter(({ label, hint }) => has(`${label} ${hint}`));
  return [...found.filter(({ label }) => has(label)), ...found.filter(({ label }) => !has(label))];
}

const split = (text: string): string[] => text.toLowerCase().split(/[\s#@-]+/);
