/**
 * What handling an intent asks of its platform: the words of a message, who an account is, what a channel is. It is
 * asked before the transaction, never within: what turns out to be wanting is thrown, asked for, and the work begun anew.
 */
import type { WorkspaceId } from '../coordination/ids.ts';
import { meetChannel, meetPerson, noteInside } from '../coordination/people/meet.ts';
import type { AccountRef, ChannelRef, MessageRef } from '../coordination/places.ts';
import { type Chat, type Reacted, TookTooLong } from '../coordination/ports.ts';
import type { Core } from './core.ts';
import type { CapturedMessage } from './intent.ts';
import { storable } from './storable.ts';

type Question =
  | { readonly of: 'message'; readonly ref: MessageRef }
  | { readonly of: 'person'; readonly ref: AccountRef }
  | { readonly of: 'channel'; readonly ref: ChannelRef }
  /** Who is in a channel, and whether Baton may write there. */
  | { readonly of: 'inside'; readonly ref: ChannelRef }
  /** `version` is that of the record they would decide: what was read of an earlier one is old. */
  | { readonly of: 'reactions'; readonly ref: MessageRef; readonly version: number };

/** Thrown out of the transaction. */
export class Wanting extends Error {
  readonly questions: readonly Question[];
  constructor(questions: readonly Question[]) {
    super('something must be asked of the platform first');
    this.questions = questions;
  }
}

function nameOf(question: Question): string {
  const { of, ref } = question;
  const where = 'account' in ref ? ref.account : ref.channel;
  const message = question.of === 'reactions' ? [question.ref.message, question.version] : [];
  return JSON.stringify([of, ref.platform, ref.scope, where, ...message]);
}

/** A platform that does not tell its reactions by then does not tell. */
const READ_WITHIN_MS = 5_000;

/** What was asked for one intent; nothing is asked twice. */
export class Asking {
  #message: CapturedMessage | null;
  readonly #asked = new Set<string>();
  readonly #reactions = new Map<string, readonly Reacted[] | null>();
  readonly #core: Core;
  readonly #workspace: WorkspaceId;

  constructor(core: Core, workspace: WorkspaceId, message: CapturedMessage | null) {
    this.#core = core;
    this.#workspace = workspace;
    this.#message = message;
  }

  /** The message's words, once they were asked for. @throws Wanting */
  message(ref: MessageRef): CapturedMessage {
    if (this.#message?.ref.message === ref.message) return this.#message;
    throw new Wanting([{ of: 'message', ref }]);
  }

  /** The reactions to a message, once they were asked for; null when they could not be read. @throws Wanting */
  reactions(ref: MessageRef, version: number): readonly Reacted[] | null {
    const question = { of: 'reactions', ref, version } as const;
    const read = this.#reactions.get(nameOf(question));
    if (read === undefined) throw new Wanting([question]);
    return read;
  }

  /** Returns when everything was asked that its platform may know. @throws Wanting */
  about(questions: readonly Question[]): void {
    const open = questions.filter((q) => !this.#asked.has(nameOf(q)) && this.#core.chats.has(q.ref.platform));
    if (open.length > 0) throw new Wanting(open);
  }

  /** Asks, and writes down what is told of people and channels. @throws TookTooLong when it is not told within `withinMs`. */
  async ask({ questions }: Wanting, withinMs: number | null): Promise<void> {
    const asked = Promise.all(questions.map((question) => this.#one(question)));
    await (withinMs === null ? asked : within(asked, withinMs));
  }

  async #one(question: Question): Promise<void> {
    this.#asked.add(nameOf(question));
    const chat = this.#core.chats.get(question.ref.platform);
    if (question.of === 'reactions') {
      this.#reactions.set(nameOf(question), await readWithin(chat, question.ref));
    } else if (question.of === 'message') {
      const read = chat ? await chat.read(question.ref) : null;
      const { text = '', author = null } = storable(read) ?? {};
      this.#message = { ref: question.ref, text, author };
    } else if (chat) await this.#meet(chat, question);
  }

  async #meet(chat: Chat, question: Exclude<Question, { of: 'message' | 'reactions' }>): Promise<void> {
    const { ids, store } = this.#core;
    if (question.of === 'person') {
      const profile = storable(await chat.person(question.ref));
      if (profile) await store.transact(this.#workspace, (tx) => meetPerson(tx, ids, question.ref, profile));
    } else if (question.of === 'inside') {
      const inside = await chat.inside(question.ref);
      if (inside) await store.transact(this.#workspace, (tx) => noteInside(tx, question.ref, inside));
    } else {
      const profile = storable(await chat.channel(question.ref));
      if (profile) await store.transact(this.#workspace, (tx) => meetChannel(tx, ids, question.ref, profile));
    }
  }
}

const readWithin = async (chat: Chat | undefined, ref: MessageRef): Promise<readonly Reacted[] | null> => {
  try {
    return chat ? storable(await within(chat.reactions(ref), READ_WITHIN_MS)) : null;
  } catch {
    return null;
  }
};

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new TookTooLong()), ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
