/** Keeps what has not changed, so that only what has is drawn again. */
import type { MessageView, View } from '../../api.ts';

const messageKey = (message: MessageView): string => `${message.channel} ${message.id}`;

/** The new view, with the old one's objects wherever they say the same. */
export function reuse(old: View | null, fresh: View): View {
  if (!old || old.me.account !== fresh.me.account) return fresh;
  const known = new Map(old.messages.map((message) => [messageKey(message), message]));
  return {
    ...fresh,
    me: same(old.me, fresh.me),
    people: same(old.people, fresh.people),
    channels: same(old.channels, fresh.channels),
    messages: fresh.messages.map((message) => {
      const before = known.get(messageKey(message));
      return before ? same(before, message) : message;
    }),
  };
}

const same = <T>(old: T, fresh: T): T => (JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh);
