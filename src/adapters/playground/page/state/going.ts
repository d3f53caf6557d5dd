/** Going somewhere: the address says who one is and where, and the page follows it. */
import type { View } from '../../api.ts';
import { channelWord, findChannel, findPerson, type Place, readPlace, writePlace } from '../model/place.ts';
import { firstUnread } from '../model/unread.ts';
import { listen, noteRead, refresh } from './live.ts';
import { store } from './state.ts';

/** The address of a place, for links; what is left out stays as it is. */
export function address(change: Partial<Place>): string {
  const { view, channel, thread, account, everyone } = store.get();
  const as = findPerson(everyone, change.as ?? account)?.handle ?? null;
  const channels = view?.channels ?? [];
  const target = findChannel(channels, change.channel ?? channel);
  const moved = change.channel !== undefined || change.as !== undefined;
  return writePlace({
    as,
    channel: target ? channelWord(target, channels) : null,
    thread: change.thread !== undefined ? change.thread : moved ? null : thread,
  });
}

export const go = (change: Partial<Place>): void => {
  location.hash = address(change);
};

/** Does what the address says; where it cannot be done, the nearest thing, and the address is put right. */
export function follow(): void {
  const { everyone, account, view } = store.get();
  const person = findPerson(everyone, readPlace(location.hash).as) ?? everyone[0];
  if (!person) return;
  if (person.account !== account) {
    store.set({ account: person.account, live: 'connecting', editing: null });
    listen(person.account);
    void refresh();
  } else if (view?.me.account === person.account) arrive(readPlace(location.hash));
}

let seen: View | null = null;

/** A view of someone else, or one without the open channel, is arrived in at once, before it is drawn. */
store.subscribe(() => {
  const { view, channel } = store.get();
  if (view === seen) return;
  const before = seen;
  seen = view;
  const stays = view?.channels.some((one) => one.channel === channel);
  if (view && (view.me.account !== before?.me.account || !stays)) arrive(readPlace(location.hash));
});

function arrive(place: Place): void {
  const { view, channel: before, thread: threadBefore, read } = store.get();
  if (!view) return;
  const channel = findChannel(view.channels, place.channel) ?? view.channels[0] ?? null;
  const thread = channel && findChannel(view.channels, place.channel) ? place.thread : null;
  const id = channel?.channel ?? null;
  if (id !== before || thread !== threadBefore) store.set({ drawer: false, editing: null });
  if (id !== null && id !== before)
    store.set({ newFrom: firstUnread(view.messages, read, view.me.account, id) });
  store.set({ channel: id, thread });
  noteRead();
  const right = address({});
  if (right !== location.hash) history.replaceState(null, '', right);
}
