/** What the people of the rig have seen of the playground, and may act on. */
import type { MessageView } from '../../src/adapters/playground/api.ts';
import { CAST, memberOf } from '../../src/adapters/playground/cast.ts';
import type { Button } from '../../src/coordination/message.ts';
import { buttonsOf } from '../../test/support/message-text.ts';
import type { Random } from './random.ts';
import { wordFor } from './words.ts';

export interface SeenCard {
  readonly channel: string;
  readonly id: string;
  readonly item: number;
  readonly buttons: readonly Button[];
}

export interface SeenMessage {
  readonly channel: string;
  readonly id: string;
  readonly author: string;
  readonly text: string;
  /** A card hangs from it: it is an item. */
  readonly tracked: boolean;
}

export class Memory {
  readonly items = new Set<number>();
  cards: readonly SeenCard[] = [];
  messages: readonly SeenMessage[] = [];
  #tokens = 0;

  see(messages: readonly MessageView[]): void {
    this.cards = messages.flatMap(cardOf);
    const threads = new Set(messages.flatMap((m) => (cardOf(m).length > 0 && m.thread ? [m.thread] : [])));
    this.messages = messages.flatMap(({ channel, id, author, text }) =>
      author !== null && text !== null && tokenIn(text)
        ? [{ channel, id, author, text, tracked: threads.has(id) }]
        : [],
    );
    for (const { item } of this.cards) this.items.add(item);
  }

  /** A word that stands nowhere else, and that nobody takes for a date or a name. */
  token(): string {
    this.#tokens += 1;
    return wordFor(this.#tokens);
  }
}

const tokenIn = (text: string): string | null => /\bZz[a-z]+zz\b/.exec(text)?.[0] ?? null;

function cardOf({ channel, id, author, message }: MessageView): SeenCard[] {
  if (author !== null || message === null) return [];
  const key = /^W-(\d+) /.exec(message.summary)?.[1];
  return key === undefined ? [] : [{ channel, id, item: Number(key), buttons: buttonsOf(message) }];
}

/** Someone who is in a channel. Guests may add nothing, so what is asked of members leaves them out. */
export const someoneIn = (channel: string, random: Random): string =>
  random.pick(
    CAST.filter(({ handle, role }) => role !== 'guest' && memberOf(channel, handle)).map((c) => c.handle),
  );
