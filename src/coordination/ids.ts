/**
 * Identifiers. Each is a UUID in text, branded so that one kind is never taken for another; they are made outside
 * the domain (see `Ids` in ports.ts) and passed in.
 */
type Id<Name extends string> = string & { readonly __id: Name };

export type WorkspaceId = Id<'workspace'>;
export type PersonId = Id<'person'>;
export type TeamId = Id<'team'>;
export type ChannelId = Id<'channel'>;
export type ItemId = Id<'item'>;
export type ApprovalId = Id<'approval'>;
export type OutboxId = Id<'outbox'>;
export type InboxId = Id<'inbox'>;
export type NudgeId = Id<'nudge'>;
export type StandupId = Id<'standup'>;
export type RoundId = Id<'round'>;

/** `W-12` as people write it: the number of an item, counted per workspace. */
export type ItemKey = number;

export const formatItemKey = (key: ItemKey): string => `W-${key}`;

/** Reads `W-12`, `w12` or `12`; null when the words are no key. At most nine digits, so that it fits an `integer`. */
export function parseItemKey(words: string): ItemKey | null {
  const match = /^(?:w-?)?([1-9]\d{0,8})$/i.exec(words.trim());
  return match ? Number(match[1]) : null;
}

/** `A-7` as people write it: the number of an approval, counted per workspace. */
export type ApprovalKey = number;

export const formatApprovalKey = (key: ApprovalKey): string => `A-${key}`;

/** Reads `A-7`, `a7` or `7`; null when the words are no key. */
export function parseApprovalKey(words: string): ApprovalKey | null {
  const match = /^(?:a-?)?([1-9]\d{0,8})$/i.exec(words.trim());
  return match ? Number(match[1]) : null;
}
