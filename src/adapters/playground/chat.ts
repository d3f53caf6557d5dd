/** The playground as a chat platform: what Baton sends is written down as a message, once per outbox row. */
import { plainEmoji } from '../../commands/emoji.ts';
import type { Outcome } from '../../coordination/delivery/outbox.ts';
import type { OutboxId } from '../../coordination/ids.ts';
import type { Message } from '../../coordination/message.ts';
import type { MessageRef } from '../../coordination/places.ts';
import type { Address, Chat, Clock, Ids } from '../../coordination/ports.ts';
import { BATON, directChannel, SCOPE } from './cast.ts';
import type { Live } from './live.ts';
import { createMessageIds } from './message-ids.ts';
import type { PlaygroundStore, StoredMessage } from './store.ts';

/** `clock` is the workspace's own, which may be ahead. */
export function createPlaygroundChat(
  store: PlaygroundStore,
  live: Live,
  clock: () => Promise<number>,
  real: Clock,
  ids: Ids,
): Chat {
  const nextId = createMessageIds(real, ids);
  const send = async (
    to: Address,
    message: Message,
    key: OutboxId,
    replaces: MessageRef | null,
  ): Promise<MessageRef> => {
    if (replaces && (await store.edit(replaces.channel, replaces.message, { message, at: await clock() })))
      return replaces;
    const place = placeOf(to);
    const thread = place.thread && (await store.get(place.channel, place.thread)) ? place.thread : null;
    const stored: StoredMessage = {
      ...place,
      id: nextId(),
      thread,
      author: null,
      text: null,
      message,
      postedAt: await clock(),
      editedAt: null,
    };
    const posted = await store.post(stored, replaces ? null : key);
    return refOf({ ...stored, id: posted.id });
  };
  return {
    platform: 'playground',
    async send(to, message, key, replaces): Promise<Outcome> {
      try {
        const ref = await send(to, message, key, replaces);
        live.changed();
        return { outcome: 'sent', ref };
      } catch (error) {
        // Nothing is unknown here: what was written down after all is found by its key, and not written again.
        return { outcome: 'again', reason: String(error) };
      }
    },
    async find(_to, key) {
      const found = await store.byOutboxId(key);
      return found && refOf(found);
    },
    async reactions({ channel, message }) {
      if (!(await store.get(channel, message))) return null;
      const given = await store.reactionsTo(channel, message);
      return [...new Set(given.map((r) => r.emoji))].map((emoji) => ({
        emoji: plainEmoji(emoji),
        accounts: given.filter((r) => r.emoji === emoji).map((r) => r.account),
      }));
    },
    async react({ channel, message }, emoji) {
      if (!(await store.get(channel, message))) return;
      await store.setReaction({ channel, message, account: BATON, emoji }, true);
      live.changed();
    },
    // Who is who here was seeded.
    person: async () => null,
    channel: async () => null,
    inside: async () => null,
    async read(ref) {
      const found = await store.get(ref.channel, ref.message);
      return found && found.onlyFor === null
        ? { text: found.text ?? found.message?.summary ?? '', author: found.author }
        : null;
    },
  };
}

function placeOf(to: Address): { channel: string; thread: string | null; onlyFor: string | null } {
  if (to.to === 'account') return { channel: directChannel(to.account.account), thread: null, onlyFor: null };
  const { channel } = to.channel;
  return { channel, thread: to.thread ?? null, onlyFor: to.to === 'whisper' ? to.account.account : null };
}

export const refOf = (m: Pick<StoredMessage, 'channel' | 'id' | 'thread'>): MessageRef => ({
  platform: 'playground',
  scope: SCOPE,
  channel: m.channel,
  message: m.id,
  ...(m.thread ? { thread: m.thread } : {}),
});
