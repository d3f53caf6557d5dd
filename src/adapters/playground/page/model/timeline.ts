/** Messages laid out as a reader wants them: days apart, one author's run together, a line where the new ones start. */
import type { MessageView } from '../../api.ts';
import { localDate } from '../words/time.ts';

export type Entry =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  /** `leads` is the first of a run, which shows who speaks. */
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: MessageView;
      readonly leads: boolean;
    };

/** A message, or an answer that stands right under the one it belongs to, whenever it came. */
export interface Placed extends MessageView {
  readonly under?: string | null;
}

const RUN = 5 * 60_000;

/**
 * The messages of a channel that stand in no thread, or those of one thread without its root; oldest first, answers
 * under theirs. Where theirs is gone, an answer stands by its time.
 */
export function standing(
  messages: readonly Placed[],
  channel: string,
  thread: string | null,
): readonly Placed[] {
  const here = messages.filter((message) => message.channel === channel && message.thread === thread);
  const ids = new Set(here.map(({ id }) => id));
  const isUnder = ({ under }: Placed) => under != null && ids.has(under);
  const withAnswers = (message: Placed): Placed[] => [
    message,
    ...here.filter(({ under }) => under === message.id).flatMap(withAnswers),
  ];
  return here
    .filter((message) => !isUnder(message))
    .sort((a, b) => a.postedAt - b.postedAt)
    .flatMap(withAnswers);
}

/** A thread as its pane shows it: the root, while it exists, with the answers under it, then the replies. */
export const inThread = (messages: readonly Placed[], channel: string, root: string): readonly Placed[] => [
  ...standing(
    messages.filter(({ id, under }) => id === root || under === root),
    channel,
    null,
  ),
  ...standing(messages, channel, root),
];

/** `newFrom` is the id of the first message that was unread when the channel was opened. */
export function timeline(messages: readonly Placed[], zone: string, newFrom: string | null): Entry[] {
  const entries: Entry[] = [];
  let before: MessageView | null = null;
  for (const message of messages) {
    if (message.under != null && before !== null) {
      entries.push({ kind: 'message', key: message.id, message, leads: true });
      continue;
    }
    const newDay = before === null || localDate(before.postedAt, zone) !== localDate(message.postedAt, zone);
    if (newDay) entries.push({ kind: 'day', key: `day ${message.id}`, at: message.postedAt });
    if (message.id === newFrom) entries.push({ kind: 'new', key: 'new' });
    const leads = newDay || message.id === newFrom || before === null || !sameRun(before, message);
    entries.push({ kind: 'message', key: message.id, message, leads });
    before = message;
  }
  return entries;
}

/** Baton's messages are cards, each complete in itself, so they never run together. */
const sameRun = (before: MessageView, message: MessageView): boolean =>
  message.author !== null &&
  before.author === message.author &&
  before.private === message.private &&
  message.postedAt - before.postedAt < RUN;

export interface Thread {
  readonly count: number;
  readonly lastAt: number;
  /** Who replied, in order of their first reply; null is Baton. */
  readonly authors: readonly (string | null)[];
}

/** What stands under the root of each thread. Private answers are no replies: others do not see them. */
export function threads(messages: readonly MessageView[]): ReadonlyMap<string, Thread> {
  const found = new Map<string, Thread>();
  for (const message of messages) {
    if (message.thread === null || message.private) continue;
    const key = threadKey(message.channel, message.thread);
    const known = found.get(key) ?? { count: 0, lastAt: 0, authors: [] };
    found.set(key, {
      count: known.count + 1,
      lastAt: Math.max(known.lastAt, message.postedAt),
      authors: known.authors.includes(message.author) ? known.authors : [...known.authors, message.author],
    });
  }
  return found;
}

export const threadKey = (channel: string, root: string): string => `${channel} ${root}`;
