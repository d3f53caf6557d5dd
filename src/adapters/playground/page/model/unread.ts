/** What has not been read, by person and channel; kept in this browser alone. */
import type { MessageView } from '../../api.ts';

/** The time of the newest message read, by `account channel`; `since` holds where nothing was read yet. */
export interface ReadMarks {
  readonly since: number;
  readonly marks: Readonly<Record<string, number>>;
}

const markKey = (account: string, channel: string): string => `${account} ${channel}`;

const readUntil = (read: ReadMarks, account: string, channel: string): number =>
  read.marks[markKey(account, channel)] ?? read.since;

const unread = (read: ReadMarks, account: string, message: MessageView): boolean =>
  message.author !== account && message.postedAt > readUntil(read, account, message.channel);

export function unreadCounts(
  messages: readonly MessageView[],
  read: ReadMarks,
  account: string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const message of messages) {
    if (unread(read, account, message)) counts.set(message.channel, (counts.get(message.channel) ?? 0) + 1);
  }
  return counts;
}

/** The first unread message of a channel outside threads; null when all is read. */
export function firstUnread(
  messages: readonly MessageView[],
  read: ReadMarks,
  account: string,
  channel: string,
): string | null {
  const first = messages.find(
    (message) => message.channel === channel && message.thread === null && unread(read, account, message),
  );
  return first?.id ?? null;
}

/** All that stands in the channel is read. The same marks, when nothing was unread. */
export function markRead(
  read: ReadMarks,
  messages: readonly MessageView[],
  account: string,
  channel: string,
): ReadMarks {
  const newest = messages.reduce(
    (latest, message) => (message.channel === channel ? Math.max(latest, message.postedAt) : latest),
    0,
  );
  if (newest <= readUntil(read, account, channel)) return read;
  return { ...read, marks: { ...read.marks, [markKey(account, channel)]: newest } };
}
